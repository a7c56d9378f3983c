import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Matching } from '#shared/derive/matching.ts';
import type {
  ChosenRow,
  CopyLimits,
  DrawnPage,
  MatchedTurn,
  Named,
  Preview,
  Redactions,
  Review,
} from '#shared/permit/desk.ts';
import type { Stored } from '#shared/model/record.ts';
import type { RequestStatus } from '#shared/permit/request-status.ts';
import { publicRecordsRequest } from '#shared/records/public-records-request.ts';
import { ask } from './client.ts';
import { queryClient } from './queries.ts';
import type { Page } from './records.ts';

export type {
  ChosenRow,
  Copy,
  MatchedTurn as Turn,
  Preview,
  Redactions,
  Release,
  Review,
} from '#shared/permit/desk.ts';

const at = (id: string, rest: string) => `/${publicRecordsRequest.path}/${id}/${rest}`;
const post = <T>(id: string, verb: string, body: object) => ask<T>(at(id, verb), { method: 'POST', body });

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

export interface Query extends Matching {
  readonly recordType: string;
  readonly take: 'in' | 'out';
}

/** All turns of one query. What was done stays done when one fails: the same query again does the rest. */
export const chooseMatching = async (
  id: string,
  query: Query,
  tell: (soFar: MatchedTurn) => void,
): Promise<MatchedTurn> => {
  let all: MatchedTurn = { looked: 0, matched: 0, changed: 0 };
  let after: string | undefined;
  do {
    const turn = await post<MatchedTurn>(id, 'choose-matching', after === undefined ? query : { ...query, after });
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

export const redactionsQuery = (id: string) =>
  queryOptions({ queryKey: ['desk', id, 'redactions'], queryFn: () => ask<Redactions>(at(id, 'redactions')) });

/** The whole set, over the version that was on the screen. */
export const setRedactions = (id: string, { version, ...set }: Redactions) =>
  ask<Redactions>(at(id, 'redactions'), { method: 'POST', version, body: set });

export const previewQuery = (id: string, { recordType, id: recordId }: Named) =>
  queryOptions({
    queryKey: ['desk', id, 'preview', recordType, recordId],
    queryFn: () => ask<Preview>(at(id, 'preview'), { query: { recordType, recordId } }),
  });

/** A file never changes: a page is drawn, and noted as seen, once. */
export const pageQuery = (file: string, number: number) =>
  queryOptions({
    queryKey: ['page', file, number],
    queryFn: () => ask<DrawnPage>(`/attachments/${file}/page`, { query: { number: String(number) } }),
    staleTime: Infinity,
  });

/** Why a copy goes without a picture, if it does. A file never changes: it is asked once. */
export const copyLimitsQuery = (file: string) =>
  queryOptions({
    queryKey: ['copy-limits', file],
    queryFn: () => ask<CopyLimits>(`/attachments/${file}/copy-limits`),
    staleTime: Infinity,
  });

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
