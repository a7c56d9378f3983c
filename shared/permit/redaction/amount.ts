/** Classes of length, wide enough that the amount does not tell which of two names it was. */
const classes = [
  [10, 'up to 10 characters'],
  [25, '11 to 25 characters'],
  [50, '26 to 50 characters'],
  [100, '51 to 100 characters'],
  [500, '101 to 500 characters'],
] as const;

export const amountOf = (text: string): string =>
  classes.find(([most]) => text.length <= most)?.[1] ?? 'more than 500 characters';

const linesOf = (text: string): number => text.split(/\r?\n/).length;

/** The amount of a text that is removed whole. */
export const wholeAmount = (text: string): string => {
  const lines = linesOf(text);
  return lines > 1 ? `whole field, ${lines} lines` : `whole field, ${amountOf(text)}`;
};

/** Stands in the copy at the place of a deletion: how much is missing, and by which exemption. */
export const marker = (amount: string, code: string): string => `[REDACTED ${amount}; ${code}]`;
