import type { Position } from './checkpoint.ts';
import { compileFilters } from './pattern.ts';
import type { MappingPlan } from './plan.ts';
import type { Page } from './reader.ts';
import { isUnchanged, lambdaRecord, type LambdaRecord, type StreamOrigin } from './record.ts';

/** The records that wait for their batch to fill or its window to close. */
export interface Buffer {
  add(page: Page, now: number): void;
  /** The next batch, if one is due; `flush` takes what there is. */
  take(now: number, flush: boolean): LambdaRecord[] | undefined;
  /** Milliseconds until a batch falls due by time. */
  dueIn(now: number): number;
  isEmpty(): boolean;
  clear(): void;
  positionOf(record: LambdaRecord): Position | undefined;
}

type Rules = Pick<MappingPlan, 'filters' | 'batchSize' | 'batchWindowSeconds'>;

export function createBuffer(rules: Rules, origin: StreamOrigin, streamCreatedAt: Date): Buffer {
  const matches = compileFilters(rules.filters);
  const positions = new WeakMap<LambdaRecord, Position>();
  const birth = Math.floor(streamCreatedAt.getTime() / 1000);
  let waiting: LambdaRecord[] = [];
  let opened = 0;
  const dueIn = (now: number) => (waiting.length === 0 ? Infinity : opened + rules.batchWindowSeconds * 1000 - now);

  return {
    add: ({ shardId, records }, now) => {
      if (waiting.length === 0) opened = now;
      for (const stored of records) {
        const record = lambdaRecord(stored, origin);
        if (record.dynamodb.ApproximateCreationDateTime < birth || isUnchanged(record) || !matches(record)) continue;
        positions.set(record, { shardId, after: stored.dynamodb?.SequenceNumber ?? '' });
        waiting.push(record);
      }
    },
    take: (now, flush) => {
      const due = waiting.length > 0 && (flush || waiting.length >= rules.batchSize || dueIn(now) <= 0);
      return due ? waiting.splice(0, rules.batchSize) : undefined;
    },
    dueIn,
    isEmpty: () => waiting.length === 0,
    clear: () => (waiting = []),
    positionOf: (record) => positions.get(record),
  };
}
