import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { auditReading, tableAt, type Table } from '#functions/lib/store/index.ts';
import { records } from '#shared/records/index.ts';
import buildAssembly from '#test/support/assembly.ts';
import { startStack } from '#test/support/stack.ts';
import { outfallItem, recordId } from './fill.ts';
import type { Figure } from './table.ts';

const [PER_SECOND, SECONDS] = [200, 10];
const TICK_MS = 20;
const tenantId = 'benchagency000000000000000';

/** Writes at an even pace, whether or not the database keeps up: when each was answered, by this machine's clock. */
const writeEvenly = async (client: DynamoDBClient, TableName: string): Promise<number[]> => {
  const all = PER_SECOND * SECONDS;
  const put = async (n: number) => {
    await client.send(new PutItemCommand({ TableName, Item: outfallItem(tenantId, n) }));
    return Date.now();
  };
  const writes: Promise<number>[] = [];
  const begun = Date.now();
  while (writes.length < all) {
    const due = Math.min(Math.floor(((Date.now() - begun) / 1000) * PER_SECOND), all);
    while (writes.length < due) writes.push(put(writes.length));
    await pause(TICK_MS);
  }
  return Promise.all(writes);
};

/** When the audit function wrote the entry of a new record, by the same clock. */
const arrivalOf = async (table: Table, n: number): Promise<number> => {
  const { items } = await auditReading(table, tenantId).entries(records.outfall, recordId(n));
  const arrived = Date.parse(String(items[0]?.['arrived']));
  if (Number.isNaN(arrived)) throw new Error(`The change of record ${n} has no entry.`);
  return arrived;
};

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** How long after its change an entry is there, on the local runner, while 200 records a second are written for ten. */
export const lagBench = async (): Promise<Figure[]> => {
  await buildAssembly();
  const stack = await startStack({ policies: 'ignored' });
  const at = { endpoint: stack.endpoint, region: stack.region, credentials: stack.operator };
  const [client, table] = [new DynamoDBClient(at), tableAt(stack.plan.tables[0]?.name ?? '', at)];
  try {
    await stack.idle();
    const begun = Date.now();
    const answered = await writeEvenly(client, table.name);
    const pace = answered.length / ((Math.max(...answered) - begun) / 1000);
    await stack.idle();
    const lags: number[] = [];
    for (const [n, moment] of answered.entries()) lags.push((await arrivalOf(table, n)) - moment);
    lags.sort((a, b) => a - b);
    const what = `audit at ${PER_SECOND} writes a second: `;
    return [
      { what: `${what}writes a second that the local database took`, measured: pace, unit: '/s' },
      { what: `${what}half of the entries were there after`, measured: quantile(lags, 0.5), unit: 'ms' },
      { what: `${what}99 % of them after`, measured: quantile(lags, 0.99), unit: 'ms', budget: { most: 2000 } },
    ];
  } finally {
    client.destroy();
    await stack.close();
  }
};
