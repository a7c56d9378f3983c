import { eraseObjects } from '#functions/lib/aws/object-versions.ts';
import type { Bucket } from '#functions/lib/aws/objects.ts';
import { releasesPrefix } from '#functions/lib/exports/places.ts';
import type { Held } from '#functions/lib/jobs/held.ts';
import type { RequestTraces } from '#shared/model/disposal.ts';

export const noTraces: RequestTraces = { notes: 0, files: 0 };

/** What the certificate counts, taken before any of it goes: whoever is interrupted over it finds less. */
export const tracesOf = async ({ store }: Held<'disposal'>, requestId: string): Promise<RequestTraces> => {
  const releases = await store.desk.releases(requestId);
  return {
    notes: await store.disposal.countDesk(requestId),
    files: releases.reduce((sum, { files }) => sum + files.length, 0),
  };
};

export const plus = (a: RequestTraces, b: RequestTraces): RequestTraces => ({
  notes: a.notes + b.notes,
  files: a.files + b.files,
});

/**
 * What a request leaves beside its record: what was chosen, removed and released, and the copies themselves in all
 * their versions. The copies first: the notes tell of them.
 */
export const eraseTracesOf = async (
  { store, actor: { tenantId } }: Held<'disposal'>,
  releases: Bucket,
  requestId: string,
): Promise<void> => {
  await eraseObjects(releases.of(tenantId), releases.name, releasesPrefix(tenantId, requestId));
  await store.disposal.forgetDesk(requestId);
};
