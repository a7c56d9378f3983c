import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { findDynamo } from './binary.ts';
import { prepareDatabase } from './database.ts';
import { sweepExpired } from './expiry.ts';
import { openFolder, openTemporaryFolder } from './folder.ts';
import type { TablePlan } from './plan.ts';
import { restoreTable } from './restore-table.ts';
import { startServer } from './server.ts';
import { createTable } from './tables.ts';

export type { IndexPlan, TablePlan } from './plan.ts';

export interface DynamoOptions {
  /** Where the database lives on; without it, it is deleted at close. */
  dir?: string;
  log: (line: string) => void;
}

export interface Dynamo {
  endpoint: string;
  /** Does nothing when the table already has the planned shape. */
  createTable(plan: TablePlan): Promise<void>;
  /** Copies a table as it is now to another name. False when that one is there already. */
  restoreTable(plan: TablePlan, target: string): Promise<boolean>;
  /** Deletes what has expired by now, as the service does on its own every half minute; gives the number of items. */
  sweepExpired(): Promise<number>;
  close(): Promise<void>;
}

const clientOf = (endpoint: string) =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

export async function startDynamo({ dir, log }: DynamoOptions): Promise<Dynamo> {
  const source = findDynamo();
  return source.kind === 'endpoint' ? useEndpoint(source.url) : runBinary(source.path, dir, log);
}

/** The tables and their expiry are then the foreign server's own affair. */
function useEndpoint(endpoint: string): Dynamo {
  const client = clientOf(endpoint);
  return {
    endpoint,
    createTable: (plan) => createTable(client, plan),
    restoreTable: (plan, target) => restoreTable(client, plan, target),
    sweepExpired: () => Promise.resolve(0),
    close: () => {
      client.destroy();
      return Promise.resolve();
    },
  };
}

async function runBinary(binary: string, dir: string | undefined, log: (line: string) => void): Promise<Dynamo> {
  const folder = dir === undefined ? await openTemporaryFolder(log) : await openFolder(dir, log);
  const server = await prepareDatabase(binary, folder)
    .then(() => startServer(binary, folder, log))
    .catch((error: unknown) => {
      folder.release();
      throw error;
    });
  const client = clientOf(server.endpoint);
  const expiring = new Set<string>();
  const sweep = async () => {
    let deleted = 0;
    for (const table of expiring) deleted += await sweepExpired(server.tools(), table);
    return deleted;
  };
  const stopSweeping = repeat(sweep, log);
  return {
    endpoint: server.endpoint,
    createTable: async (plan) => {
      await createTable(client, plan);
      if (plan.ttlAttribute !== undefined) expiring.add(plan.name);
    },
    restoreTable: (plan, target) => restoreTable(client, plan, target),
    sweepExpired: sweep,
    close: async () => {
      stopSweeping();
      client.destroy();
      await server.close();
    },
  };
}

const sweepEvery = 30_000;

/** A sweep reads the whole table: on a large one it waits long enough to take no more than a hundredth of the time. */
function repeat(sweep: () => Promise<number>, log: (line: string) => void): () => void {
  let timer: NodeJS.Timeout;
  const schedule = (delay: number) => {
    timer = setTimeout(() => void run(), delay).unref();
  };
  const run = async () => {
    const startedAt = performance.now();
    await sweep().catch((error: unknown) => log(String(error)));
    if (!stopped) schedule(Math.max(sweepEvery, (performance.now() - startedAt) * 100));
  };
  let stopped = false;
  schedule(sweepEvery);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
