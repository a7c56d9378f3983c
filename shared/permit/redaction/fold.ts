/**
 * Text without what makes one value look like two: case, accents, width, kinds of space and dash, and characters that
 * nobody sees. A name is removed and searched for in this form.
 */
export interface Folded {
  readonly text: string;
  /** Where each folded character stood in the source; one more entry for the end. */
  readonly at: readonly number[];
}

const dashes = /[\u2010-\u2015\u2212]/u;
const quotes = /[\u2018\u2019\u02BC\u0060\u00B4]/u;

const seen = new Map<string, string>();

const foldOne = (one: string): string => {
  const known = seen.get(one);
  if (known !== undefined) return known;
  const made = foldNew(one);
  // As many as there are characters of the first planes at most; bytes read as text have few kinds.
  if (seen.size < 65_536) seen.set(one, made);
  return made;
};

const foldNew = (one: string): string => {
  if (/\s/u.test(one)) return ' ';
  if (dashes.test(one)) return '-';
  if (quotes.test(one)) return "'";
  return one
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
};

const asciiFolded = (code: number): string =>
  code >= 65 && code <= 90 ? String.fromCharCode(code + 32) : String.fromCharCode(code);

export const fold = (source: string): Folded => {
  const parts: string[] = [];
  const at: number[] = [];
  let space = false;
  for (let i = 0; i < source.length;) {
    const code = source.charCodeAt(i);
    const plain = code > 32 && code < 127 && code !== 96;
    const one = plain ? source.charAt(i) : String.fromCodePoint(source.codePointAt(i) ?? 0);
    const folded = plain ? asciiFolded(code) : foldOne(one);
    for (const char of folded.split('')) {
      if (char === ' ' && space) continue;
      space = char === ' ';
      parts.push(char);
      at.push(i);
    }
    i += one.length;
  }
  at.push(source.length);
  return { text: parts.join(''), at };
};

const beyondAscii = /[^\p{ASCII}]/gu;
const spaces = /\s+/g;

/** The folded text alone, many times quicker: for long texts in which little is found. */
export const foldedText = (source: string): string =>
  source.replace(beyondAscii, foldOne).toLowerCase().replaceAll('`', "'").replace(spaces, ' ');

/** The folded text without spaces at its ends. */
export const folded = (source: string): string => fold(source).text.trim();

const separator = /[\s()./+-]/u;
const separated = /(?<=\d)[\s()./+-]{1,4}(?=\d)/gu;

/** The same for folded text whose places do not matter. */
export const joinedDigits = (text: string): string => text.replace(separated, '');

const isDigit = (char: string | undefined): boolean => char !== undefined && char >= '0' && char <= '9';

/** Folded text in which nothing but digits stands between digits: 555-0100 and 555 0100 are the same number. */
export const joinDigits = ({
  text,
  at,
}: Folded): { readonly text: string; readonly from: readonly number[] } & Folded => {
  const parts: string[] = [];
  const from: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    let next = i;
    while (next < text.length && next - i < 4 && separator.test(text.charAt(next))) next += 1;
    if (next > i && isDigit(parts.at(-1)) && isDigit(text[next])) i = next;
    parts.push(text.charAt(i));
    from.push(i);
  }
  from.push(text.length);
  return { text: parts.join(''), from, at };
};
