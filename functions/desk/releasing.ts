import { now } from '#functions/lib/aws/clock.ts';
import { copyObject } from '#functions/lib/aws/copy.ts';
import { placeIn, presignDownload, type Bucket, type ObjectPlace } from '#functions/lib/aws/objects.ts';
import { exportPlace, releaseKey } from '#functions/lib/exports/places.ts';
import type { Deed } from '#functions/lib/usecases/deed.ts';
import type { Release } from '#shared/permit/desk.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Stored } from '#shared/model/record.ts';
import { finishedCopy, shownFile, type FinishedCopy } from './copies.ts';
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

/** Milliseconds that a person waits for a large copy, before they are told how far it is. A request has 30 seconds. */
const COPY_MS = 18_000;

const goesOn = (name: string, copied: number, bytes: number) =>
  new Problem(
    'conflict',
    `${name} is large: ${Math.floor((100 * copied) / bytes)} % of it is kept so far. Release it again to go on from there.`,
  );

const keep = async (shelves: Shelves, { principal }: Deed, requestId: string, copy: FinishedCopy): Promise<void> => {
  const until = Date.parse(now()) + COPY_MS;
  for (const file of copy.files) {
    const from = exportPlace(shelves.copies, principal.tenantId, copy.id, file.name);
    const to = keptPlace(shelves, principal.tenantId, requestId, copy.id, file.name);
    const how = await copyObject(from, to, file, () => Date.parse(now()) > until);
    if (how === 'other')
      throw new Problem('conflict', 'The copy is no longer what was reviewed. Make it again and have it reviewed.');
    if (how !== 'same') throw goesOn(file.name, how.copied, file.bytes);
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
    files: copy.files.map(shownFile),
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
