import { Logger } from '@aws-lambda-powertools/logger';
import { startFunction } from '#functions/lib/aws/invoke.ts';
import type { JobOf, StoredJob, Table } from '#functions/lib/store/index.ts';
import { FileFault } from '#shared/import/fault.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Role } from '#shared/model/role.ts';
import type { Worker } from './event.ts';
import { Cancelled, LeaseLost, Paused, takeJob, type Held } from './held.ts';

const logger = new Logger();

/** Less than this is left of the invocation: time to hand the job to a fresh one. */
const HAND_OVER_MS = 60_000;
/** After so many starts without getting any further, one more will not help. */
const MAX_TRIES = 5;

export interface Turn<K extends StoredJob['kind']> {
  readonly held: Held<K>;
  /** Asked after each checkpoint: shall the work stop here and go on in a new invocation? */
  readonly mustHandOver: (neededMs?: number) => boolean;
}

export interface Work<K extends StoredJob['kind']> {
  readonly kind: K;
  readonly table: Table;
  readonly functionName: string;
  readonly may: (role: Role) => boolean;
  /** Works from the checkpoint on. `more` after a checkpoint, when it was told to hand over. */
  readonly run: (turn: Turn<K>) => Promise<'over' | 'more'>;
  /**
   * Clears away what was begun, when the job is cancelled or fails. Called again when the worker died over it. Absent
   * where a job cannot be cancelled.
   */
  readonly clear?: (held: Held<K>) => Promise<void>;
}

const failed = (message: string) => ({ state: 'failed', message }) as const;

const attempt = async <K extends StoredJob['kind']>(work: Work<K>, turn: Turn<K>): Promise<'over' | 'more'> => {
  const { held } = turn;
  if (held.job.tries > MAX_TRIES)
    throw new Problem(
      'internal',
      `This got no further in ${MAX_TRIES} attempts and was stopped. Tell whoever runs the system this job's id: ${held.job.id}.`,
    );
  if (held.job.state === 'cancelling') return cancel(work, held);
  try {
    await held.admit();
    const how = await work.run(turn);
    if (how === 'more') await held.release();
    return how;
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    return cancel(work, held);
  }
};

/** Whoever asked for it may be gone by now: clearing away needs nobody's rights. */
const cancel = async <K extends StoredJob['kind']>(work: Work<K>, held: Held<K>): Promise<'over'> => {
  await work.clear?.(held);
  // Only a job that can be cancelled comes here; the generic hides it.
  await held.finish({ state: 'cancelled' } as Partial<JobOf<K>>);
  return 'over';
};

/**
 * Takes the job and works on it. What a person can mend ends the job with a sentence; losing the lease ends nothing;
 * anything else is thrown, so that the platform or lifecycle starts the job again from its checkpoint.
 */
export const worker =
  <K extends StoredJob['kind']>(work: Work<K>): Worker =>
  async ({ tenantId, id }, context) => {
    const { kind, table, may } = work;
    const held = await takeJob(table, { kind, tenantId, id, owner: context.awsRequestId, may });
    if (held === undefined) return;
    const mustHandOver = (neededMs = 0) => context.getRemainingTimeInMillis() < HAND_OVER_MS + neededMs;
    try {
      if ((await attempt(work, { held, mustHandOver })) === 'over') return;
      await startFunction(work.functionName, { job: { tenantId, id } });
    } catch (error) {
      if (error instanceof LeaseLost) return;
      if (error instanceof Paused) {
        await held.pause().catch(ignoreLost);
        return;
      }
      if (!(error instanceof FileFault || error instanceof Problem)) {
        logger.error('job stopped', {
          jobId: id,
          errorName: error instanceof Error ? error.name : 'unknown',
          stack: error instanceof Error ? error.stack : undefined,
        });
        throw error;
      }
      await clearAfter(work, held);
      // The three fields are those of every job; the generic hides it.
      await held.finish(failed(error.message) as Partial<JobOf<K>>).catch(ignoreLost);
    }
  };

/** The job failed for a reason that a person was told, which another failure must not hide. */
const clearAfter = async <K extends StoredJob['kind']>(work: Work<K>, held: Held<K>): Promise<void> => {
  try {
    held.assertMine();
    await work.clear?.(held);
  } catch (error) {
    logger.error('a failed job was not cleared away', {
      jobId: held.job.id,
      errorName: error instanceof Error ? error.name : 'unknown',
    });
  }
};

const ignoreLost = (error: unknown): void => {
  if (!(error instanceof LeaseLost)) throw error;
};
