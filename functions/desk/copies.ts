import { startFunction } from '#functions/lib/aws/invoke.ts';
import type { StoredExport, StoredFile } from '#functions/lib/store/index.ts';
import type { Deed } from '#functions/lib/usecases/deed.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Copy, CopyFile } from '#shared/permit/desk.ts';
import type { Stored } from '#shared/model/record.ts';
import { isClosed } from '#shared/permit/request-status.ts';
import { allRecords } from '#shared/records/index.ts';
import { request, type Request } from './keeping.ts';
import { requestAt, withoutReview } from './moving.ts';

/** A copy that was made to its end and stood its search for what was removed: a job that fails it is never done. */
export interface FinishedCopy {
  readonly id: string;
  /** The bundle first, which is what goes out. */
  readonly files: readonly StoredFile[];
}

const PAGE = 1000;
const BUNDLE = /\.zip$/;

/** The types of which anything is chosen. */
const chosenTypes = async ({ store }: Deed, requestId: string): Promise<string[]> => {
  const isChosen = async (recordType: string): Promise<boolean> => {
    let cursor: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof store.desk.chosen>> = await store.desk.chosen(
        requestId,
        PAGE,
        recordType,
        cursor,
      );
      if (page.items.length > 0) return true;
      cursor = page.next;
    } while (cursor !== undefined);
    return false;
  };
  const all = await Promise.all(allRecords.map(async ({ name }) => ((await isChosen(name)) ? [name] : [])));
  const types = all.flat().sort();
  if (types.length === 0) throw new Problem('conflict', 'Choose records first: there is nothing to make a copy of.');
  return types;
};

const orderFor = async (deed: Deed, requestId: string, copyId: string): Promise<StoredExport> => {
  const recordTypes = await chosenTypes(deed, requestId);
  const { fileMetadata } = await deed.store.desk.redactions(requestId);
  if (fileMetadata === undefined)
    throw new Problem('conflict', 'Say first what the removal of hidden data of photos and PDFs rests on.');
  return {
    id: copyId,
    kind: 'export',
    state: 'waiting',
    version: 1,
    createdAt: deed.by.at,
    createdBy: deed.principal.memberId,
    updatedAt: deed.by.at,
    order: {
      recordTypes,
      formats: ['csv', 'json'],
      folders: true,
      files: true,
      includeArchived: true,
      redaction: { request: requestId },
      chosenFor: requestId,
    },
    progress: { done: 0 },
    tries: 0,
  };
};

/**
 * Makes a copy of what is chosen, without what is removed, and puts it up for review. Whoever asks again with the id of
 * a copy that is in review gets the same answer.
 */
export const prepareCopy = async (
  deed: Deed,
  exportsFunction: string,
  id: string,
  version: number,
  copyId: string,
): Promise<Stored> => {
  const { item, values } = await requestAt(deed, id, version);
  if (isClosed(values.status)) throw new Problem('conflict', 'This request was answered. Take it up again first.');
  const { job } = await deed.store.jobs.create(await orderFor(deed, id, copyId));
  const { closingReason: _was, ...open } = withoutReview(values);
  const prepared: Request = {
    ...open,
    status: 'inReview',
    preparedCopy: job.id,
    preparedBy: deed.principal.memberId,
    preparedAt: deed.by.at,
  };
  const stored = await deed.store.put(request, item, { values: prepared }, 'change', deed.by);
  // A job that nobody starts is found by lifecycle.
  await startFunction(exportsFunction, { job: { tenantId: deed.principal.tenantId, id: job.id } });
  return stored;
};

const copyJob = async ({ store }: Deed, copyId: string): Promise<StoredExport | undefined> => {
  const job = await store.jobs.get(copyId);
  return job?.kind === 'export' && job.order.redaction !== undefined ? job : undefined;
};

const filesOf = ({ files = [] }: StoredExport): FinishedCopy['files'] => files.filter(({ name }) => BUNDLE.test(name));

/** What people are told of a file. */
export const shownFile = ({ name, bytes, sha256 }: StoredFile): CopyFile => ({ name, bytes, sha256 });

export const finishedCopy = async (deed: Deed, copyId: string): Promise<FinishedCopy> => {
  const job = await copyJob(deed, copyId);
  if (job === undefined) throw new Problem('conflict', 'The copy is gone. Make it again.');
  if (job.state === 'failed') throw new Problem('conflict', job.message ?? 'The copy could not be made.');
  if (job.state !== 'done') throw new Problem('conflict', 'The copy is still being made.');
  const files = filesOf(job);
  if (files.length === 0) throw new Problem('conflict', 'The copy is gone. Make it again.');
  return { id: job.id, files };
};

/** How far the copy in review is. */
export const copyState = async (deed: Deed, { preparedCopy }: Request): Promise<{ readonly copy?: Copy }> => {
  const job = preparedCopy === undefined ? undefined : await copyJob(deed, preparedCopy);
  if (job === undefined) return {};
  const { id, state, progress, message } = job;
  const copy = {
    id,
    state,
    progress,
    files: state === 'done' ? filesOf(job).map(shownFile) : [],
    ...(message && { message }),
  };
  return { copy };
};
