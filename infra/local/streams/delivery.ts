import type { Condition } from './dead-letter.ts';
import { attempt } from './outcome.ts';
import type { MappingPlan } from './plan.ts';
import type { LambdaRecord } from './record.ts';

export interface DeliveryDependencies {
  invoke(records: readonly LambdaRecord[]): Promise<unknown>;
  discard(
    records: readonly LambdaRecord[],
    why: { condition: Condition; invocations: number; thrown: boolean },
  ): Promise<void>;
  /** Everything up to the last of these records is dealt with. */
  settled(records: readonly LambdaRecord[]): void;
  /** Rejects once the mapping is closed, so that an endless retry ends. */
  pause(milliseconds: number): Promise<void>;
  now(): Date;
  log(line: string): void;
}

/** Records still to be delivered in this order, and how often the first of them has failed. */
interface Segment {
  records: readonly LambdaRecord[];
  failures: number;
  thrown: boolean;
}

type Rules = Pick<MappingPlan, 'bisect' | 'maxRetries' | 'maxAgeSeconds' | 'reportBatchItemFailures'>;

const backoff = (failures: number) => Math.min(10 * 2 ** failures, 500);

/** Whether age alone ends the retries; asked only of records that have failed before. */
function tooOld(record: LambdaRecord, rules: Rules, now: Date): boolean {
  const { maxAgeSeconds = -1 } = rules;
  return maxAgeSeconds >= 0 && now.getTime() / 1000 - record.dynamodb.ApproximateCreationDateTime > maxAgeSeconds;
}

function halves({ records, ...rest }: Segment): [Segment, Segment] {
  const middle = Math.ceil(records.length / 2);
  return [
    { ...rest, records: records.slice(0, middle) },
    { ...rest, records: records.slice(middle) },
  ];
}

/**
 * What is left to do after a segment failed from one of its records on. Halving is no retry: it does not count against
 * the limit, so that the one record at fault still gets all of its attempts.
 */
function remaining(segment: Segment, failedFrom: number, thrown: boolean, { bisect }: Rules): Segment[] {
  if (failedFrom > 0) return [{ records: segment.records.slice(failedFrom), failures: 1, thrown }];
  if (bisect && segment.records.length > 1) return halves(segment);
  return [{ ...segment, failures: segment.failures + 1, thrown }];
}

/** With bisecting, several records are never given up together: they are halved first. */
const exhausted = ({ failures, records }: Segment, { maxRetries, bisect }: Rules) =>
  maxRetries >= 0 && failures > maxRetries && !(bisect && records.length > 1);

async function giveUp(segment: Segment, condition: Condition, on: DeliveryDependencies): Promise<void> {
  const { records, failures, thrown } = segment;
  await on.discard(records, { condition, invocations: failures, thrown });
  on.settled(records);
}

async function withoutAged(segment: Segment, rules: Rules, on: DeliveryDependencies): Promise<Segment> {
  if (segment.failures === 0) return segment;
  const aged = segment.records.filter((record) => tooOld(record, rules, on.now()));
  if (aged.length === 0) return segment;
  await giveUp({ ...segment, records: aged }, 'RecordAgeExceeded', on);
  return { records: segment.records.slice(aged.length), failures: 0, thrown: false };
}

/** One invocation; gives what must be delivered after it. */
async function deliverOnce(segment: Segment, rules: Rules, on: DeliveryDependencies): Promise<Segment[]> {
  const { records } = segment;
  const outcome = await attempt(() => on.invoke(records), records, rules.reportBatchItemFailures);
  if (outcome.done) {
    on.settled(records);
    return [];
  }
  on.log(`${records.length} ${records.length === 1 ? 'record' : 'records'} failed: ${outcome.reason}`);
  if (outcome.failedFrom > 0) on.settled(records.slice(0, outcome.failedFrom));
  const rest = remaining(segment, outcome.failedFrom, outcome.thrown, rules);
  const [failed] = rest;
  if (rest.length === 1 && failed !== undefined && exhausted(failed, rules)) {
    await giveUp(failed, 'RetryAttemptsExhausted', on);
    return [];
  }
  await on.pause(backoff(segment.failures));
  return rest;
}

/** Delivers records in order until each is handled or given up; one that cannot be handled never holds up the rest. */
export async function deliver(records: readonly LambdaRecord[], rules: Rules, on: DeliveryDependencies): Promise<void> {
  const pending: Segment[] = [{ records, failures: 0, thrown: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const segment = await withoutAged(next, rules, on);
    if (segment.records.length === 0) continue;
    const rest = await deliverOnce(segment, rules, on);
    pending.push(...rest.toReversed());
  }
}
