import { Problem } from '#shared/model/problem.ts';

/** Bytes. DynamoDB ends an item at 400 KB (409,600 bytes); the rest is room for keys and for what is counted otherwise. */
export const MOST_ITEM_BYTES = 380_000;

/** Bytes of a value as JSON in UTF-8: for texts and maps somewhat more than DynamoDB counts. */
export const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Throws `invalid` with this sentence for what one item would not hold. DynamoDB itself would only fail. */
export const mustFit = (value: unknown, sentence: string, most = MOST_ITEM_BYTES): void => {
  if (sizeOf(value) > most) throw new Problem('invalid', sentence);
};
