import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Matching } from '#shared/derive/matching.ts';
import type { JobState } from '#shared/model/job.ts';
import type { Row } from '#shared/derive/row.ts';
import type { Stored } from '#shared/model/record.ts';
import type { Deletion, Refusal } from '#shared/permit/redaction/deletion.ts';
import type { RedactionSet } from '#shared/permit/redaction/redaction-set.ts';
import type { RequestStatus } from '#shared/permit/request-status.ts';
import { publicRecordsRequest } from '#shared/records/public-records-request.ts';
import { ask } from './client.ts';
import { queryClient } from './queries.ts';
import type { Page } from './records.ts';

const at = (id: string, rest: string) => `/${publicRecordsRequest.path}/${id}/${rest}`;
const post = <T>(id: string, verb: string, body: object) => ask<T>(at(id, verb), { method: 'POST', body });

export interface Named {
  readonly recordType: string;
  readonly id: string;
}

export interface ChosenRow extends Named {
  readonly chosenBy: string;
  readonly chosenAt: string;
  readonly row?: Row;
}

const step = (item: Stored, verb: string, body: object) =>
  ask<Stored>(at(item.id, verb), { method: 'POST', version: item.version, body });

export const moveRequest = (item: Stored, to: RequestStatus, reason: string | undefined) =>
  step(item, 'status', { to, ...(reason === undefined ? {} : { reason }) });
export const extendRequest = (item: Stored, dueOn: string, reason: string) => step(item, 'extend', { dueOn, reason });

export const countsQuery = (id: string) =>
  queryOptions({
    queryKey: ['desk', id, 'counts'],
    queryFn: () => ask<{ counts: Readonly<Record<string, number>> }>(at(id, 'chosen/counts')),
  });

export const chosenQuery = (id: string, recordType: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['desk', id, 'chosen', recordType ?? ''],
    queryFn: ({ pageParam }) => ask<Page<ChosenRow>>(at(id, 'chosen'), { query: { recordType, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });

export const chooseRecords = (id: string, records: readonly Named[]) =>
  post<{ changed: number }>(id, 'choose', { records });
export const takeOut = (id: string, records: readonly Named[]) =>
  post<{ changed: number }>(id, 'take-out', { records });

export interface Turn {
  readonly looked: number;
  readonly matched: number;
  readonly changed: number;
  readonly after?: string;
}

export interface Query extends Matching {
  readonly recordType: string;
  readonly take: 'in' | 'out';
}

/** All turns of one query. What was done stays done when one fails: the same query again does the rest. */
export const chooseMatching = async (id: string, query: Query, tell: (soFar: Turn) => void): Promise<Turn> => {
  let all: Turn = { looked: 0, matched: 0, changed: 0 };
  let after: string | undefined;
  do {
    const turn = await post<Turn>(id, 'choose-matching', after === undefined ? query : { ...query, after });
    ({ after } = turn);
    all = {
      looked: all.looked + turn.looked,
      matched: all.matched + turn.matched,
      changed: all.changed + turn.changed,
    };
    tell(all);
  } while (after !== undefined);
  return all;
};

/** What is chosen changed. */
export const noteChosen = (id: string) => queryClient.invalidateQueries({ queryKey: ['desk', id] });

export interface Redactions extends RedactionSet {
  readonly version: number;
}

export const redactionsQuery = (id: string) =>
  queryOptions({ queryKey: ['desk', id, 'redactions'], queryFn: () => ask<Redactions>(at(id, 'redactions')) });

/** The whole set, over the version that was on the screen. */
export const setRedactions = (id: string, { version, ...set }: Redactions) =>
  ask<Redactions>(at(id, 'redactions'), { method: 'POST', version, body: set });

export interface PreviewedFile {
  readonly id: string;
  readonly fileName: string;
  readonly copyName: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly state: string;
  readonly withheld?: { readonly code: string; readonly citation: string; readonly reason: string };
}

export interface Preview {
  readonly record: Stored;
  readonly copy?: Stored;
  readonly deletions: readonly Deletion[];
  readonly refusals: readonly Refusal[];
  readonly files: readonly PreviewedFile[];
  readonly moreFiles: boolean;
}

export const previewQuery = (id: string, { recordType, id: recordId }: Named) =>
  queryOptions({
    queryKey: ['desk', id, 'preview', recordType, recordId],
    queryFn: () => ask<Preview>(at(id, 'preview'), { query: { recordType, recordId } }),
  });

export interface CopyFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}
export interface Copy {
  readonly id: string;
  readonly state: JobState;
  readonly progress: { readonly done: number };
  readonly message?: string;
  readonly files: readonly CopyFile[];
}
export interface Release {
  readonly number: number;
  readonly files: readonly CopyFile[];
  readonly preparedBy: string;
  readonly approvedBy?: string;
  readonly releasedBy: string;
  readonly releasedAt: string;
}
export interface Review {
  readonly secondReview: boolean;
  readonly copy?: Copy;
  readonly releases: readonly Release[];
}

const POLL_MS = 1000;
const isMade = ({ copy }: Review): boolean => copy === undefined || copy.state === 'done' || copy.state === 'failed';

/** By the version of the request: another copy is another review. */
export const copyQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ['desk-review', id, version],
    queryFn: () => ask<Review>(at(id, 'copy')),
    refetchInterval: ({ state }) => (state.data === undefined || isMade(state.data) ? false : POLL_MS),
  });
export const noteReview = (id: string) => queryClient.invalidateQueries({ queryKey: ['desk-review', id] });

export const prepareCopy = (item: Stored, copyId: string) => step(item, 'copy', { copy: copyId });
export const approveCopy = (item: Stored) => step(item, 'approve', {});
export const releaseCopy = (item: Stored) => step(item, 'release', {});
export const releaseLink = (id: string, release: number, file: string) =>
  ask<{ url: string }>(at(id, 'releases/download'), { query: { release, file } });
