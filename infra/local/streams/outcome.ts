import type { LambdaRecord } from './record.ts';

/** How far an invocation came: all records, or those before `failedFrom`. */
export type Outcome = { done: true } | { done: false; failedFrom: number; thrown: boolean; reason: string };

const complete: Outcome = { done: true };
const failedAt = (failedFrom: number, reason: string): Outcome => ({ done: false, failedFrom, thrown: false, reason });

function failuresIn(answer: unknown): unknown[] | undefined {
  const failures: unknown = (answer as { batchItemFailures?: unknown } | null | undefined)?.batchItemFailures ?? [];
  return Array.isArray(failures) ? failures : undefined;
}

/**
 * Lambda's reading of a partial answer: no list or an empty one is success; the lowest named record is where to go on;
 * a name that is missing, empty or of no record in the batch fails the whole batch.
 */
export function outcomeOf(
  answer: unknown,
  records: readonly LambdaRecord[],
  reportBatchItemFailures: boolean,
): Outcome {
  if (!reportBatchItemFailures) return complete;
  const failures = failuresIn(answer);
  if (failures === undefined) return failedAt(0, 'batchItemFailures is not a list');
  if (failures.length === 0) return complete;
  const places = failures.map((failure) => {
    const name = (failure as { itemIdentifier?: unknown } | null)?.itemIdentifier;
    return records.findIndex((record) => record.dynamodb.SequenceNumber === name);
  });
  if (places.includes(-1)) return failedAt(0, 'batchItemFailures names a record that is not in the batch');
  const lowest = Math.min(...places);
  return failedAt(lowest, `the function reported ${records[lowest]?.dynamodb.SequenceNumber ?? ''} as failed`);
}

export async function attempt(
  invoke: () => Promise<unknown>,
  records: readonly LambdaRecord[],
  reportBatchItemFailures: boolean,
): Promise<Outcome> {
  try {
    return outcomeOf(await invoke(), records, reportBatchItemFailures);
  } catch (error) {
    return { done: false, failedFrom: 0, thrown: true, reason: error instanceof Error ? error.message : String(error) };
  }
}
