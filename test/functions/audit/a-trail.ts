import { DeleteCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { auditor } from '#functions/audit/auditor.ts';
import { ChainCheck, type Proof } from '#functions/lib/chain/verify-record.ts';
import { auditStore, entryFromItem, type AuditStore, type Item } from '#functions/lib/store/index.ts';
import { deliver } from '#infra/local/streams/delivery.ts';
import type { LambdaRecord } from '#infra/local/streams/record.ts';
import { auditPartition } from '#shared/derive/keys.ts';
import { site } from '#shared/records/site.ts';
import { aRecordsTable } from '#test/support/records-table.ts';
import { itemAt, tenantId } from './a-stream.ts';

/** `clock` tells when an entry arrives. */
export const aTrail = async (clock?: () => string) => {
  const { table, endpoint, close } = await aRecordsTable();
  const { document } = table;
  const store = auditStore(table, clock);
  const entriesOf = async (id: string): Promise<Item[]> => {
    const pk = auditPartition(tenantId, 'site', id);
    const query = {
      TableName: 'Records',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    };
    return (await document.send(new QueryCommand(query))).Items ?? [];
  };
  /** Forgets everything: starting another database takes far longer. */
  const clear = async () => {
    const { Items = [] } = await document.send(
      new ScanCommand({ TableName: 'Records', ProjectionExpression: 'pk, sk' }),
    );
    for (const Key of Items) await document.send(new DeleteCommand({ TableName: 'Records', Key }));
  };
  return { store, document, endpoint, entriesOf, clear, close };
};

/** Delivers as Lambda does, to an auditor over `store`; gives the sequence numbers that were set aside. */
export const audited = async (store: AuditStore, records: readonly LambdaRecord[], attempts = 6) => {
  const aside: LambdaRecord[] = [];
  const run = auditor(store, { failed: () => undefined, filled: () => undefined });
  await deliver(
    records,
    { bisect: true, maxRetries: attempts - 1, reportBatchItemFailures: true },
    {
      invoke: (batch) => run({ Records: [...batch] }),
      discard: (lost) => Promise.resolve(void aside.push(...lost)),
      settled: () => undefined,
      pause: () => Promise.resolve(),
      now: () => new Date('2026-11-25T12:00:01.000Z'),
      log: () => undefined,
    },
  );
  return aside;
};

/** What the check finds of a site that stands at this version. */
export const proofOf = (id: string, version: number, items: readonly Item[], tenant = tenantId): Proof => {
  const { values } = itemAt(id, version);
  const check = new ChainCheck({ tenantId: tenant, record: site, id, version, values: values as Item });
  for (const item of items) check.take(String(item['sk']), entryFromItem(item));
  return check.end();
};
