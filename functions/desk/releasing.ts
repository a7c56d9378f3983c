import { copyObject, MAX_COPY_BYTES } from '#functions/lib/aws/copy.ts';
import { placeIn, presignDownload, type Bucket, type ObjectPlace } from '#functions/lib/aws/objects.ts';
import { exportPlace, releaseKey } from '#functions/lib/exports/places.ts';
import type { Deed } from '#functions/lib/usecases/deed.ts';
import type { Release } from '#shared/permit/desk.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Stored } from '#shared/model/record.ts';
import { finishedCopy, type FinishedCopy } from './copies.ts';
import { request, type Request } from './keeping.ts';
import { requestAt } from './moving.ts';

/** Where copies are made, and where those that went out are kept. */
export interface Shelves {
  readonly copies: Bucket;
  readonly releases: Bucket;
}

const DOWNLOAD_SECONDS = 5 * 60;

const keptPlace = (
  { releases }: Shelves,
  tenantId: string,
  requestId: string,
  copyId: string,
  name: string,
): ObjectPlace => placeIn(releases, tenantId, releaseKey(tenantId, requestId, copyId, name));

type Reviewed = Request & { readonly preparedCopy: string; readonly preparedBy: string; readonly preparedAt: string };

/** A request with a copy in review that is whole and was searched. */
const inReview = async (deed: Deed, id: string, version: number) => {
  const { item, values } = await requestAt(deed, id, version);
  const { status, preparedCopy, preparedBy, preparedAt } = values;
  if (status !== 'inReview' || preparedCopy === undefined || preparedBy === undefined || preparedAt === undefined)
    throw new Problem('conflict', 'No copy of this request is in review. Make one first.');
  const reviewed: Reviewed = { ...values, preparedCopy, preparedBy, preparedAt };
  return { item, values: reviewed, copy: await finishedCopy(deed, preparedCopy) };
};

/** Says that a copy may go out. Nobody approves what they prepared. */
export const approveCopy = async (deed: Deed, id: string, version: number): Promise<Stored> => {
  const { item, values } = await inReview(deed, id, version);
  if (values.preparedBy === deed.principal.memberId)
    throw new Problem('conflict', 'You prepared this copy. Somebody else has to review it.');
  const approved = { ...values, approvedBy: deed.principal.memberId, approvedAt: deed.by.at };
  return deed.store.put(request, item, { values: approved }, 'change', deed.by);
};

const keep = async (shelves: Shelves, { principal }: Deed, requestId: string, copy: FinishedCopy): Promise<void> => {
  for (const { name, bytes, sha256 } of copy.files) {
    if (bytes > MAX_COPY_BYTES)
      throw new Problem('conflict', `${name} is larger than 5 GB. Take records out and make the copy again.`);
    const from = exportPlace(shelves.copies, principal.tenantId, copy.id, name);
    const kept = await copyObject(from, keptPlace(shelves, principal.tenantId, requestId, copy.id, name));
    if (kept !== sha256)
      throw new Problem('conflict', 'The copy is no longer what was reviewed. Make it again and have it reviewed.');
  }
};

/** Lets the copy in review go out: kept for good, numbered, with its hash on the request. */
export const releaseCopy = async (deed: Deed, shelves: Shelves, id: string, version: number): Promise<Stored> => {
  const { item, values, copy } = await inReview(deed, id, version);
  const { secondReview } = await deed.store.settings();
  if (secondReview && (values.approvedBy === undefined || values.approvedBy === values.preparedBy))
    throw new Problem('conflict', 'Your agency asks that somebody else reviews a copy before it goes out.');
  await keep(shelves, deed, id, copy);
  const { preparedBy, preparedAt, approvedBy, approvedAt } = values;
  const release: Release = {
    number: (values.releases ?? 0) + 1,
    copyId: copy.id,
    files: copy.files,
    preparedBy,
    preparedAt,
    ...(approvedBy === undefined ? {} : { approvedBy, approvedAt }),
    releasedBy: deed.principal.memberId,
    releasedAt: deed.by.at,
  };
  const released = {
    ...values,
    status: 'released',
    releases: release.number,
    releasedBy: release.releasedBy,
    releasedAt: release.releasedAt,
    releasedSha256: copy.files[0]?.sha256,
  };
  return deed.store.desk.release(item, released, release, deed.by);
};

/** A link to one file of what went out, good for minutes. */
export const releaseLink = async (
  deed: Deed,
  shelves: Shelves,
  requestId: string,
  number: number,
  name: string,
): Promise<{ url: string; expiresAt: string }> => {
  const release = await deed.store.desk.releaseOf(requestId, number);
  if (release?.files.some((file) => file.name === name) !== true)
    throw new Problem('not-found', 'There is no such file of that release.');
  const place = keptPlace(shelves, deed.principal.tenantId, requestId, release.copyId, name);
  return presignDownload({ ...place, fileName: `release-${number}-${name}`, expiresSeconds: DOWNLOAD_SECONDS });
};
