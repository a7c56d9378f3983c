import * as z from 'zod';
import { answerTo, giveBack, textIn, type QueryInput } from './answer.ts';
import type { Table } from './client.ts';
import type { Item } from './item.ts';
import { plainItem, type WireItem } from './plain.ts';
import { itemsOfAnswer, OtherwiseWritten } from './wire.ts';

const keyPart = z.object({ S: z.string() });
/** A whole key of an index: all keys are texts. */
export type PageKey = Record<string, z.infer<typeof keyPart>>;
const answerSchema = z.object({
  Items: z.array(z.custom<WireItem>((item) => typeof item === 'object' && item !== null)).default([]),
  LastEvaluatedKey: z.object({ sk: keyPart }).catchall(keyPart).optional(),
});

/** JSON's own complaint would quote what was sent, and end up in a log. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('An answer of DynamoDB is no JSON.');
  }
};

/** The key to go on after, in an answer whose items were taken out. */
export const lastIn = (rest: string): string | undefined => answerSchema.parse(parsed(rest)).LastEvaluatedKey?.sk.S;

/** Behind what to go on: its sort key, which is all of it that says something in the table, and the whole key for an index. */
const keysIn = ({ LastEvaluatedKey: key }: z.infer<typeof answerSchema>) => ({ last: key?.sk.S, lastKey: key });

/** What an answer says. The slower way is for what was written otherwise, by another server than AWS's. */
export const readAnswer = (text: string) => {
  try {
    const { items, rest } = itemsOfAnswer(text);
    return { items, ...keysIn(answerSchema.parse(parsed(rest))) };
  } catch (error) {
    if (!(error instanceof OtherwiseWritten)) throw error;
    const answer = answerSchema.parse(parsed(text));
    return { items: answer.Items.map(plainItem) as Item[], ...keysIn(answer) };
  }
};

export const quickQuery = async (table: Table, input: QueryInput) => {
  const bytes = await answerTo(table, input);
  const text = textIn(bytes);
  giveBack(bytes);
  return readAnswer(text);
};
