import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry } from '#functions/lib/chain/entry.ts';
import { openChanges } from '#functions/lib/chain/seal.ts';
import { auditPartition, listIndexes, listPartition, recordPartition } from '#shared/derive/keys.ts';
import { rowFields, type Row } from '#shared/derive/row.ts';
import { unpackValues } from '#shared/derive/stored.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType, Stored, Values } from '#shared/model/record.ts';
import { entryFromItem } from './audit-item.ts';
import type { Table } from './client.ts';
import { makeCursor, readCursor } from './cursor.ts';
import { DISPOSE, fromItem, isTombstone, type Item } from './item.ts';
import { quickQuery } from './quick-query.ts';

export interface Page<T> {
  readonly items: T[];
  readonly next?: string;
}

export interface ListQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly by?: string | undefined;
  readonly value?: string | undefined;
  readonly dir?: 'asc' | 'desc' | undefined;
  readonly archived?: boolean | undefined;
}

/** The item of a record or what its disposal left of it, read consistently. */
export const getStanding = async (
  table: Table,
  tenantId: string,
  type: string,
  id: string,
): Promise<Item | undefined> => {
  const key = { pk: recordPartition(tenantId, type), sk: id };
  return (await table.document.send(new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }))).Item;
};

/** The item of a record, read consistently; undefined when the agency has no such record, or no more. */
export const getItem = async (table: Table, tenantId: string, type: string, id: string): Promise<Item | undefined> => {
  const item = await getStanding(table, tenantId, type, id);
  return item === undefined || isTombstone(item) ? undefined : item;
};

/** Which of these keys are there, those written a moment ago too. Tombstones count where asked for. One call for at most 100. */
export const existing = async (
  table: Table,
  keys: readonly { pk: string; sk: string }[],
  tombstones = false,
): Promise<Set<string>> => {
  const found = new Set<string>();
  let asked: Record<string, unknown>[] = keys.map((k) => ({ ...k }));
  while (asked.length > 0) {
    const answer = await table.document.send(
      new BatchGetCommand({
        RequestItems: { [table.name]: { Keys: asked, ProjectionExpression: 'pk, sk, verb', ConsistentRead: true } },
      }),
    );
    for (const item of answer.Responses?.[table.name] ?? [])
      if (tombstones || !isTombstone(item)) found.add(`${String(item['pk'])}|${String(item['sk'])}`);
    asked = answer.UnprocessedKeys?.[table.name]?.Keys ?? [];
  }
  return found;
};

type Texts = Readonly<Record<string, string | undefined>>;
interface Asked extends Omit<QueryCommandInput, 'TableName' | 'ExpressionAttributeValues' | 'ExclusiveStartKey'> {
  readonly ExpressionAttributeValues: Texts;
  readonly ExclusiveStartKey?: Texts | undefined;
}

/** All keys are texts, and nothing else is asked for. */
const texts = (values: Texts) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { S: value ?? '' }]));

const run = async (table: Table, { ExpressionAttributeValues: values, ExclusiveStartKey: from, ...input }: Asked) =>
  quickQuery(table, {
    ...input,
    ExpressionAttributeValues: texts(values),
    ...(from && { ExclusiveStartKey: texts(from) }),
  });

/** What a list answers of a record, all of which its indexes hold. The rest, who wrote it and through what, is two fifths of it. */
const LISTED = 'id, #version, shape, createdAt, createdBy, updatedAt, updatedBy, #values';
const listedNames = { '#version': 'version', '#values': 'values' };

/** Records newest first, or by one of the declared list keys. Costs the same on the first page as on the thousandth. */
export const listRecords = async (
  table: Table,
  tenantId: string,
  record: AnyRecordType,
  q: ListQuery,
): Promise<Page<Stored>> => {
  const pk = recordPartition(tenantId, record.name);
  const query = [tenantId, record.name, q.by ?? '', q.value ?? '', q.dir ?? '', q.archived ? 'archived' : ''];
  const from = q.cursor === undefined ? undefined : readCursor(query, q.cursor);
  const index = q.by === undefined ? undefined : indexFor(record, q.by);
  const answer = await run(table, {
    Limit: q.limit,
    ...(index === undefined
      ? {
          KeyConditionExpression: 'pk = :pk',
          ScanIndexForward: q.dir === 'asc',
          ProjectionExpression: `${LISTED}, archivedAt, verb`,
          ExpressionAttributeNames: listedNames,
          ...(q.archived
            ? { FilterExpression: 'verb <> :dispose', ExpressionAttributeValues: { ':pk': pk, ':dispose': DISPOSE } }
            : {
                FilterExpression: 'attribute_not_exists(archivedAt)',
                ExpressionAttributeValues: { ':pk': pk },
              }),
          ...(from && { ExclusiveStartKey: { pk, sk: from[0] } }),
        }
      : byIndex(index, listPartition(tenantId, record.name, q.by ?? '', q.value ?? ''), pk, q.dir, from)),
  });
  const { lastKey: last } = answer;
  const key = last && [...(index === undefined ? [] : [last[`${index.name}Sk`]?.S ?? '']), last.sk.S];
  return { items: answer.items.map((i) => fromItem(record, i)), ...(key && { next: makeCursor(query, key) }) };
};

interface Index {
  readonly name: string;
  readonly ascending: boolean;
}

const indexFor = (record: AnyRecordType, field: string): Index => {
  const n = (record.listedBy ?? []).findIndex((key) => key.field === field);
  const name = listIndexes[n];
  if (name === undefined)
    throw new Problem(
      'bad-request',
      `${record.label.many} are not listed by ${field}. Choose one of: ${(record.listedBy ?? []).map((k) => k.field).join(', ')}.`,
    );
  const order = record.listedBy?.[n]?.order;
  return {
    name,
    ascending: order !== undefined && (record.fields as Record<string, { kind: string }>)[order]?.kind === 'date',
  };
};

const byIndex = (index: Index, partition: string, pk: string, dir: ListQuery['dir'], from?: readonly string[]) => ({
  IndexName: index.name,
  KeyConditionExpression: '#pk = :pk',
  ProjectionExpression: LISTED,
  ExpressionAttributeNames: { ...listedNames, '#pk': `${index.name}Pk` },
  ExpressionAttributeValues: { ':pk': partition },
  ScanIndexForward: dir === undefined ? index.ascending : dir === 'asc',
  ...(from && { ExclusiveStartKey: { pk, sk: from[1], [`${index.name}Pk`]: partition, [`${index.name}Sk`]: from[0] } }),
});

/** Writes may land a little out of the order of their times, so the end of the feed is read again for this long. */
const OVERLAP_MS = 10_000;

export interface ChangesPage {
  readonly rows: Row[];
  readonly next: string;
  readonly more: boolean;
}

/** All records as compact rows in order of change; with a cursor, only what changed after it. */
export const changedRows = async (
  table: Table,
  tenantId: string,
  record: AnyRecordType,
  limit: number,
  now: string,
  cursor?: string,
): Promise<ChangesPage> => {
  const pk = recordPartition(tenantId, record.name);
  const query = [tenantId, record.name, 'changes'];
  const from = cursor === undefined ? undefined : readCursor(query, cursor);
  const names = rowFields(record);
  const answer = await run(table, {
    IndexName: 'changes',
    KeyConditionExpression: 'changesPk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ProjectionExpression: [
      'id',
      '#version',
      'updatedAt',
      'archivedAt',
      'verb',
      'changesSk',
      ...names.map((_, n) => `#values.#f${n}`),
    ].join(', '),
    ExpressionAttributeNames: {
      '#version': 'version',
      '#values': 'values',
      ...Object.fromEntries(names.map((f, n) => [`#f${n}`, f])),
    },
    Limit: limit,
    ...(from && { ExclusiveStartKey: { pk, sk: from[1], changesPk: pk, changesSk: from[0] } }),
  });
  const { items } = answer;
  const more = answer.lastKey !== undefined;
  const last = items.at(-1);
  const key = last === undefined ? (from ?? ['0', '0']) : [String(last['changesSk']), String(last['id'])];
  return { rows: items.map((i) => row(record, i)), more, next: makeCursor(query, more ? key : settled(key, now)) };
};

const row = (record: AnyRecordType, item: Item): Row => ({
  id: String(item['id']),
  version: Number(item['version']),
  updatedAt: String(item['updatedAt']),
  ...(typeof item['archivedAt'] === 'string' ? { archivedAt: item['archivedAt'] } : {}),
  ...(isTombstone(item) && { disposed: true as const }),
  values: unpackValues(record, (item['values'] ?? {}) as Values),
});

const settled = (key: readonly string[], now: string): readonly string[] => {
  const edge = new Date(Date.parse(now) - OVERLAP_MS).toISOString();
  return (key[0] ?? '') > edge ? [edge, '0'] : key;
};

/** The audit entries of one record, newest first. */
export const historyOf = async (
  table: Table,
  tenantId: string,
  type: string,
  id: string,
  limit: number,
  cursor?: string,
): Promise<Page<AuditEntry>> => {
  const pk = auditPartition(tenantId, type, id);
  const query = [tenantId, type, id, 'history'];
  const from = cursor === undefined ? undefined : readCursor(query, cursor);
  const answer = await run(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ScanIndexForward: false,
    Limit: limit,
    ...(from && { ExclusiveStartKey: { pk, sk: from[0] } }),
  });
  const items = answer.items.map(entryFromItem).map((sealed) => ({ ...sealed, changes: openChanges(sealed) }));
  return { items, ...(answer.last !== undefined && { next: makeCursor(query, [answer.last]) }) };
};
