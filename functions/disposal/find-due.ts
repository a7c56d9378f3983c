import { fromItem, type TenantStore } from '#functions/lib/store/index.ts';
import { fieldsOf, type AnyRecordType, type Values } from '#shared/model/record.ts';
import type { DisposalRow } from '#shared/model/disposal.ts';
import { disposalOrder } from '#shared/permit/retention-classes.ts';
import { isClosed, type RequestStatus } from '#shared/permit/request-status.ts';
import { classFor, disposalDue, holdOn, type Agency } from '#shared/permit/retention.ts';
import { records } from '#shared/records/index.ts';

const PAGE = 500;

export interface Wanted extends Agency {
  /** Civil date in the agency's time zone: what is due by its end. */
  readonly today: string;
  /** Ids that a person wants kept for now. */
  readonly kept: ReadonlySet<string>;
}

interface Found extends DisposalRow {
  readonly place: number;
}

const keyOf = (type: string, id: string) => `${type}:${id}`;

/** The records that this one belongs to or names. A file's owner is another matter: it is disposed of with it. */
const linksOf = (record: AnyRecordType, values: Values): string[] =>
  Object.entries(fieldsOf(record)).flatMap(([name, { kind, to }]) => {
    const id = values[name];
    return kind === 'link' && to !== undefined && to !== '*' && typeof id === 'string' ? [keyOf(to, id)] : [];
  });

const isOpenRequest = ({ name }: AnyRecordType, { status }: Values): boolean =>
  name === records.publicRecordsRequest.name && !isClosed(status as RequestStatus);

/** All that a record leads to, over as many links as it takes. */
const reachedFrom = (key: string, links: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> => {
  const reached = new Set<string>();
  const open = [...(links.get(key) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(links.get(next) ?? []));
  }
  return reached;
};

/** Goes once over every record of the agency; holds their links, and of their content nothing. */
export class DueSearch {
  private readonly links = new Map<string, readonly string[]>();
  private readonly due = new Map<string, Found>();
  private readonly files: Found[] = [];
  private readonly openRequests: string[] = [];
  private readonly chosen = new Set<string>();
  private readonly store: TenantStore;
  private readonly wanted: Wanted;

  constructor(store: TenantStore, wanted: Wanted) {
    this.store = store;
    this.wanted = wanted;
  }

  /** What is due, in the order in which it may be disposed of. */
  async run(): Promise<DisposalRow[]> {
    for (const [place, type] of disposalOrder.entries())
      if (type !== 'attachment') await this.walk(records[type], place);
    for (const key of this.due.keys()) if (this.isHeld(key)) this.due.delete(key);
    for (const id of this.openRequests) await this.keepChosen(id);
    await this.walkFiles();
    this.keepWhatOthersNeed();
    const files = this.files.flatMap((file) => {
      const owner = this.due.get(file.with ?? '');
      return owner ? [{ ...file, class: owner.class, years: owner.years, from: owner.from, on: owner.on }] : [];
    });
    return [...files, ...this.due.values()]
      .toSorted((a, b) => a.place - b.place || (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
      .map(({ place: _place, ...row }) => row);
  }

  private async *items(record: AnyRecordType) {
    let after: string | undefined;
    do {
      const { items, more } = await this.store.itemsAfter(record, PAGE, after);
      for (const item of items.map((one) => fromItem(record, one))) if (!item.disposed) yield item;
      after = more ? String(items.at(-1)?.['id']) : undefined;
    } while (after !== undefined);
  }

  private async walk(record: (typeof records)[keyof typeof records], place: number): Promise<void> {
    const { policy, today, kept } = this.wanted;
    for await (const item of this.items(record)) {
      const key = keyOf(record.name, item.id);
      this.links.set(key, linksOf(record, item.values));
      if (isOpenRequest(record, item.values)) this.openRequests.push(item.id);
      const its = kept.has(item.id) ? undefined : disposalDue(record.name as keyof typeof records, item, this.wanted);
      if (its === undefined || its.on > today) continue;
      const { years } = classFor(policy, its.class);
      const { id, version } = item;
      this.due.set(key, { place, type: record.name, id, version, class: its.class, years, from: its.from, on: its.on });
    }
  }

  /** Records that somebody has asked for are not disposed of before the answer. */
  private async keepChosen(requestId: string): Promise<void> {
    let cursor: string | undefined;
    do {
      const page = await this.store.desk.chosen(requestId, PAGE, undefined, cursor);
      for (const { recordType, id } of page.items) {
        this.due.delete(keyOf(recordType, id));
        this.chosen.add(id);
      }
      cursor = page.next;
    } while (cursor !== undefined);
  }

  /** A file goes with what it belongs to, and a hold on the file keeps both. */
  private async walkFiles(): Promise<void> {
    const { policy, kept } = this.wanted;
    for await (const { id, version, values } of this.items(records.attachment)) {
      const owner = keyOf(String(values['onType']), String(values['onId']));
      if (kept.has(id) || this.chosen.has(id) || holdOn(policy, { type: 'attachment', id })) this.due.delete(owner);
      else
        this.files.push({
          place: 0,
          type: 'attachment',
          id,
          version,
          class: '',
          years: 0,
          from: '',
          on: '',
          with: owner,
        });
    }
  }

  private isHeld(key: string): boolean {
    const found = this.due.get(key);
    return (
      found !== undefined &&
      holdOn(this.wanted.policy, { ...found, belongsTo: reachedFrom(key, this.links) }) !== undefined
    );
  }

  /** Whatever a record that stays refers to stays as well. */
  private keepWhatOthersNeed(): void {
    const open = [...this.links.keys()].filter((key) => !this.due.has(key));
    for (let key = open.pop(); key !== undefined; key = open.pop())
      for (const needed of this.links.get(key) ?? []) if (this.due.delete(needed)) open.push(needed);
  }
}

/** Whether a row of an approved list may still go. */
export const rowKey = ({ type, id }: Pick<DisposalRow, 'type' | 'id'>): string => keyOf(type, id);
