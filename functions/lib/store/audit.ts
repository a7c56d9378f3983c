import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { GAP, type AuditEntry, type SealedEntry } from '#functions/lib/chain/entry.ts';
import { openChanges, seal } from '#functions/lib/chain/seal.ts';
import { auditPartition, lateKey, versionKey } from '#shared/derive/keys.ts';
import type { Values } from '#shared/model/record.ts';
import { auditItem, entryFromItem, trailPartition } from './audit-item.ts';
import type { Table } from './client.ts';
import type { Item } from './item.ts';
import { quickQuery, type PageKey } from './quick-query.ts';
import { itemsAt, MOST_KEYS } from './read-back.ts';

/** Of the entry that the next one is to follow. */
export type Link = Pick<SealedEntry, 'version' | 'hash' | 'verb'>;

/** Written once: whoever comes later learns what is there. Undefined when this call wrote it. */
const putOnce = async (
  table: Table,
  tenantId: string,
  sk: string,
  entry: SealedEntry,
  now: string,
): Promise<Item | undefined> => {
  try {
    await table.document.send(
      new PutCommand({
        TableName: table.name,
        Item: auditItem(tenantId, sk, entry, now),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    const { Item: there } = error as { Item?: Parameters<typeof unmarshall>[0] };
    if (there === undefined) throw error;
    // The document client hands the old item over as DynamoDB sent it.
    return unmarshall(there);
  }
};

/**
 * Writes the entry of a version and tells what stands there now. A replay of the stream finds the entry and leaves it.
 * A change that comes after its version was given up as a gap is kept beside the gap: the chain has gone on by then.
 */
export const appendAudit = async (
  table: Table,
  tenantId: string,
  entry: AuditEntry,
  previous: string,
  now: string,
): Promise<Link> => {
  const sealed = seal(tenantId, entry, previous);
  const there = await putOnce(table, tenantId, versionKey(entry.version), sealed, now);
  if (there === undefined) return sealed;
  const standing = entryFromItem(there);
  const misses = standing.verb === GAP && entry.verb !== GAP && !entry.rebuilt;
  if (misses && standing.hash !== undefined)
    await putOnce(table, tenantId, lateKey(entry.version), seal(tenantId, entry, standing.hash), now);
  return standing;
};

/** The newest entry below a version, those written a moment ago too. */
export const entryBefore = async (
  table: Table,
  tenantId: string,
  entry: Pick<AuditEntry, 'type' | 'id' | 'version'>,
): Promise<Link | undefined> => {
  const { Items = [] } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: {
        ':pk': auditPartition(tenantId, entry.type, entry.id),
        ':first': versionKey(0),
        ':last': versionKey(entry.version - 1),
      },
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    }),
  );
  return Items[0] && entryFromItem(Items[0]);
};

const linkAlone = {
  ProjectionExpression: 'pk, sk, #version, #hash, verb',
  ExpressionAttributeNames: { '#version': 'version', '#hash': 'hash' },
};

/** The entries of these very versions, as far as they are there, by the partition of their record. */
export const linksAt = async (
  table: Table,
  wanted: readonly { readonly chain: string; readonly version: number }[],
): Promise<Map<string, Link>> => {
  const links = new Map<string, Link>();
  const keys = wanted.map(({ chain, version }) => ({ pk: chain, sk: versionKey(version) }));
  for (let from = 0; from < keys.length; from += MOST_KEYS)
    for (const item of await itemsAt(table, keys.slice(from, from + MOST_KEYS), linkAlone))
      links.set(String(item['pk']), entryFromItem(item));
  return links;
};

/** A page of the entries of one record, oldest first; what came late for a gap comes before all. */
export const entriesPage = async (table: Table, tenantId: string, type: string, id: string, after?: string) => {
  const pk = { S: auditPartition(tenantId, type, id) };
  const { items, last } = await quickQuery(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
    ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: { S: after } } }),
  });
  return { items, ...(last !== undefined && { next: last }) };
};

export const keptEntry = async (table: Table, tenantId: string, type: string, id: string, sk: string) => {
  const Key = { pk: auditPartition(tenantId, type, id), sk };
  const { Item: found } = await table.document.send(
    new GetCommand({ TableName: table.name, Key, ConsistentRead: true }),
  );
  return found as Item | undefined;
};

/** What a record held before a version, put together from the entries there are. */
export const valuesBefore = async (table: Table, tenantId: string, entry: AuditEntry): Promise<Values> => {
  const values: Record<string, unknown> = {};
  let after: string | undefined = lateKey(entry.version);
  do {
    const page: Awaited<ReturnType<typeof entriesPage>> = await entriesPage(
      table,
      tenantId,
      entry.type,
      entry.id,
      after,
    );
    for (const sealed of page.items.map(entryFromItem).filter(({ version }) => version < entry.version))
      for (const { field, after: value } of openChanges(sealed)) values[field] = value;
    after = page.next;
  } while (after !== undefined);
  return values;
};

/** As much of an entry as says which version of which record it stands for. */
const standsFor = z.object({ type: z.string(), id: z.string(), version: z.int().min(1) });

/** A page of all entries of the agency by their time: which record and version each stands for. */
export const auditFeed = async (table: Table, tenantId: string, after?: PageKey) => {
  const { items, lastKey } = await quickQuery(table, {
    IndexName: 'changes',
    KeyConditionExpression: 'changesPk = :pk',
    ProjectionExpression: '#type, id, #version',
    ExpressionAttributeNames: { '#type': 'type', '#version': 'version' },
    ExpressionAttributeValues: { ':pk': { S: trailPartition(tenantId) } },
    ...(after && { ExclusiveStartKey: after }),
  });
  return { entries: items.map((item) => standsFor.parse(item)), next: lastKey };
};
