import { BatchWriteCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { versionKey } from '#shared/derive/keys.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { entriesPage } from './audit.ts';
import type { Table } from './client.ts';
import { deskPartition } from './desk.ts';
import { importPartition } from './import-notes.ts';
import { DISPOSE, fromItem, toItem, type Item, type Provenance } from './item.ts';
import { retentionKey } from './retention.ts';
import { allOrNothing } from './transaction.ts';

/**
 * The last version of a record: who disposed of it, when and why, and no content. False when the record, or the
 * agency's retention rules with its legal holds, are not those that were looked at: a hold that comes at the same
 * moment wins.
 */
const putTombstone = (
  table: Table,
  record: AnyRecordType,
  before: Item,
  by: Provenance,
  policyVersion: number,
): Promise<boolean> => {
  const was = fromItem(record, before);
  const stored: Stored = {
    ...was,
    version: was.version + 1,
    updatedAt: by.at,
    updatedBy: by.principal.memberId,
    archivedAt: was.archivedAt ?? by.at,
    disposed: undefined,
    values: {},
  };
  const names = { '#version': 'version' };
  const at = (version: number) => ({
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: { ':version': version },
  });
  const Item = toItem(record, stored, DISPOSE, by, '');
  const rules = { TableName: table.name, Key: retentionKey(by.principal.tenantId), ...at(policyVersion) };
  return allOrNothing(table, [{ Put: { TableName: table.name, Item, ...at(was.version) } }, { ConditionCheck: rules }]);
};

/**
 * Takes the personal values beside the chain away, salt and all; the chain stays whole. False while the entry of the
 * last version is still on its way: what comes before it might be, too.
 */
const erasePersonal = async (
  table: Table,
  tenantId: string,
  type: string,
  id: string,
  lastVersion: number,
): Promise<boolean> => {
  let after: string | undefined;
  let last = '';
  do {
    const page: Awaited<ReturnType<typeof entriesPage>> = await entriesPage(table, tenantId, type, id, after);
    for (const { pk, sk, personal } of page.items) {
      last = String(sk);
      if (personal === undefined) continue;
      await table.document.send(
        new UpdateCommand({
          TableName: table.name,
          Key: { pk, sk },
          UpdateExpression: 'REMOVE personal',
          ConditionExpression: 'attribute_exists(pk)',
        }),
      );
    }
    after = page.next;
  } while (after !== undefined);
  return last === versionKey(lastVersion);
};

const MOST_WRITES = 25;

/** What an import noted of records before it changed them, so that it could be undone: those of the records that are gone. */
const forgetBefores = async (
  table: Table,
  tenantId: string,
  importId: string,
  gone: ReadonlySet<string>,
): Promise<void> => {
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey: next } = await table.document.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :before)',
        ProjectionExpression: 'pk, sk, id',
        ExpressionAttributeValues: { ':pk': importPartition(tenantId, importId), ':before': 'before#' },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    await deleteAll(
      table,
      Items.filter(({ id }) => gone.has(String(id))),
    );
    from = next;
  } while (from !== undefined);
};

/** Removes items by their keys, as often as DynamoDB takes only some of them. */
export const deleteAll = async (table: Table, items: readonly Item[]): Promise<void> => {
  for (let from = 0; from < items.length; from += MOST_WRITES) {
    let asked = items.slice(from, from + MOST_WRITES).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
    while (asked.length > 0) {
      const { UnprocessedItems } = await table.document.send(
        new BatchWriteCommand({ RequestItems: { [table.name]: asked } }),
      );
      // What comes back are the requests that were sent.
      asked = (UnprocessedItems?.[table.name] ?? []) as typeof asked;
    }
  }
};

const deskPage = (table: Table, pk: string, how: object, from: Record<string, unknown> | undefined) =>
  table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ...how,
      ...(from && { ExclusiveStartKey: from }),
    }),
  );

/** How much is kept beside a public-records request. */
const countDesk = async (table: Table, tenantId: string, requestId: string): Promise<number> => {
  let [count, from]: [number, Record<string, unknown> | undefined] = [0, undefined];
  do {
    const page: Awaited<ReturnType<typeof deskPage>> = await deskPage(
      table,
      deskPartition(tenantId, requestId),
      { Select: 'COUNT' },
      from,
    );
    count += page.Count ?? 0;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return count;
};

/** Takes away everything beside a request that was disposed of. */
const forgetDesk = async (table: Table, tenantId: string, requestId: string): Promise<void> => {
  const pk = deskPartition(tenantId, requestId);
  let from: Record<string, unknown> | undefined;
  do {
    const page: Awaited<ReturnType<typeof deskPage>> = await deskPage(
      table,
      pk,
      { ProjectionExpression: 'pk, sk' },
      from,
    );
    await deleteAll(table, page.Items ?? []);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
};

/** Disposing of records: for the one function that may. */
export const disposalStore = (table: Table, tenantId: string) => ({
  tombstone: (record: AnyRecordType, before: Item, by: Provenance, policyVersion: number) =>
    putTombstone(table, record, before, by, policyVersion),
  erasePersonal: (record: AnyRecordType, id: string, lastVersion: number) =>
    erasePersonal(table, tenantId, record.name, id, lastVersion),
  countDesk: (requestId: string) => countDesk(table, tenantId, requestId),
  forgetDesk: (requestId: string) => forgetDesk(table, tenantId, requestId),
  forgetBefores: (importId: string, gone: ReadonlySet<string>) => forgetBefores(table, tenantId, importId, gone),
});
