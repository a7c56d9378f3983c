import { now } from '#functions/lib/aws/clock.ts';
import { startFunction } from '#functions/lib/aws/invoke.ts';
import { isFree } from '#functions/lib/jobs/held.ts';
import { allTenants, openTable, tenantStore, type StoredJob } from '#functions/lib/store/index.ts';
import { env } from './env.ts';

const { TABLE_NAME, IMPORTS_FUNCTION, EXPORTS_FUNCTION } = env();
const table = openTable(TABLE_NAME);
const functionOf: Readonly<Record<StoredJob['kind'], string>> = { import: IMPORTS_FUNCTION, export: EXPORTS_FUNCTION };

/** A job between two workers is free for a moment; one that stays so was left behind. */
const QUIET_MS = 60_000;

const isLeftBehind = (job: StoredJob, at: string): boolean =>
  isFree(job, at) && Date.parse(at) - Date.parse(job.updatedAt) > QUIET_MS;

/** Every five minutes: starts a worker for each job whose worker died. Two starts do no harm, since only one gets the lease. */
export const handler = async (): Promise<{ resumed: number }> => {
  const at = now();
  let resumed = 0;
  for (const tenantId of await allTenants(table).ids()) {
    const jobs = await tenantStore(table, { tenantId }).jobs.active();
    for (const { id, kind } of jobs.filter((job) => isLeftBehind(job, at))) {
      await startFunction(functionOf[kind], { job: { tenantId, id } });
      resumed += 1;
    }
  }
  return { resumed };
};
