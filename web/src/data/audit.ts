import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ExportedEntry } from '#shared/derive/audit-export.ts';
import { ask } from './client.ts';

export interface AuditFilter {
  readonly from?: string;
  readonly before?: string;
  readonly type?: string;
  readonly id?: string;
  readonly verb?: string;
  readonly memberId?: string;
}

/** An entry of the list: which fields changed, without their values. */
export interface ListedEntry extends Omit<ExportedEntry, 'name' | 'requestId' | 'changes'> {
  readonly fields: readonly string[];
}

interface AuditPage {
  readonly items: readonly ListedEntry[];
  readonly next?: string;
  /** How far back this page looked, when there is more. */
  readonly searchedTo?: string;
}

/** A look-up by person is an access event each time: it is asked for once, and never again by itself. */
export const onlyWhenAsked = {
  staleTime: Infinity,
  gcTime: 0,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) => ask<AuditPage>('/audit', { query: { ...filter, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    ...onlyWhenAsked,
  });

export type ChainState = 'whole' | 'unchained' | 'altered' | 'unlinked';

export interface WholeEntry extends Omit<ExportedEntry, 'name'> {
  readonly chain: ChainState;
}

export const entryQuery = ({ type, id, version, late }: ListedEntry) =>
  queryOptions({
    queryKey: ['audit-entry', type, id, version, late],
    queryFn: () => ask<WholeEntry>('/audit/entry', { query: { type, id, version, ...(late && { late: '1' }) } }),
  });

export type Format = 'csv' | 'json';

/** A page of what is taken along, in one format or the other. */
interface Taken {
  readonly csv?: string;
  readonly items?: readonly unknown[];
  readonly next?: string;
}

const textOf = ({ csv, items = [] }: Taken): string => csv ?? items.map((item) => JSON.stringify(item)).join(',\n');

/** Everything that a filter finds, page after page, as the parts of one file. */
export const takeAlong = async (
  path: '/audit' | '/access-events',
  format: Format,
  filter: object,
): Promise<readonly string[]> => {
  const texts: string[] = [];
  let cursor: string | undefined;
  do {
    const body = { ...filter, ...(cursor === undefined ? {} : { cursor }) };
    const page: Taken = await ask<Taken>(`${path}/${format}`, { method: 'POST', body });
    texts.push(textOf(page));
    cursor = page.next;
  } while (cursor !== undefined);
  return format === 'csv' ? texts : ['[\n', texts.filter((text) => text !== '').join(',\n'), '\n]\n'];
};
