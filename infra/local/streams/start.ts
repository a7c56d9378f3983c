import type { Checkpoint, Position } from './checkpoint.ts';
import type { MappingPlan } from './plan.ts';
import type { StreamReader } from './reader.ts';

/** Everything there is now counts as seen; written down at once, so that a restart does not skip a second time. */
async function tailOf(reader: StreamReader): Promise<Position> {
  await reader.seek(undefined);
  let position: Position | undefined;
  for (;;) {
    const { shardId, records } = await reader.next(1_000);
    const after = records.at(-1)?.dynamodb?.SequenceNumber;
    position = after === undefined ? (position ?? { shardId }) : { shardId, after };
    if (after === undefined) return position;
  }
}

/** Where reading begins; undefined = at the oldest record. */
export async function startOf(
  plan: MappingPlan,
  reader: StreamReader,
  checkpoint: Checkpoint,
  log: (line: string) => void,
): Promise<Position | undefined> {
  const stored = checkpoint.load();
  if (stored !== undefined && (await reader.holds(stored))) return stored;
  if (stored !== undefined)
    log(`the checkpoint of ${plan.functionName} is not of this database: all records are read again`);
  if (stored !== undefined || plan.startingPosition === 'TRIM_HORIZON') return undefined;
  if (plan.startingPosition !== 'LATEST') {
    throw new Error(`A stream mapping starts at TRIM_HORIZON or LATEST, not at ${plan.startingPosition}.`);
  }
  const tail = await tailOf(reader);
  checkpoint.save(tail);
  return tail;
}
