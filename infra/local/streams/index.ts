import { setTimeout as pause } from 'node:timers/promises';
import { createBuffer } from './buffer.ts';
import { openCheckpoint } from './checkpoint.ts';
import { deadLetterMessage } from './dead-letter.ts';
import { deliver, type DeliveryDependencies } from './delivery.ts';
import type { MappingDependencies, MappingPlan } from './plan.ts';
import { poll } from './poller.ts';
import { openReader } from './reader.ts';
import { originOf } from './record.ts';
import { startOf } from './start.ts';
import { createWaiters } from './waiters.ts';

export type { MappingDependencies, MappingPlan } from './plan.ts';

export interface Mapping {
  /** Resolves when every record written before the call is handled or given up; an open batch window closes early. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Feeds a table's stream to a function under Lambda's rules; each record at least once, in order, across restarts. */
export async function startMapping(plan: MappingPlan, on: MappingDependencies): Promise<Mapping> {
  const { region = 'us-east-1', accountId = '000000000000' } = on;
  const log = (line: string) => on.log(`${plan.functionName}: ${line}`);
  const reader = await openReader(on.dynamoEndpoint, plan.tableName);
  const checkpoint = openCheckpoint(on.checkpointDir, `${plan.tableName}.${plan.functionName}`, reader.streamArn);
  const start = await startOf(plan, reader, checkpoint, log);
  const stop = new AbortController();
  const waiters = createWaiters();
  const buffer = createBuffer(plan, originOf(reader.streamArn, region, accountId), reader.createdAt);

  const discard: DeliveryDependencies['discard'] = async (records, why) => {
    const { shardId = '' } = (records[0] && buffer.positionOf(records[0])) ?? {};
    const functionArn = `arn:aws:lambda:${region}:${accountId}:function:${plan.functionName}`;
    log(`gave up ${records.length} ${records.length === 1 ? 'record' : 'records'} (${why.condition})`);
    if (plan.dlq === undefined) return;
    await on.deadLetter(plan.dlq, deadLetterMessage(records, { ...why, functionArn, shardId, at: on.now() }));
  };
  const delivery: Omit<DeliveryDependencies, 'settled'> = {
    invoke: (records) => on.invoke(plan.functionName, { Records: records }),
    discard,
    pause: (milliseconds) => pause(milliseconds, undefined, { signal: stop.signal }),
    now: () => on.now(),
    log,
  };
  const polling = poll(
    {
      ...{ reader, buffer, waiters, checkpoint, signal: stop.signal, log },
      pageSize: Math.min(Math.max(plan.batchSize, 100), 1_000),
      deliver: (batch, settled) => deliver(batch, plan, { ...delivery, settled }),
    },
    start,
  );
  return {
    idle: () => waiters.wait(),
    close: async () => {
      stop.abort();
      waiters.wake();
      await polling;
      waiters.release(Infinity);
      reader.close();
    },
  };
}
