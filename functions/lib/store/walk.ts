import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { listIndexes, listPartition, recordPartition } from '#shared/derive/keys.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import type { Table } from './client.ts';
import type { Item } from './item.ts';

/** Items of a record type in the order of their ids, archived ones included, after the id that was reached before. */
export const itemsAfter = async (
  table: Table,
  tenantId: string,
  record: AnyRecordType,
  limit: number,
  after?: string,
) => {
  const pk = recordPartition(tenantId, record.name);
  const { Items = [], LastEvaluatedKey: last } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
    }),
  );
  return { items: Items as Item[], more: last !== undefined };
};

/** The items that carry this external ID, oldest first. Archived ones are not among them: they left their lists. */
export const itemsByExternalId = async (
  table: Table,
  tenantId: string,
  record: AnyRecordType,
  externalId: string,
): Promise<Item[]> => {
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
  return Items;
};
