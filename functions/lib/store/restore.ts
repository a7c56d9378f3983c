import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Kept } from '#functions/lib/chain/reseal.ts';
import { canonical } from '#shared/derive/canonical.ts';
import { keysOf, recordPartition } from '#shared/derive/keys.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import type { RetentionPolicy } from '#shared/permit/retention.ts';
import { auditItem } from './audit-item.ts';
import type { Table } from './client.ts';
import { deskPartition } from './desk.ts';
import { mappingPartition } from './import-mappings.ts';
import type { Item } from './item.ts';
import type { Kind } from './kinds.ts';
import { retentionKey } from './retention.ts';

type Made = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };

/** What is said of an item, whenever and however often it was written. */
const said = ({ arrived: _at, list1Pk: _pk, list1Sk: _sk, ...item }: Readonly<Record<string, unknown>>) =>
  canonical(item);

/** Writes what is not there. The very same may be there, from an import that was interrupted; nothing else may. */
const putOnce = async (table: Table, item: Made): Promise<void> => {
  try {
    await table.document.send(
      new PutCommand({ TableName: table.name, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    const Key = { pk: item.pk, sk: item.sk };
    const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
    if (Item === undefined || said(Item) !== said(item))
      throw new Problem('conflict', `The agency has something else in the place of ${item.sk}.`);
  }
};

/** Filling an empty agency with what another one was: for the operator's commands only. */
export const restoring = (table: Table, tenantId: string) => ({
  hasAny: async (record: AnyRecordType): Promise<boolean> => {
    const { Items = [] } = await table.document.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': recordPartition(tenantId, record.name) },
        Limit: 1,
        ConsistentRead: true,
      }),
    );
    return Items.length > 0;
  },
  putPolicy: (policy: RetentionPolicy) =>
    putOnce(table, { ...policy, ...retentionKey(tenantId), entity: 'retention' satisfies Kind }),
  putMapping: (recordType: string, sk: string, item: Item) =>
    putOnce(table, { ...item, pk: mappingPartition(tenantId, recordType), sk, entity: 'importMapping' satisfies Kind }),
  putBesideRequest: (requestId: string, kind: Kind, sk: string, item: Item) =>
    putOnce(table, { ...item, pk: deskPartition(tenantId, requestId), sk, entity: kind }),
  putEntry: ({ key, entry }: Kept, now: string) => putOnce(table, auditItem(tenantId, key, entry, now)),
  /** After its entries: the stream then finds every version audited. */
  putRecord: (record: AnyRecordType, stored: Stored, kept: Readonly<Record<string, unknown>>) => {
    const { pk = '', sk = '', ...indexes } = keysOf(record, tenantId, stored);
    return putOnce(table, { ...kept, ...indexes, pk, sk, entity: 'record', tenantId });
  },
});
