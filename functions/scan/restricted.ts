import { restrictedIn, restrictedLabels } from '#shared/permit/restricted-numbers.ts';
import { pagesOf } from './pdf-text.ts';

/**
 * Which page of a document seems to hold a number that should not be kept, in a sentence that does not repeat it;
 * undefined for pictures, for documents without such text, and for those whose text cannot be read (a scan, or one
 * with a password): the check is a help to people, not a fence.
 */
export const heldBecause = async (content: Uint8Array, contentType: string): Promise<string | undefined> => {
  if (contentType !== 'application/pdf') return undefined;
  let page = 0;
  try {
    for await (const text of pagesOf(content)) {
      page += 1;
      const found = restrictedIn(text);
      if (found !== undefined) return `Page ${page} seems to hold ${restrictedLabels[found]}.`;
    }
  } catch {
    return undefined;
  }
  return undefined;
};
