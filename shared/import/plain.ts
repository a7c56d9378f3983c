/** Letters and digits only, in small letters: "Catch-Basin", "CATCHBASIN" and "catch basin" are one word. */
export const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** A cell as text without spaces around it; undefined when it says nothing. */
export const cellText = (cell: unknown): string | undefined => {
  if (cell === null || cell === undefined) return undefined;
  const text = (typeof cell === 'object' ? JSON.stringify(cell) : `${cell as string | number | boolean}`).trim();
  return text === '' ? undefined : text;
};

/** Enough of a value to recognise it by in a list of errors. */
export const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
