import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Closing, ClosingReport, Deletion } from '#shared/permit/closing.ts';
import type { Table } from './client.ts';
import type { Item } from './item.ts';
import { tenantKey, type Tenant } from './members.ts';
import type { TenantPlace } from './tenant-places.ts';

/** Keys of one page, and where to go on behind it. */
export interface KeysPage {
  readonly items: readonly Item[];
  readonly next: string;
}

const AT_ONCE = 25;
/** Items read at a time: they are deleted, and that is written down behind them. */
const PAGE = 200;

const isRefused = (error: unknown) => error instanceof Error && error.name === 'ConditionalCheckFailedException';

const condition = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (!isRefused(error)) throw error;
    return false;
  }
};

/** A page of the keys of a partition, or of a list in the index `changes`. */
const pageOf = async (table: Table, pk: string, index: boolean, after: Item | undefined) => {
  const { Items = [], LastEvaluatedKey } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      ...(index ? { IndexName: 'changes' } : { ConsistentRead: true }),
      KeyConditionExpression: `${index ? 'changesPk' : 'pk'} = :pk`,
      ExpressionAttributeValues: { ':pk': pk },
      ProjectionExpression: 'pk, sk',
      Limit: PAGE,
      ...(after && { ExclusiveStartKey: after }),
    }),
  );
  return { items: Items, last: LastEvaluatedKey };
};

/** Where in a place one is: which of its partitions, and behind which key there. */
interface Spot {
  readonly part: number;
  readonly after?: Item | undefined;
  /** Where in the partition of the item that comes next. */
  readonly within?: Item | undefined;
}

const readSpot = (text: string | undefined): Spot => (text === undefined ? { part: 0 } : (JSON.parse(text) as Spot));

async function* partitions(table: Table, names: readonly string[], index: boolean, from: Spot) {
  for (let { part, after } = from; part < names.length; part += 1, after = undefined)
    do {
      const { items, last } = await pageOf(table, names[part] ?? '', index, after);
      after = last;
      yield { items, next: JSON.stringify(last ? { part, after } : { part: part + 1 }) };
    } while (after !== undefined);
}

/** The partitions that belong to the items of another one, item by item. */
async function* belonging(table: Table, parent: string, nameOf: (id: string) => string, from: Spot) {
  let { after, within } = from;
  do {
    const { items, last } = await pageOf(table, parent, false, after);
    for (const { pk, sk } of items) {
      do {
        const page = await pageOf(table, nameOf(String(sk)), false, within);
        within = page.last;
        const next: Spot = within ? { part: 0, after, within } : { part: 0, after: { pk, sk } };
        yield { items: page.items, next: JSON.stringify(next) };
      } while (within !== undefined);
      after = { pk, sk };
    }
    after = last;
  } while (after !== undefined);
}

/** Every key in a place, page by page. */
const keysIn = (table: Table, tenantId: string, place: TenantPlace, from?: string): AsyncIterable<KeysPage> => {
  const full = (name: string) => `${tenantId}#${name}`;
  const spot = readSpot(from);
  if ('listed' in place) return partitions(table, [full(place.listed)], true, spot);
  if ('names' in place) return partitions(table, place.names.map(full), false, spot);
  return belonging(table, full(place.of), (id) => full(place.each(id)), spot);
};

/** One by one, since the right to delete single items is no right to write any, as that to batches would be. */
const remove = async (table: Table, items: readonly Item[]): Promise<void> => {
  for (let from = 0; from < items.length; from += AT_ONCE)
    await Promise.all(
      items
        .slice(from, from + AT_ONCE)
        .map(({ pk, sk }) => table.document.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }))),
    );
};

/** Deleting all that an agency has: for the one function that may. */
export const erasureStore = (table: Table, tenantId: string) => {
  const at = { TableName: table.name, Key: tenantKey(tenantId) };
  return {
    /** From here on nobody comes in and nothing is cancelled. False when the closing is not as it was looked at. */
    begin: ({ startedAt }: Closing, deletion: Deletion): Promise<boolean> =>
      condition(
        table.document.send(
          new UpdateCommand({
            ...at,
            UpdateExpression: 'SET closing.deletion = :deletion',
            ConditionExpression: 'closing.startedAt = :startedAt AND attribute_not_exists(closing.deletion)',
            ExpressionAttributeValues: { ':deletion': deletion, ':startedAt': startedAt },
          }),
        ),
      ),
    /** Notes that administrators are to be reminded; they are from then on. False when that was noted, or all is different. */
    remind: ({ startedAt }: Closing, remindedAt: string): Promise<boolean> =>
      condition(
        table.document.send(
          new UpdateCommand({
            ...at,
            UpdateExpression: 'SET closing.remindedAt = :at',
            ConditionExpression: 'closing.startedAt = :startedAt AND attribute_not_exists(closing.remindedAt)',
            ExpressionAttributeValues: { ':at': remindedAt, ':startedAt': startedAt },
          }),
        ),
      ),
    /** False when another worker has gone further. */
    save: (was: Deletion, next: Deletion): Promise<boolean> =>
      condition(
        table.document.send(
          new UpdateCommand({
            ...at,
            UpdateExpression: 'SET closing.deletion = :next',
            ConditionExpression: 'closing.deletion.#version = :was',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':next': next, ':was': was.version },
          }),
        ),
      ),
    /** What stays of an agency: which one it was, and the report. */
    finish: ({ id, name, timeZone, createdAt }: Tenant, was: Deletion, closed: ClosingReport): Promise<boolean> =>
      condition(
        table.document.send(
          new PutCommand({
            TableName: table.name,
            Item: { ...tenantKey(id), entity: 'tenant', id, name, timeZone, createdAt, closed },
            ConditionExpression: 'closing.deletion.#version = :was',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':was': was.version },
          }),
        ),
      ),
    keysIn: (place: TenantPlace, from?: string) => keysIn(table, tenantId, place, from),
    remove: (items: readonly Item[]) => remove(table, items),
  };
};
