import jpeg from 'jpeg-js';
import type { Area } from '#shared/permit/redaction/profile.ts';
import { CannotClean } from './cannot-clean.ts';
import { pdfOfPictures, type PicturePage } from './pdf-of-pictures.ts';
import { burn } from './pixels.ts';

/** Dots per inch of the pages: small print stays legible, a page has some 200 KB and takes about half a second. */
const DPI = 150;
const POINTS = 72;
/** Larger sheets, such as plans, are made with fewer dots. */
const MAX_PIXELS = 12_000_000;
export const MAX_PAGES = 400;
const QUALITY = 75;

const openLibrary = async () => {
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  return PDFiumLibrary.init();
};
let library: ReturnType<typeof openLibrary> | undefined;

type Document = Awaited<ReturnType<Awaited<ReturnType<typeof openLibrary>>['loadDocument']>>;

const open = async (bytes: Uint8Array): Promise<Document> => {
  // Without its library nothing is known of the file: that is an error of the system, and no reason to withhold it.
  const pdfium = await (library ??= openLibrary());
  try {
    return await pdfium.loadDocument(bytes);
  } catch (error) {
    throw new CannotClean('The PDF is damaged or locked with a password.', { cause: error });
  }
};

/** How many pages a PDF has, for the slip that stands in for it; undefined when it cannot be opened. */
export const pagesOf = async (bytes: Uint8Array): Promise<number | undefined> => {
  try {
    const document = await open(bytes);
    const pages = document.getPageCount();
    document.destroy();
    return pages;
  } catch (error) {
    if (error instanceof CannotClean) return undefined;
    throw error;
  }
};

const pictureOf = async (document: Document, number: number, areas: readonly Area[]): Promise<PicturePage> => {
  const page = document.getPage(number - 1);
  const { originalWidth: width, originalHeight: height } = page.getOriginalSize();
  if (!(width > 0 && height > 0)) throw new CannotClean('The PDF has a page without a size.');
  const scale = Math.min(DPI / POINTS, Math.sqrt(MAX_PIXELS / (width * height)));
  const image = await page.render({ scale, render: 'bitmap', renderFormFields: true });
  const pixels = { width: image.width, height: image.height, data: image.data, channels: 4 };
  burn(pixels, areas);
  return {
    width,
    height,
    jpeg: jpeg.encode(pixels, QUALITY).data,
    pixels: [image.width, image.height],
  };
};

/**
 * A PDF made anew from pictures of its pages, with the areas black in their pixels. Text, fonts, comments, forms,
 * layers, attachments and metadata do not come along, since nothing but pixels is taken over.
 */
export const redactPdf = async (
  bytes: Uint8Array,
  areas: readonly Area[],
  beat: () => Promise<void>,
): Promise<{ readonly bytes: Uint8Array; readonly pages: number }> => {
  const document = await open(bytes);
  try {
    const pages = document.getPageCount();
    if (pages > MAX_PAGES) throw new CannotClean(`The PDF has more than ${MAX_PAGES} pages.`);
    const strays = areas.filter(({ page = 1 }) => page > pages);
    if (pages === 0 || strays.length > 0) throw new CannotClean('An area was marked on a page that is not there.');
    const pictures: PicturePage[] = [];
    for (let number = 1; number <= pages; number += 1) {
      pictures.push(
        await pictureOf(
          document,
          number,
          areas.filter(({ page = 1 }) => page === number),
        ),
      );
      await beat();
    }
    return { bytes: pdfOfPictures(pictures), pages };
  } finally {
    document.destroy();
  }
};
