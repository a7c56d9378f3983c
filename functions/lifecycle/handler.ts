import * as z from 'zod';
import { now } from '#functions/lib/aws/clock.ts';
import { startFunction } from '#functions/lib/aws/invoke.ts';
import { isFree } from '#functions/lib/jobs/held.ts';
import { allTenants, isGone, openTable, tenantStore, type ActiveJob, type Tenant } from '#functions/lib/store/index.ts';
import { env } from './env.ts';

const { TABLE_NAME, IMPORTS_FUNCTION, EXPORTS_FUNCTION, DISPOSAL_FUNCTION, CLOSING_FUNCTION, NOTICES_FUNCTION } = env();
const table = openTable(TABLE_NAME);
const functionOf: Readonly<Record<ActiveJob['kind'], string>> = {
  import: IMPORTS_FUNCTION,
  export: EXPORTS_FUNCTION,
  disposal: DISPOSAL_FUNCTION,
};

/** A job between two workers is free for a moment; one that stays so was left behind. */
const QUIET_MS = 60_000;

const isLeftBehind = (job: ActiveJob, at: string): boolean =>
  isFree(job, at) && Date.parse(at) - Date.parse(job.updatedAt) > QUIET_MS;

/** Every five minutes: starts a worker for each job whose worker died. Two starts do no harm, since only one gets the lease. */
const resume = async (tenantId: string, at: string): Promise<number> => {
  const jobs = await tenantStore(table, { tenantId }).jobs.active();
  const behind = jobs.filter((job) => isLeftBehind(job, at));
  for (const { id, kind } of behind) await startFunction(functionOf[kind], { job: { tenantId, id } });
  return behind.length;
};

/**
 * Once a day: asks for each agency's records that are due, which are proposed to a person and never disposed of; and for
 * its public-records requests that are due, of which whoever handles them is told.
 */
const askDue = async (tenantId: string): Promise<number> => {
  await startFunction(DISPOSAL_FUNCTION, { propose: { tenantId } });
  await startFunction(NOTICES_FUNCTION, { due: { tenantId } });
  return 1;
};

/**
 * An agency that closes its account is looked at once a day, since its day may have come; one whose deletion has begun
 * each time, until it is done. Two starts do no harm here either.
 */
const close = async ({ id, closing }: Tenant, turn: 'often' | 'daily'): Promise<void> => {
  if (closing === undefined || (turn === 'often' && closing.deletion === undefined)) return;
  await startFunction(CLOSING_FUNCTION, { closing: { tenantId: id } });
};

const event = z.looseObject({ turn: z.enum(['often', 'daily']).default('often') });

export const handler = async (raw: unknown): Promise<{ resumed: number } | { asked: number }> => {
  const { turn } = event.parse(raw ?? {});
  const at = now();
  let count = 0;
  for await (const tenant of allTenants(table).all()) {
    await close(tenant, turn);
    if (isGone(tenant)) continue;
    count += turn === 'daily' ? await askDue(tenant.id) : await resume(tenant.id, at);
  }
  return turn === 'daily' ? { asked: count } : { resumed: count };
};
