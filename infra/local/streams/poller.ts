import { setTimeout as pause } from 'node:timers/promises';
import type { Buffer } from './buffer.ts';
import type { Checkpoint, Position } from './checkpoint.ts';
import type { Page, StreamReader } from './reader.ts';
import type { LambdaRecord } from './record.ts';
import type { Waiters } from './waiters.ts';

/** Milliseconds between questions at the tail of the stream: short after a record, longer while nothing happens. */
const [busy, quiet] = [20, 100];
const afterFailure = 100;

export interface PollerParts {
  reader: StreamReader;
  buffer: Buffer;
  waiters: Waiters;
  checkpoint: Checkpoint;
  signal: AbortSignal;
  pageSize: number;
  deliver(batch: LambdaRecord[], settled: (records: readonly LambdaRecord[]) => void): Promise<void>;
  log(line: string): void;
}

const lastOf = ({ shardId, records }: Page): Position | undefined => {
  const after = records.at(-1)?.dynamodb?.SequenceNumber;
  return after === undefined ? undefined : { shardId, after };
};

/** All records written before this moment (epoch ms) come before the page's end; records carry whole seconds only. */
const completeUpTo = ({ records }: Page, askedAt: number) =>
  records.at(-1)?.dynamodb?.ApproximateCreationDateTime?.getTime() ?? askedAt;

/** Reads, batches and delivers until the signal; after any failure it goes back to what is known to be settled. */
export async function poll(parts: PollerParts, start: Position | undefined): Promise<void> {
  const { reader, buffer, waiters, checkpoint, signal } = parts;
  let settledAt = start;
  let interval = busy;
  const settle = (position: Position | undefined) => {
    if (position === undefined) return;
    settledAt = position;
    checkpoint.save(position);
  };
  const settled = (records: readonly LambdaRecord[]) => {
    const last = records.at(-1);
    if (last !== undefined) settle(buffer.positionOf(last));
  };
  const turn = async () => {
    const askedAt = Date.now();
    const page = await reader.next(parts.pageSize);
    buffer.add(page, performance.now());
    for (let batch = take(); batch !== undefined; batch = take()) await parts.deliver(batch, settled);
    if (buffer.isEmpty()) {
      settle(lastOf(page));
      waiters.release(completeUpTo(page, askedAt));
    }
    if (page.records.length > 0) interval = busy;
    else await waiters.pause(Math.min((interval = Math.min(interval * 1.1, quiet)), buffer.dueIn(performance.now())));
  };
  const take = () => buffer.take(performance.now(), waiters.any());

  const stopped = () => signal.aborted;
  let said = '';
  while (!stopped()) {
    try {
      buffer.clear();
      await reader.seek(settledAt);
      for (; !stopped(); said = '') await turn();
    } catch (error) {
      const sentence = `reading goes on from the last checkpoint after: ${String(error)}`;
      // Once per failure, however long it lasts.
      if (sentence !== said && !stopped()) parts.log(sentence);
      said = sentence;
      await pause(afterFailure, undefined, { signal }).catch(() => undefined);
    }
  }
}
