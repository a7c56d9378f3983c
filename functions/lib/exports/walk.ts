import { openChanges } from '#functions/lib/chain/seal.ts';
import { entryFromItem, fromItem, type Item, type TenantStore } from '#functions/lib/store/index.ts';
import type { HistoryEntry } from '#shared/derive/export-history.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { inOrder } from './ordered.ts';
import type { Selection } from './selection.ts';

/** Asked for at one time: as many as the megabyte of an answer holds. */
const PAGE = 1000;
/** Worked on at one time: so few that they are gone again before V8 has to move them. */
const HANDFUL = 100;
const CHOSEN_PAGE = 100;

/** Some records in the order of their ids, and the last id that they cover. */
export interface RecordPage {
  readonly items: readonly Stored[];
  /** The same as they are kept, one for one, where they were asked for whole. */
  readonly kept?: readonly Item[];
  readonly last: string;
}

const pageOf = (record: AnyRecordType, kept: readonly Item[], last: string): RecordPage => ({
  items: kept.map((item) => inOrder(record, fromItem(record, item))),
  kept,
  last,
});

const byId = (a: Item, b: Item) => (String(a['id']) < String(b['id']) ? -1 : 1);

function* handfuls(records: Iterable<Stored>): Generator<RecordPage> {
  let items: Stored[] = [];
  for (const one of records) {
    items.push(one);
    if (items.length < HANDFUL) continue;
    yield { items, last: one.id };
    items = [];
  }
  const last = items.at(-1)?.id;
  if (last !== undefined) yield { items, last };
}

/** Pages in the order of ids, archived records included; what comes next is fetched while the caller works on this. */
export async function* allPages(store: TenantStore, record: AnyRecordType, after?: string): AsyncGenerator<RecordPage> {
  const read = (from?: string) => store.recordsAfter(record, PAGE, from);
  let page = await read(after);
  for (;;) {
    const next = page.last === undefined ? undefined : read(page.last);
    next?.catch(() => undefined);
    yield* handfuls(page.records);
    if (next === undefined) return;
    page = await next;
  }
}

/** The same with everything that is kept of them. */
export async function* wholePages(
  store: TenantStore,
  record: AnyRecordType,
  after?: string,
): AsyncGenerator<RecordPage> {
  const read = (from?: string) => store.itemsAfter(record, PAGE, from);
  let page = await read(after);
  for (;;) {
    const last = page.items.at(-1)?.['id'];
    const next = page.more && typeof last === 'string' ? read(last) : undefined;
    next?.catch(() => undefined);
    if (typeof last === 'string') yield pageOf(record, page.items, last);
    if (next === undefined) return;
    page = await next;
  }
}

/** The chosen records, as far as they are there, in the same order as all would come. */
export async function* chosenPages(
  store: TenantStore,
  record: AnyRecordType,
  only: Selection,
  after = '',
): AsyncGenerator<RecordPage> {
  let last = after;
  for (;;) {
    const some = only.after(record.name, last, CHOSEN_PAGE);
    const end = some.at(-1);
    if (end === undefined) return;
    const found = await store.itemsOf(record, some);
    yield pageOf(record, [...found.values()].sort(byId), end);
    last = end;
  }
}

/** With `only`, the chosen records of this type, and none of a type that was not chosen from. */
export const pagesOf = (
  store: TenantStore,
  record: AnyRecordType,
  only: Selection | undefined,
  after?: string,
): AsyncGenerator<RecordPage> =>
  only === undefined ? allPages(store, record, after) : chosenPages(store, record, only, after);

/** Every entry of a record as it is kept, in the order of their keys. */
export const keptEntries = async (store: TenantStore, record: AnyRecordType, id: string): Promise<Item[]> => {
  const entries: Item[] = [];
  let after: string | undefined;
  do {
    const page: { items: Item[]; next?: string } = await store.entries(record, id, after);
    entries.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return entries;
};

/** Every version of a record, oldest first; what came late for a gap stands beside the gap. */
export const wholeHistory = async (store: TenantStore, record: AnyRecordType, id: string): Promise<HistoryEntry[]> =>
  (await keptEntries(store, record, id))
    .map(entryFromItem)
    .map((sealed) => ({ ...sealed, changes: openChanges(sealed) }))
    .sort((a, b) => a.version - b.version);
