import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { listIndexes, listPartition, recordPartition } from '#shared/derive/keys.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { answerTo } from './answer.ts';
import type { Table } from './client.ts';
import { DISPOSE } from './item.ts';
import { quickQuery } from './quick-query.ts';
import { itemsAt } from './read-back.ts';
import { readRecords } from './record-answer.ts';

/** What `fromItem` asks of an item. The rest, who changed it and through what, is a third of its bytes. */
const recordAlone = {
  ProjectionExpression: 'id, #version, #shape, createdAt, createdBy, updatedAt, updatedBy, archivedAt, verb, #values',
  ExpressionAttributeNames: { '#version': 'version', '#shape': 'shape', '#values': 'values' },
};

const pageAfter = (tenantId: string, record: AnyRecordType, limit: number, after: string | undefined) => {
  const pk = { S: recordPartition(tenantId, record.name) };
  return {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    Limit: limit,
    ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: { S: after } } }),
  };
};

/** Items of a record type in the order of their ids, archived ones included, after the id that was reached before. */
export const itemsAfter = async (
  table: Table,
  tenantId: string,
  record: AnyRecordType,
  limit: number,
  after?: string,
) => {
  const { items, last } = await quickQuery(table, pageAfter(tenantId, record, limit, after));
  return { items, more: last !== undefined };
};

/** The same as records, to be taken once. `last` is the id to go on after; absent when no more are there. */
export const recordsAfter = async (
  table: Table,
  tenantId: string,
  record: AnyRecordType,
  limit: number,
  after?: string,
) => readRecords(await answerTo(table, { ...pageAfter(tenantId, record, limit, after), ...recordAlone }), record);

/** How many items of a page belong to the bounds. Nothing of them is sent over. */
export const countAfter = async (
  table: Table,
  tenantId: string,
  record: AnyRecordType,
  { from, before, archived }: { readonly from: string; readonly before: string; readonly archived: boolean },
  after?: string,
) => {
  const pk = recordPartition(tenantId, record.name);
  const { Count = 0, LastEvaluatedKey: last } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: `createdAt >= :from AND createdAt < :before${archived ? ' AND verb <> :dispose' : ' AND attribute_not_exists(archivedAt)'}`,
      ExpressionAttributeValues: {
        ...{ ':pk': pk, ':from': from, ':before': before },
        ...(archived ? { ':dispose': DISPOSE } : {}),
      },
      Select: 'COUNT',
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
    }),
  );
  return { count: Count, ...(last && { next: String(last['sk']) }) };
};

/** The records that carry this external ID, oldest first. Archived ones are not among them: they left their lists. */
export const idsByExternalId = async (
  table: Table,
  tenantId: string,
  record: AnyRecordType,
  externalId: string,
): Promise<string[]> => {
  const index = listIndexes[(record.listedBy ?? []).findIndex(({ field }) => field === 'externalId')];
  if (index === undefined) return [];
  const { Items = [] } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: index,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': `${index}Pk` },
      ExpressionAttributeValues: { ':pk': listPartition(tenantId, record.name, 'externalId', externalId) },
    }),
  );
  return Items.map((item) => String(item['id']));
};

/** The external IDs of a page of records that are not archived, oldest first. Costs far less than asking ID by ID. */
export const externalIdsAfter = async (table: Table, tenantId: string, record: AnyRecordType, after?: string) => {
  const pk = recordPartition(tenantId, record.name);
  const { Items = [], LastEvaluatedKey: last } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'attribute_exists(#values.externalId) AND attribute_not_exists(archivedAt)',
      ProjectionExpression: 'id, #values.externalId',
      ExpressionAttributeNames: { '#values': 'values' },
      ExpressionAttributeValues: { ':pk': pk },
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
    }),
  );
  const ids = Items.map((item) => ({
    id: String(item['id']),
    externalId: String((item['values'] as { externalId: unknown }).externalId),
  }));
  return { ids, ...(last && { next: String(last['sk']) }) };
};

/** The newest items of these records, by id, in one call for at most 100. */
export const itemsOf = async (table: Table, tenantId: string, record: AnyRecordType, ids: readonly string[]) => {
  const pk = recordPartition(tenantId, record.name);
  const items = await itemsAt(
    table,
    ids.map((sk) => ({ pk, sk })),
  );
  return new Map(items.map((item) => [String(item['id']), item]));
};
