import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType, Stored, Values } from '#shared/model/record.ts';
import type { Table } from './client.ts';
import { bodyHash, fromItem, toItem, type Item, type Provenance, type Verb } from './item.ts';

export interface NewRecord {
  readonly record: AnyRecordType;
  readonly id: string;
  readonly values: Values;
}

const firstVersion = ({ record, id, values }: NewRecord, by: Provenance): Stored => ({
  id,
  version: 1,
  shape: record.shape,
  createdAt: by.at,
  createdBy: by.principal.memberId,
  updatedAt: by.at,
  updatedBy: by.principal.memberId,
  values,
});

const put = (table: Table, item: Item, condition: string, values?: Record<string, unknown>) => ({
  TableName: table.name,
  Item: item,
  ConditionExpression: condition,
  ...(values ? { ExpressionAttributeValues: values, ExpressionAttributeNames: { '#version': 'version' } } : {}),
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
});

const ABSENT = 'attribute_not_exists(pk)';

interface Refused {
  readonly item: unknown;
}

/** What stood in the way of a conditional write, or undefined when something else failed. */
const refusal = (error: unknown): Refused | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'ConditionalCheckFailedException') return { item: (error as { Item?: unknown }).Item };
  if (error.name !== 'TransactionCanceledException') return undefined;
  const reasons = (error as { CancellationReasons?: { Code?: string; Item?: unknown }[] }).CancellationReasons ?? [];
  const failed = reasons.find((r) => r.Code === 'ConditionalCheckFailed');
  return failed && { item: failed.Item };
};

/**
 * Makes records, all or none. The ids come from the client, so a repeated request finds the first one's work:
 * the same id and content answers with what is there; the same id with other content is a conflict.
 */
export const createRecords = async (
  table: Table,
  news: readonly [NewRecord, ...NewRecord[]],
  by: Provenance,
): Promise<{ stored: Stored; replayed: boolean }> => {
  const [first] = news;
  const stored = firstVersion(first, by);
  const items = news.map((n) => toItem(n.record, firstVersion(n, by), 'create', by, bodyHash(n.values)));
  try {
    if (items.length === 1) await table.document.send(new PutCommand(put(table, items[0] ?? {}, ABSENT)));
    else
      await table.document.send(
        new TransactWriteCommand({ TransactItems: items.map((i) => ({ Put: put(table, i, ABSENT) })) }),
      );
    return { stored, replayed: false };
  } catch (error) {
    const refused = refusal(error);
    if (refused === undefined) throw error;
    return { stored: sameRequest(first, refused.item), replayed: true };
  }
};

const sameRequest = ({ record, id, values }: NewRecord, item: unknown): Stored => {
  const there = plain(item);
  if (there?.['createdHash'] !== bodyHash(values) || there['id'] !== id)
    throw new Problem(
      'conflict',
      `There is already a ${record.label.one.toLowerCase()} with this id and other content.`,
    );
  return fromItem(record, there);
};

/** On a refused condition the document client hands the old item over as DynamoDB sent it. */
const plain = (item: unknown): Item | undefined =>
  item === undefined ? undefined : unmarshall(item as Parameters<typeof unmarshall>[0]);

/** Writes the next version over `before`, if that is still the newest. Throws `stale` otherwise. */
export const putVersion = async (
  table: Table,
  record: AnyRecordType,
  before: Item,
  next: Pick<Stored, 'values'> & { readonly archivedAt?: string | undefined },
  verb: Verb,
  by: Provenance,
  /** What is written with it, for the first time: both or neither. */
  beside?: Item,
): Promise<Stored> => {
  const was = fromItem(record, before);
  const stored: Stored = {
    ...was,
    version: was.version + 1,
    shape: record.shape,
    updatedAt: by.at,
    updatedBy: by.principal.memberId,
    archivedAt: next.archivedAt,
    values: next.values,
  };
  const item = toItem(record, stored, verb, by, String(before['createdHash']));
  try {
    const step = put(table, item, '#version = :version', { ':version': was.version });
    await (beside === undefined
      ? table.document.send(new PutCommand(step))
      : table.document.send(
          new TransactWriteCommand({ TransactItems: [{ Put: step }, { Put: put(table, beside, ABSENT) }] }),
        ));
    return stored;
  } catch (error) {
    if (refusal(error) === undefined) throw error;
    throw new Problem('stale', 'Open the record again, look at what changed, and make your change once more.');
  }
};

/** A record that was removed, with the content of a copy, behind every version that it ever had. False when it is there. */
export const putBack = async (
  table: Table,
  record: AnyRecordType,
  then: Item,
  next: Pick<Stored, 'version' | 'values'>,
  by: Provenance,
): Promise<boolean> => {
  const stored: Stored = {
    ...fromItem(record, then),
    ...next,
    shape: record.shape,
    updatedAt: by.at,
    updatedBy: by.principal.memberId,
  };
  const item = toItem(record, stored, 'restore', by, String(then['createdHash']));
  try {
    await table.document.send(new PutCommand(put(table, item, ABSENT)));
    return true;
  } catch (error) {
    if (refusal(error) === undefined) throw error;
    return false;
  }
};
