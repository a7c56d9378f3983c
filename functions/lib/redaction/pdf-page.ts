import jpeg from 'jpeg-js';
import type { Area } from '#shared/permit/redaction/profile.ts';
import { CannotClean } from './cannot-clean.ts';
import type { PicturePage } from './pdf-of-pictures.ts';
import type { PdfDocument } from './pdfium.ts';
import { burn } from './pixels.ts';

/** Dots per inch of the pages: small print stays legible, a page has some 200 KB and takes about half a second. */
const DPI = 150;
const POINTS = 72;
const QUALITY = 75;

export const MAX_PAGES = 400;

/** How many pages a PDF has that is short enough to be made anew. */
export const countPages = (document: PdfDocument): number => {
  const pages = document.getPageCount();
  if (pages > MAX_PAGES) throw new CannotClean(`The PDF has more than ${MAX_PAGES} pages.`);
  if (pages === 0) throw new CannotClean('The PDF has no pages.');
  return pages;
};

/**
 * A page as it is shown, turned and cropped as it says, with the areas black in its pixels. Sheets that would have more
 * than `mostPixels`, such as plans, are drawn with fewer dots.
 */
export const pictureOf = async (
  document: PdfDocument,
  number: number,
  areas: readonly Area[],
  mostPixels: number,
): Promise<PicturePage> => {
  const page = document.getPage(number - 1);
  const { originalWidth: width, originalHeight: height } = page.getOriginalSize();
  if (!(width > 0 && height > 0)) throw new CannotClean('The PDF has a page without a size.');
  const scale = Math.min(DPI / POINTS, Math.sqrt(mostPixels / (width * height)));
  const image = await page.render({ scale, render: 'bitmap', renderFormFields: true });
  const pixels = { width: image.width, height: image.height, data: image.data, channels: 4 };
  burn(pixels, areas);
  return { width, height, jpeg: jpeg.encode(pixels, QUALITY).data, pixels: [image.width, image.height] };
};
