import { infiniteQueryOptions, MutationCache, QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { recordNamed } from '#shared/records/index.ts';
import type { AnyRecordType, Stored, Values } from '#shared/model/record.ts';
import { showSaved, usePeek } from './mirrors.ts';
import { isCode, RequestProblem } from './problem.ts';
import { getRecord, historyOf, listRecords, viewLink } from './records.ts';
import { fetchPeople, fetchProfile, fetchSession, fetchSessions, type Person } from './session.ts';

/** Only what may pass by itself is tried again by itself; everything else is told at once. */
const worthRetrying = (failures: number, error: unknown) =>
  failures < 2 && error instanceof RequestProblem && (error.code === 'internal' || error.code === 'unexpected');

export const queryClient = new QueryClient({
  mutationCache: new MutationCache({
    // An administrator has begun to close the account while this page was open: the banner says so from now on.
    onError: (error) => {
      if (isCode(error, 'closing')) void queryClient.invalidateQueries(sessionQuery);
    },
  }),
  defaultOptions: {
    // `always`: without signal a request fails with a sentence, instead of waiting in silence.
    queries: { networkMode: 'always', staleTime: 15_000, retry: worthRetrying },
    mutations: { networkMode: 'always' },
  },
});

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: fetchSession,
  staleTime: Infinity,
  gcTime: Infinity,
  retry: false,
});

/** What I may change of myself, with its version. */
export const profileQuery = queryOptions({ queryKey: ['profile'], queryFn: fetchProfile, staleTime: 0 });

export const peopleQuery = queryOptions({ queryKey: ['people'], queryFn: fetchPeople, staleTime: 300_000 });

export const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: fetchSessions, staleTime: 0 });

export const recordQuery = (record: AnyRecordType, id: string) =>
  queryOptions({ queryKey: ['record', record.name, id], queryFn: () => getRecord(record, id) });

export const historyQuery = (record: AnyRecordType, id: string) =>
  infiniteQueryOptions({
    queryKey: ['history', record.name, id],
    queryFn: ({ pageParam }) => historyOf(record, id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });

export const listQuery = (record: AnyRecordType, by: string, value: string) =>
  infiniteQueryOptions({
    queryKey: ['list', record.name, by, value],
    queryFn: ({ pageParam }) => listRecords(record, { by, value, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });

export const newestQuery = (record: AnyRecordType, limit: number) =>
  queryOptions({ queryKey: ['newest', record.name, limit], queryFn: () => listRecords(record, { limit }) });

/** A link lives for minutes: it is asked for again well before it ends. */
export const viewQuery = (id: string) =>
  queryOptions({ queryKey: ['view', id], queryFn: () => viewLink(id), staleTime: 120_000, gcTime: 120_000 });

/** After a save: the record as answered, and whatever lists or histories may show it. */
export const noteSaved = async (record: AnyRecordType, item: Stored) => {
  queryClient.setQueryData(recordQuery(record, item.id).queryKey, item);
  showSaved(record, item);
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['history', record.name, item.id] }),
    queryClient.invalidateQueries({ queryKey: ['list'] }),
    queryClient.invalidateQueries({ queryKey: ['newest'] }),
  ]);
};

const nobody: readonly Person[] = [];
export const usePeople = (): readonly Person[] => useQuery(peopleQuery).data?.items ?? nobody;

/** What is known of a linked record: from the mirror when it is there, else asked for by itself. */
export const useLinked = (name: string | undefined, id: string | undefined): Values | undefined => {
  const record = name === undefined ? undefined : recordNamed(name);
  const row = usePeek(name).byId.get(id ?? '');
  const query = useQuery({
    queryKey: ['record', name ?? '', id ?? ''],
    queryFn: () =>
      record === undefined || id === undefined ? Promise.reject(new Error('no link')) : getRecord(record, id),
    enabled: record !== undefined && id !== undefined && row === undefined,
  });
  return (row ?? query.data)?.values;
};
