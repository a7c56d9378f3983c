import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Release } from '#shared/permit/desk.ts';
import type { Stored } from '#shared/model/record.ts';
import { publicRecordsRequest } from '#shared/records/public-records-request.ts';
import type { Table } from './client.ts';
import { deskPartition } from './desk.ts';
import type { Item, Provenance } from './item.ts';
import { putVersion } from './write.ts';

const sortKey = (number: number) => `release#${String(number).padStart(4, '0')}`;

const toRelease = (item: Record<string, unknown>): Release => {
  const { pk: _pk, sk: _sk, entity: _entity, ...release } = item;
  // Only this store writes here, in this shape, and a release is never changed.
  return release as unknown as Release;
};

export const releaseStore = (table: Table, tenantId: string) => ({
  /** Notes a release and moves its request, both or neither. Throws `stale` when the request moved meanwhile. */
  release: (before: Item, values: Stored['values'], release: Release, by: Provenance): Promise<Stored> => {
    const pk = deskPartition(tenantId, String(before['id']));
    const beside = { pk, sk: sortKey(release.number), entity: 'release', ...release };
    return putVersion(table, publicRecordsRequest, before, { values }, 'release', by, beside);
  },
  releaseOf: async (requestId: string, number: number): Promise<Release | undefined> => {
    const Key = { pk: deskPartition(tenantId, requestId), sk: sortKey(number) };
    const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
    return Item && toRelease(Item);
  },
  /** Newest first; a request has a handful. */
  releases: async (requestId: string): Promise<Release[]> => {
    const { Items = [] } = await table.document.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': deskPartition(tenantId, requestId), ':sk': 'release#' },
        ScanIndexForward: false,
        Limit: 100,
      }),
    );
    return Items.map(toRelease);
  },
});
