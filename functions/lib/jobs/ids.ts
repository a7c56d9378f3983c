import { pathId } from '#functions/lib/http/path-id.ts';
import type { Asked } from '#functions/lib/http/request.ts';
import type { JobOf, StoredJob, TenantStore } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';

/** The job that the path names; not found also when it is of the other kind, or another agency's. */
export const jobNamed = async <K extends StoredJob['kind']>(
  store: TenantStore,
  kind: K,
  asked: Asked,
): Promise<JobOf<K>> => {
  const id = pathId(asked);
  const job = id === undefined ? undefined : await store.jobs.get(id);
  if (job?.kind !== kind) throw new Problem('not-found', `There is no such ${kind} in your agency.`);
  // The kind was just compared, which the compiler does not carry over to the generic.
  return job as JobOf<K>;
};
