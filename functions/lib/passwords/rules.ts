import { common } from './common.ts';

/** [R] NIST SP 800-63B-4, 3.1.1.2: length and a list of known passwords, and no rules on the kinds of characters. */
export const SHORTEST = 12;
export const LONGEST = 128;

/** What the product, the agency and the person are called is the first thing a guesser tries. */
const ownWords = ['stormledger', 'stormwater'];
/** Shorter words are in too many honest passwords. */
const SHORTEST_WORD = 4;
/** So much must be left when everybody's own words are taken out. */
const LEFT_OVER = 8;

const disguises: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const undisguised = (text: string) => text.replace(/[013457@$!]/g, (sign) => disguises[sign] ?? sign);

/** The shortest text that, repeated, makes this one. */
const unit = (text: string): string => {
  const again = `${text}${text}`.indexOf(text, 1);
  return text.slice(0, again);
};

/** The same password without what people add to make it look new: digits and signs around it, letters as digits, repetition. */
const cores = (password: string): string[] => {
  const lower = password.toLowerCase();
  const stripped = lower.replace(/^[^a-z]+|[^a-z]+$/g, '');
  return [lower, stripped, undisguised(lower), undisguised(stripped)].flatMap((text) => [text, unit(text)]);
};

const isRun = (text: string): boolean => {
  const steps = new Set(Array.from({ length: text.length - 1 }, (_, i) => text.charCodeAt(i + 1) - text.charCodeAt(i)));
  return steps.size === 1 && [-1, 0, 1].includes([...steps][0] ?? 9);
};

/** The words of names and addresses that a password must not live on. */
export const wordsIn = (...texts: readonly string[]): string[] =>
  texts.flatMap((text) =>
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length >= SHORTEST_WORD),
  );

/** What is wrong with a password, as a sentence for the person who chose it; undefined when nothing is. */
export const passwordFault = (password: string, words: readonly string[]): string | undefined => {
  const { length } = Array.from(password);
  if (length < SHORTEST)
    return `Use at least ${SHORTEST} characters; this has ${length}. A few words in a row are easy to remember.`;
  if (length > LONGEST) return `Use at most ${LONGEST} characters; this has ${length}.`;
  if (cores(password).some((core) => common.has(core)) || isRun(password) || unit(password).length <= 3)
    return 'This is among the passwords that people use most and guessers try first. Choose another one.';
  const left = [...ownWords, ...words]
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase())
    .replace(/[^\p{L}\p{N}]/gu, '');
  return left.length < LEFT_OVER
    ? 'Leave out the name of the product, of your agency and your own: they are easy to guess.'
    : undefined;
};
