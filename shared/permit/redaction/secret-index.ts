import { fold, folded, foldedText, joinDigits, joinedDigits, type Folded } from './fold.ts';
import type { Part } from './patterns.ts';

/** Shorter ones occur by chance anywhere: they are removed at their place, and looked for nowhere else. */
export const SHORTEST_TEXT = 4;
/** Up to here a value counts only as a word of its own: "Anna" is not in "Annapolis". */
const WORD_UP_TO = 7;
/** So many digits and more are a number of somebody; fewer are a house number, a year, a count. */
export const SHORTEST_NUMBER = 7;
const NUMBER_ALONE_UP_TO = 8;
/** A long text is searched for in pieces, so that no copy of a longer stretch of it goes unseen. */
const LONGEST = 200;
const PIECE = 100;
const KEY = 4;

const isNumber = (text: string): boolean => /^[\s()./+-]*\d[\d\s()./+-]*$/u.test(text);
const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** How a removed value is looked for in everything that leaves: as text, as digits, or not at all. */
export const searchedAs = (value: string): 'text' | 'digits' | undefined => {
  const text = folded(value);
  if (isNumber(text)) return digitsOf(text).length >= SHORTEST_NUMBER ? 'digits' : undefined;
  return text.length >= SHORTEST_TEXT ? 'text' : undefined;
};

const piecesOf = (text: string): string[] => {
  if (text.length <= LONGEST) return [text];
  const pieces: string[] = [];
  for (let at = 0; at + PIECE <= text.length; at += PIECE) pieces.push(text.slice(at, at + PIECE));
  return pieces;
};

const wordish = /[\p{L}\p{N}]/u;
const digit = /\d/;
const touches = (form: RegExp, one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== '' && other !== '' && form.test(one) && form.test(other);

/** The text of four characters as a number. Different texts may share one: what is found is compared. */
const keyAt = (text: string, i: number): number =>
  Math.imul(
    Math.imul(Math.imul(text.charCodeAt(i) + 7, 31) ^ text.charCodeAt(i + 1), 65_599) ^ text.charCodeAt(i + 2),
    65_599,
  ) ^ text.charCodeAt(i + 3);

interface Found extends Part {
  /** The number of the value, in the order in which they were given. */
  readonly value: number;
}

/** Finds many values in a text in one pass, by their first four characters. */
class Table {
  readonly #entries = new Map<number, { text: string; value: number }[]>();
  readonly #seen = new Uint8Array(65_536);

  add(text: string, value: number): void {
    const key = keyAt(text, 0);
    this.#seen[key & 65_535] = 1;
    const there = this.#entries.get(key);
    if (there) there.push({ text, value });
    else this.#entries.set(key, [{ text, value }]);
  }

  get empty(): boolean {
    return this.#entries.size === 0;
  }

  *in(text: string): Generator<Found> {
    if (this.empty) return;
    for (let i = 0; i + KEY <= text.length; i += 1) {
      const key = keyAt(text, i);
      if (this.#seen[key & 65_535] !== 1) continue;
      for (const entry of this.#entries.get(key) ?? [])
        if (text.startsWith(entry.text, i)) yield { start: i, end: i + entry.text.length, value: entry.value };
    }
  }
}

const aloneAsText = (text: string, { start, end }: Part): boolean => {
  const [before, first, last, after] = [text[start - 1], text[start], text[end - 1], text[end]];
  return end - start <= WORD_UP_TO
    ? !touches(wordish, before, first) && !touches(wordish, last, after)
    : !touches(digit, before, first) && !touches(digit, last, after);
};

/** The values that leave a copy, ready to be looked for in texts of any length. */
export class SecretIndex {
  readonly #texts = new Table();
  readonly #numbers = new Table();
  readonly #short: { text: string; value: number }[] = [];

  /** `alsoShort`: values below the shortest length are looked for as words too, which only texts can bear. */
  constructor(values: Iterable<string>, { alsoShort = false }: { readonly alsoShort?: boolean } = {}) {
    let value = 0;
    for (const one of values) {
      const how = searchedAs(one);
      const text = folded(one);
      if (how === 'digits') this.#numbers.add(digitsOf(text), value);
      else if (how === 'text') for (const piece of piecesOf(text)) this.#texts.add(piece, value);
      else if (alsoShort && text !== '') this.#short.push({ text, value });
      value += 1;
    }
  }

  /** Every place of every value in the text, as parts of the text as it was given. */
  *find(source: string): Generator<Found> {
    const form = fold(source);
    yield* this.#findTexts(form);
    if (!this.#numbers.empty) yield* this.#findNumbers(form);
  }

  /** Whether any value stands in the text. Much quicker than finding where. */
  has(source: string): boolean {
    const text = foldedText(source);
    for (const found of this.#texts.in(text)) if (aloneAsText(text, found)) return true;
    const number = this.#numbers.empty || this.#numbers.in(joinedDigits(text)).next().done === true;
    const short = this.#short.every((one) => !text.includes(one.text));
    return number && short ? false : this.find(source).next().done !== true;
  }

  *#findTexts(form: Folded): Generator<Found> {
    for (const found of this.#texts.in(form.text)) if (aloneAsText(form.text, found)) yield placed(form, found);
    for (const { text, value } of this.#short)
      for (let at = form.text.indexOf(text); at >= 0; at = form.text.indexOf(text, at + 1)) {
        const found = { start: at, end: at + text.length, value };
        if (aloneAsText(form.text, found)) yield placed(form, found);
      }
  }

  *#findNumbers(form: Folded): Generator<Found> {
    const joined = joinDigits(form);
    for (const { start, end, value } of this.#numbers.in(joined.text)) {
      const inFolded = { start: joined.from[start] ?? 0, end: (joined.from[end - 1] ?? 0) + 1, value };
      if (end - start <= NUMBER_ALONE_UP_TO && !standsAlone(form.text, inFolded)) continue;
      yield placed(form, inFolded);
    }
  }
}

const standsAlone = (text: string, { start, end }: Part): boolean =>
  !wordish.test(text[start - 1] ?? ' ') && !wordish.test(text[end] ?? ' ');

const placed = ({ at }: Folded, { start, end, value }: Found): Found => ({
  start: at[start] ?? 0,
  end: at[end] ?? at.at(-1) ?? 0,
  value,
});
