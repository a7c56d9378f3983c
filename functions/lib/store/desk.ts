import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Chosen } from '#shared/permit/desk.ts';
import type { Table } from './client.ts';
import { makeCursor, readCursor } from './cursor.ts';
import type { Page } from './read.ts';

/** Writes at the same time, so that a page of them takes a second or two. */
const AT_ONCE = 25;

/** Everything of a request beside its record. */
export const deskPartition = (tenantId: string, requestId: string) => `${tenantId}#desk#${requestId}`;
const chosenKey = (recordType: string, id = '') => `chosen#${recordType}#${id}`;

/** False when the item is so already. */
const update = async (table: Table, pk: string, sk: string, expression: object): Promise<boolean> => {
  try {
    await table.document.send(new UpdateCommand({ TableName: table.name, Key: { pk, sk }, ...expression }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
};

const inParallel = async <T>(all: readonly T[], work: (one: T) => Promise<boolean>): Promise<number> => {
  let done = 0;
  for (let from = 0; from < all.length; from += AT_ONCE)
    done += (await Promise.all(all.slice(from, from + AT_ONCE).map(work))).filter(Boolean).length;
  return done;
};

const toChosen = (item: Record<string, unknown>): Chosen => ({
  recordType: String(item['recordType']),
  id: String(item['recordId']),
  chosenBy: String(item['chosenBy']),
  chosenAt: String(item['chosenAt']),
});

const IN = 'in';
const OUT = 'out';

/**
 * What is chosen for a request, one item for each record: thousands of them fit, and each is added or taken out by
 * itself, so that work that stops halfway is simply done again. Nothing is deleted here: taken out is a state.
 */
export const deskStore = (table: Table, tenantId: string) => ({
  /** How many of these were not chosen before. */
  choose: (requestId: string, all: readonly Chosen[]): Promise<number> =>
    inParallel(all, ({ recordType, id, chosenBy, chosenAt }) =>
      update(table, deskPartition(tenantId, requestId), chosenKey(recordType, id), {
        UpdateExpression:
          'SET #state = :in, entity = :entity, recordType = :type, recordId = :id, chosenBy = :by, chosenAt = :at',
        ConditionExpression: 'attribute_not_exists(pk) OR #state = :out',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':in': IN,
          ':out': OUT,
          ':entity': 'chosen',
          ':type': recordType,
          ':id': id,
          ':by': chosenBy,
          ':at': chosenAt,
        },
      }),
    ),
  /** How many of these had been chosen. */
  takeOut: (requestId: string, all: readonly Chosen[]): Promise<number> =>
    inParallel(all, ({ recordType, id, chosenBy, chosenAt }) =>
      update(table, deskPartition(tenantId, requestId), chosenKey(recordType, id), {
        UpdateExpression: 'SET #state = :out, takenOutBy = :by, takenOutAt = :at',
        ConditionExpression: '#state = :in',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':in': IN, ':out': OUT, ':by': chosenBy, ':at': chosenAt },
      }),
    ),
  /** What is chosen, by type and then in the order of ids. A page may hold fewer than `limit` and not be the last. */
  chosen: async (requestId: string, limit: number, recordType?: string, cursor?: string): Promise<Page<Chosen>> => {
    const pk = deskPartition(tenantId, requestId);
    const query = [tenantId, 'desk', requestId, recordType ?? ''];
    const answer = await table.document.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        FilterExpression: '#state = :in',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':pk': pk,
          ':sk': recordType === undefined ? 'chosen#' : chosenKey(recordType),
          ':in': IN,
        },
        Limit: limit,
        ...(cursor === undefined ? {} : { ExclusiveStartKey: { pk, sk: readCursor(query, cursor)[0] } }),
      }),
    );
    const last = answer.LastEvaluatedKey;
    return {
      items: (answer.Items ?? []).map(toChosen),
      ...(last && { next: makeCursor(query, [String(last['sk'])]) }),
    };
  },
});
