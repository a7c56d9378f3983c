import { CannotClean } from './cannot-clean.ts';

const openLibrary = async () => {
  const { PDFiumLibrary } = await import('@hyzyla/pdfium');
  return PDFiumLibrary.init();
};
let library: ReturnType<typeof openLibrary> | undefined;

export type PdfDocument = Awaited<ReturnType<Awaited<ReturnType<typeof openLibrary>>['loadDocument']>>;

const open = async (bytes: Uint8Array): Promise<PdfDocument> => {
  // Without its library nothing is known of the file: that is an error of the system, and no reason to withhold it.
  const pdfium = await (library ??= openLibrary());
  try {
    return await pdfium.loadDocument(bytes);
  } catch (error) {
    throw new CannotClean('The PDF is damaged or locked with a password.', { cause: error });
  }
};

/** Opens a PDF for as long as the work on it takes. */
export const withPdf = async <T>(bytes: Uint8Array, work: (document: PdfDocument) => T | Promise<T>): Promise<T> => {
  const document = await open(bytes);
  try {
    return await work(document);
  } finally {
    document.destroy();
  }
};

/** How many pages a PDF has, for the slip that stands in for it; undefined when it cannot be opened. */
export const pagesOf = async (bytes: Uint8Array): Promise<number | undefined> => {
  try {
    return await withPdf(bytes, (document) => document.getPageCount());
  } catch (error) {
    if (error instanceof CannotClean) return undefined;
    throw error;
  }
};
