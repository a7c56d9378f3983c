import { CannotClean } from '#functions/lib/redaction/cannot-clean.ts';
import { countPages, pictureOf } from '#functions/lib/redaction/pdf-page.ts';
import { withPdf } from '#functions/lib/redaction/pdfium.ts';
import { Problem } from '#shared/model/problem.ts';
import type { DrawnPage } from '#shared/permit/desk.ts';

/** A letter page at 150 dots per inch; as text in JSON it stays far below what a function may answer. */
const MAX_PIXELS = 2_200_000;

const drawn = (bytes: Uint8Array, number: number): Promise<DrawnPage> =>
  withPdf(bytes, async (document) => {
    const pages = countPages(document);
    if (number > pages) throw new Problem('not-found', `This PDF has ${pages} ${pages === 1 ? 'page' : 'pages'}.`);
    const { jpeg, pixels } = await pictureOf(document, number, [], MAX_PIXELS);
    const [width, height] = pixels;
    return { number, pages, width, height, jpeg: Buffer.from(jpeg).toString('base64') };
  });

/** One page of a PDF, drawn as the redacted copy draws it. `number` counts from 1. What no copy can be made of is told as a conflict. */
export const drawPage = async (bytes: Uint8Array, number: number): Promise<DrawnPage> => {
  try {
    return await drawn(bytes, number);
  } catch (error) {
    if (!(error instanceof CannotClean)) throw error;
    throw new Problem('conflict', `${error.message} Its pages cannot be shown, and a copy goes out without the file.`);
  }
};
