import { fromItem, type Item } from '#functions/lib/store/index.ts';
import { missing, permit, type Deed } from '#functions/lib/usecases/deed.ts';
import { readItem } from '#functions/lib/usecases/records.ts';
import { allowed } from '#shared/derive/access.ts';
import { datesOf, hops, linksOf, matches, type Matching } from '#shared/derive/matching.ts';
import { rowOf, type Row } from '#shared/derive/row.ts';
import type { Chosen, ChosenRow, MatchedTurn, Named } from '#shared/permit/desk.ts';
import { Problem } from '#shared/model/problem.ts';
import { fieldsOf, type AnyRecordType, type Stored } from '#shared/model/record.ts';
import { isClosed, requestStatuses } from '#shared/permit/request-status.ts';
import { recordNamed, records } from '#shared/records/index.ts';
import { request, type Request } from './keeping.ts';

/** Records looked at in one request of a person, who waits for it. */
const PAGE = 500;

/** Files come along with the records that they are on; a profile says what was removed. */
const left: readonly AnyRecordType[] = [records.attachment, records.redactionProfile];

export const choosable = (name: string, deed: Deed): AnyRecordType => {
  const record = recordNamed(name);
  if (record === undefined || left.includes(record) || !allowed(record, deed.principal.role, 'read'))
    throw new Problem('invalid', 'Choose records of another type.', [
      { path: 'recordType', message: `Records of type ${name} cannot be chosen.` },
    ]);
  return record;
};

/** What is chosen may change until the request was answered. */
export const openRequestOf = async (deed: Deed, id: string): Promise<Request> => {
  permit(deed, request, 'update');
  const { values, archivedAt } = fromItem(request, await readItem(deed, request, id));
  const { status } = values as Request;
  if (archivedAt !== undefined || isClosed(status))
    throw new Problem(
      'conflict',
      archivedAt !== undefined
        ? 'This request is archived. Restore it first.'
        : `This request is "${requestStatuses[status]}". Take it up again first.`,
    );
  return values as Request;
};

const chosenBy = ({ by, principal }: Deed, recordType: string, id: string): Chosen => ({
  recordType,
  id,
  chosenBy: principal.memberId,
  chosenAt: by.at,
});

/** A record that is named twice is one record. */
const once = (named: readonly Named[]): Named[] => [
  ...new Map(named.map((one) => [`${one.recordType}:${one.id}`, one])).values(),
];

export const chooseRecords = async (deed: Deed, requestId: string, all: readonly Named[]): Promise<number> => {
  await openRequestOf(deed, requestId);
  const named = once(all);
  for (const { recordType } of named) choosable(recordType, deed);
  const there = await deed.store.present(named.map(({ recordType, id }) => ({ type: recordType, id })));
  const gone = all.findIndex(({ recordType, id }) => !there.has(`${recordType}:${id}`));
  if (gone >= 0)
    throw new Problem('invalid', 'A record that was named is not there.', [
      { path: `records.${gone}`, message: missing(choosable(all[gone]?.recordType ?? '', deed)).message },
    ]);
  return deed.store.desk.choose(
    requestId,
    named.map(({ recordType, id }) => chosenBy(deed, recordType, id)),
  );
};

export const takeOutRecords = async (deed: Deed, requestId: string, named: readonly Named[]): Promise<number> => {
  await openRequestOf(deed, requestId);
  return deed.store.desk.takeOut(
    requestId,
    once(named).map(({ recordType, id }) => chosenBy(deed, recordType, id)),
  );
};

const checked = (record: AnyRecordType, { date, is }: Matching): void => {
  if (date !== undefined && !datesOf(record).some(([name]) => name === date))
    throw new Problem('invalid', 'There is no such date.', [{ path: 'date', message: 'Choose a date of this type.' }]);
  const kind = is && fieldsOf(record)[is.field]?.kind;
  if (is && kind !== 'choice' && kind !== 'yesNo')
    throw new Problem('invalid', 'There is no such choice.', [{ path: 'is', message: 'Choose a field with options.' }]);
};

/** For each record of a page, the ids that the records it points to point to. */
const neighbours = async ({ store }: Deed, record: AnyRecordType, page: readonly Stored[]) => {
  const near = new Map<string, string[]>(page.map(({ id }) => [id, []]));
  for (const field of hops) {
    const to = fieldsOf(record)[field]?.kind === 'link' ? recordNamed(fieldsOf(record)[field]?.to ?? '') : undefined;
    if (to === undefined) continue;
    const ids = [...new Set(page.flatMap(({ values }) => (typeof values[field] === 'string' ? [values[field]] : [])))];
    const found = new Map<string, Item>();
    for (let at = 0; at < ids.length; at += 100)
      for (const [id, item] of await store.itemsOf(to, ids.slice(at, at + 100))) found.set(id, item);
    for (const { id, values } of page) {
      const item = found.get(String(values[field]));
      if (item !== undefined) near.get(id)?.push(...linksOf(to, fromItem(to, item)));
    }
  }
  return near;
};

export interface MatchingTurn extends Matching {
  readonly recordType: string;
  readonly take: 'in' | 'out';
  /** The id that the turn before came to. */
  readonly after?: string | undefined;
}

/**
 * Chooses what matches in the next 500 records of a type, or takes it out. The answer says where to go on, so that any
 * number of records is chosen in turns, and a turn that got lost is taken again without harm.
 */
export const chooseMatching = async (deed: Deed, requestId: string, turn: MatchingTurn): Promise<MatchedTurn> => {
  await openRequestOf(deed, requestId);
  const record = choosable(turn.recordType, deed);
  checked(record, turn);
  const tenant = await deed.store.tenant();
  if (tenant === undefined) throw new Problem('not-found', 'Your agency is not set up.');
  const { items, more } = await deed.store.itemsAfter(record, PAGE, turn.after);
  const page = items.map((item) => fromItem(record, item));
  const near = turn.about === undefined ? undefined : await neighbours(deed, record, page);
  const wanted = matches(record, turn, tenant.timeZone);
  const found = page.filter((stored) => wanted(stored, near?.get(stored.id)));
  const all = found.map(({ id }) => chosenBy(deed, record.name, id));
  const changed = await deed.store.desk[turn.take === 'in' ? 'choose' : 'takeOut'](requestId, all);
  const last = page.at(-1)?.id;
  return {
    looked: page.length,
    matched: found.length,
    changed,
    ...(more && last !== undefined ? { after: last } : {}),
  };
};

/** A page of what is chosen, with what a list shows of each record as it is now. */
export const chosenPage = async (
  deed: Deed,
  requestId: string,
  limit: number,
  recordType?: string,
  cursor?: string,
) => {
  permit(deed, request, 'update');
  await readItem(deed, request, requestId);
  const { items, next } = await deed.store.desk.chosen(requestId, limit, recordType, cursor);
  const rows = new Map<string, Row>();
  for (const name of new Set(items.map((one) => one.recordType))) {
    const record = choosable(name, deed);
    const ids = items.filter((one) => one.recordType === name).map(({ id }) => id);
    for (const [id, item] of await deed.store.itemsOf(record, ids))
      rows.set(`${name}:${id}`, rowOf(record, fromItem(record, item)));
  }
  const shown = items.map((one): ChosenRow => {
    const row = rows.get(`${one.recordType}:${one.id}`);
    return row === undefined ? one : { ...one, row };
  });
  return { items: shown, ...(next === undefined ? {} : { next }) };
};

/** How many records of each type are chosen. */
export const chosenCounts = async (deed: Deed, requestId: string) => {
  permit(deed, request, 'update');
  await readItem(deed, request, requestId);
  const counts: Record<string, number> = {};
  let cursor: string | undefined;
  do {
    const page: { items: readonly Chosen[]; next?: string } = await deed.store.desk.chosen(
      requestId,
      1000,
      undefined,
      cursor,
    );
    for (const { recordType } of page.items) counts[recordType] = (counts[recordType] ?? 0) + 1;
    cursor = page.next;
  } while (cursor !== undefined);
  return counts;
};
