import type { Area } from '#shared/permit/redaction/profile.ts';
import { CannotClean } from './cannot-clean.ts';
import { pdfOfPictures, type PicturePage } from './pdf-of-pictures.ts';
import { countPages, pictureOf } from './pdf-page.ts';
import { withPdf } from './pdfium.ts';

const MAX_PIXELS = 12_000_000;

/**
 * A PDF made anew from pictures of its pages, with the areas black in their pixels. Text, fonts, comments, forms,
 * layers, attachments and metadata do not come along, since nothing but pixels is taken over.
 */
export const redactPdf = (
  bytes: Uint8Array,
  areas: readonly Area[],
  beat: () => Promise<void>,
): Promise<{ readonly bytes: Uint8Array; readonly pages: number }> =>
  withPdf(bytes, async (document) => {
    const pages = countPages(document);
    if (areas.some(({ page = 1 }) => page > pages))
      throw new CannotClean('An area was marked on a page that is not there.');
    const pictures: PicturePage[] = [];
    for (let number = 1; number <= pages; number += 1) {
      const here = areas.filter(({ page = 1 }) => page === number);
      pictures.push(await pictureOf(document, number, here, MAX_PIXELS));
      await beat();
    }
    return { bytes: pdfOfPictures(pictures), pages };
  });
