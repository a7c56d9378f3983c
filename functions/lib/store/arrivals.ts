import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { arrivalPlace, arrivalsPartition, isLate, trailPartition } from './audit-item.ts';
import type { Table } from './client.ts';
import type { Item } from './item.ts';
import { readBack } from './read-back.ts';

interface Span {
  readonly from: string | undefined;
  readonly before: string;
}

/** All that an index lists of a partition between two moments, page by page. */
async function* listed(table: Table, index: 'changes' | 'list1', pk: string, { from, before }: Span) {
  let after: Item | undefined;
  do {
    const page: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await table.document.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: index,
        KeyConditionExpression: '#pk = :pk AND #sk BETWEEN :from AND :before',
        ExpressionAttributeNames: { '#pk': `${index}Pk`, '#sk': `${index}Sk` },
        ExpressionAttributeValues: { ':pk': pk, ':from': from ?? '0', ':before': before },
        ...(after && { ExclusiveStartKey: after }),
      }),
    );
    yield page.Items ?? [];
    after = page.LastEvaluatedKey;
  } while (after !== undefined);
}

const timeOf = ({ changesSk }: Item): string => String(changesSk).split('#')[0] ?? '';

/** Those that arrived within the hour of their change. */
async function* onTime(table: Table, tenantId: string, span: Span): AsyncGenerator<Item> {
  for await (const rows of listed(table, 'changes', trailPartition(tenantId), span)) {
    const those = rows.filter((row) => typeof row['arrived'] === 'string' && !isLate(timeOf(row), row['arrived']));
    yield* readBack(table, those);
  }
}

async function* late(table: Table, tenantId: string, span: Span): AsyncGenerator<Item> {
  for await (const rows of listed(table, 'list1', arrivalsPartition(tenantId), span)) yield* readBack(table, rows);
}

/** Where an entry stands in the order of arrivals. */
export const placeInOrder = ({ arrived, at, id, sk }: Item): string =>
  arrivalPlace({ arrived: String(arrived), at: String(at), id: String(id), sk: String(sk) });

/**
 * The entries of an agency whole, in the order of `arrivalPlace`, from a moment and before another, page by page. Moments
 * at which an hour begins bound what arrived exactly; others bound what is on time by the time of its change.
 */
export async function* auditArrivals(
  table: Table,
  tenantId: string,
  from: string | undefined,
  before: string,
): AsyncGenerator<Item> {
  const [one, other] = [onTime(table, tenantId, { from, before }), late(table, tenantId, { from, before })];
  let [a, b] = await Promise.all([one.next(), other.next()]);
  while (a.done !== true || b.done !== true)
    if (b.done === true || (a.done !== true && placeInOrder(a.value) <= placeInOrder(b.value))) {
      if (a.done !== true) yield a.value;
      a = await one.next();
    } else {
      yield b.value;
      b = await other.next();
    }
}
