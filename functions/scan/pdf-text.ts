/** Longer documents are read up to here: what stands on a later page is for the person who sends it to know. */
export const MAX_PAGES_READ = 500;

/**
 * The text of a PDF, page by page. The parser is loaded for a PDF only, since it is larger than all the rest of this
 * function. Nothing of the document is run or drawn. Throws when the document cannot be read.
 */
export async function* pagesOf(content: Uint8Array): AsyncGenerator<string> {
  const { getDocumentProxy } = await import('unpdf');
  // The parser takes the bytes over, so it is given its own.
  const pdf = await getDocumentProxy(new Uint8Array(content), { stopAtErrors: false, disableFontFace: true });
  try {
    for (let n = 1; n <= Math.min(pdf.numPages, MAX_PAGES_READ); n += 1) {
      const page = await pdf.getPage(n);
      const { items } = await page.getTextContent();
      yield items.map((item) => ('str' in item ? `${item.str}${item.hasEOL ? '\n' : ''}` : '')).join('');
      page.cleanup();
    }
  } finally {
    await pdf.destroy();
  }
}
