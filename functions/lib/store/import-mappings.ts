import { createHash } from 'node:crypto';
import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { RememberedMapping } from '#shared/model/job.ts';
import type { Table } from './client.ts';

/** More sources of one record type than an agency has; the newest ones are chosen from. */
const MAX_SOURCES = 100;

/** A source is known by its columns: the same system sends the same ones, under ever new file names. */
export const mappingPartition = (tenantId: string, recordType: string) => `${tenantId}#mapping#${recordType}`;
const sourceKey = (columns: readonly string[]) =>
  createHash('sha256')
    .update(JSON.stringify([...columns].sort()))
    .digest('hex');

/** Keeps how a file with these columns became records, over what was kept for the same columns before. */
export const rememberMapping = async (
  table: Table,
  tenantId: string,
  recordType: string,
  columns: readonly string[],
  remembered: RememberedMapping,
): Promise<void> => {
  const key = { pk: mappingPartition(tenantId, recordType), sk: sourceKey(columns) };
  const Item = { ...key, entity: 'importMapping', ...remembered };
  await table.document.send(new PutCommand({ TableName: table.name, Item }));
};

/** What was kept for a record type: the one for these very columns first, then the newest. */
export const rememberedMappings = async (
  table: Table,
  tenantId: string,
  recordType: string,
  columns: readonly string[],
): Promise<RememberedMapping[]> => {
  const own = sourceKey(columns);
  const pk = mappingPartition(tenantId, recordType);
  // Asked for by itself: the page below may end before it.
  const { Item: same } = await table.document.send(
    new GetCommand({ TableName: table.name, Key: { pk, sk: own }, ConsistentRead: true }),
  );
  const { Items = [] } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      Limit: MAX_SOURCES,
    }),
  );
  const others = Items.filter(({ sk }) => sk !== own).sort((a, b) => (String(a['at']) < String(b['at']) ? 1 : -1));
  return [...(same === undefined ? [] : [same]), ...others].map((item) => ({
    mapping: item['mapping'] as RememberedMapping['mapping'],
    fileName: String(item['fileName']),
    at: String(item['at']),
  }));
};
