import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './client.ts';
import type { Item } from './item.ts';

/** Keys of one call. */
export const MOST_KEYS = 100;

const nameOf = ({ pk, sk }: Item): string => `${String(pk)}|${String(sk)}`;

/** What to read of an item, where not all of it is needed. */
interface Only {
  readonly ProjectionExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
}

/** The items with these keys as they stand now, in one call for at most 100. What is gone is left out. */
export const itemsAt = async (table: Table, keys: readonly Item[], only?: Only): Promise<Item[]> => {
  const found = new Map<string, Item>();
  let Keys: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  while (Keys.length > 0) {
    const { Responses, UnprocessedKeys } = await table.document.send(
      new BatchGetCommand({ RequestItems: { [table.name]: { Keys, ConsistentRead: true, ...only } } }),
    );
    for (const item of Responses?.[table.name] ?? []) found.set(nameOf(item), item);
    Keys = UnprocessedKeys?.[table.name]?.Keys ?? [];
  }
  return keys.map((key) => found.get(nameOf(key))).filter((item) => item !== undefined);
};

/** What an index names, whole and in the same order: an index holds no more than what is looked for in it. */
export async function* readBack(table: Table, rows: readonly Item[]): AsyncGenerator<Item> {
  for (let from = 0; from < rows.length; from += MOST_KEYS)
    yield* await itemsAt(table, rows.slice(from, from + MOST_KEYS));
}
