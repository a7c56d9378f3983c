import { checkDigitHolds } from '../restricted-numbers.ts';
import type { PatternName } from './profile.ts';

/** A part of a text, from `start` up to `end`. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

const always = () => true;

/**
 * Wide rather than narrow: a copy that goes out loses a number too many sooner than one too few. Each is linear in the
 * length of the text.
 */
const forms: Readonly<Record<PatternName, { form: RegExp; holds: (found: string) => boolean }>> = {
  email: { form: /[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu, holds: always },
  /** Ten digits as the North American plan has them, with or without 1; seven only where they are written in two groups. */
  phone: {
    form: /(?<![\w-])(?:(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\)|[2-9]\d{2})[ ./-]{0,2}\d{3}[ .-]?\d{4}|\d{3}[.-]\d{4})(?![\w])(?!-\d)/g,
    holds: always,
  },
  ssn: { form: /(?<![\w-])\d{3}([- .]?)\d{2}\1\d{4}(?![\w])(?!-\d)/g, holds: always },
  card: {
    form: /(?<![\w])\d(?:[ -]?\d){12,18}(?![\w])/g,
    holds: (found) => checkDigitHolds(found.replace(/\D/g, '')),
  },
};

export const partsOfPattern = (name: PatternName, text: string): Part[] => {
  const { form, holds } = forms[name];
  return [...text.matchAll(form)].flatMap(({ 0: found, index }) =>
    holds(found) ? [{ start: index, end: index + found.length }] : [],
  );
};
