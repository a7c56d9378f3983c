import { newValuesSchema, patched, patchSchema, valuesSchema } from '#shared/derive/schema.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType, Stored, Values } from '#shared/model/record.ts';
import { parse } from '#functions/lib/http/parse.ts';
import { fromItem, type Item, type NewRecord } from '#functions/lib/store/index.ts';
import { asAmendment } from './amend.ts';
import { missing, permit, permitOn, type Deed } from './deed.ts';
import { requireReferences } from './references.ts';
import { refuseRestricted } from './restricted.ts';

/** What the system itself puts into a new record of some types. */
const initial: Readonly<Record<string, Values>> = { task: { status: 'open' }, attachment: { state: 'waiting' } };

/** Values as sent, parsed and checked against the agency's other records, ready to be stored. */
export const newRecord = async (deed: Deed, record: AnyRecordType, id: string, values: unknown): Promise<NewRecord> => {
  const parsed: Values = parse(newValuesSchema(record), values, record.label.one.toLowerCase(), 'values');
  refuseRestricted(deed, record, parsed, { amends: await asAmendment(deed, record, parsed) });
  await requireReferences(deed.store, record, parsed);
  return { record, id, values: { ...parsed, ...initial[record.name] } };
};

export const createRecord = async (deed: Deed, record: AnyRecordType, id: string, values: unknown) => {
  permit(deed, record, 'create');
  return deed.store.create([await newRecord(deed, record, id, values)], deed.by);
};

export const readItem = async (deed: Deed, record: AnyRecordType, id: string): Promise<Item> => {
  permit(deed, record, 'read');
  const item = await deed.store.get(record, id);
  if (item === undefined) throw missing(record);
  return item;
};

export const readRecord = async (deed: Deed, record: AnyRecordType, id: string): Promise<Stored> =>
  fromItem(record, await readItem(deed, record, id));

/** The item at the version that the caller has read; anything newer is `stale`. */
export const itemAt = async (deed: Deed, record: AnyRecordType, id: string, version: number): Promise<Item> => {
  const item = await readItem(deed, record, id);
  if (item['version'] !== version)
    throw new Problem(
      'stale',
      `You have version ${version}; by now it is version ${String(item['version'])}. Open it again and make your change once more.`,
    );
  return item;
};

export const changeRecord = async (
  deed: Deed,
  record: AnyRecordType,
  id: string,
  version: number,
  sent: unknown,
  /** What follows from the change, in the same version. */
  also: (values: Values, was: Values) => Values | Promise<Values> = (values) => values,
): Promise<Stored> => {
  permit(deed, record, 'update');
  const patch: Values = parse(patchSchema(record), sent, 'the change', 'values');
  const item = await itemAt(deed, record, id, version);
  const was = fromItem(record, item);
  permitOn(deed, record, was);
  if (was.archivedAt !== undefined) throw new Problem('conflict', 'This is archived. Restore it before you change it.');
  const values: Values = parse(
    valuesSchema(record),
    await also(patched(was.values, patch), was.values),
    record.label.one.toLowerCase(),
    'values',
  );
  const amends = await asAmendment(deed, record, was.values, values);
  refuseRestricted(deed, record, values, { before: was.values, amends });
  await requireReferences(deed.store, record, values, was.values);
  return deed.store.put(record, item, { values }, amends ? 'amend' : 'change', deed.by);
};

export const archiveRecord = async (
  deed: Deed,
  record: AnyRecordType,
  id: string,
  version: number,
): Promise<Stored> => {
  permit(deed, record, 'archive');
  const item = await itemAt(deed, record, id, version);
  const { values, archivedAt } = fromItem(record, item);
  if (archivedAt !== undefined) throw new Problem('conflict', 'This is archived already.');
  return deed.store.put(record, item, { values, archivedAt: deed.by.at }, 'archive', deed.by);
};

export const restoreRecord = async (
  deed: Deed,
  record: AnyRecordType,
  id: string,
  version: number,
): Promise<Stored> => {
  permit(deed, record, 'archive');
  const item = await itemAt(deed, record, id, version);
  const { values, archivedAt } = fromItem(record, item);
  if (archivedAt === undefined) throw new Problem('conflict', 'This is not archived.');
  await asAmendment(deed, record, values);
  return deed.store.put(record, item, { values }, 'restore', deed.by);
};
