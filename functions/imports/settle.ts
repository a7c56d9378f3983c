import {
  fromItem,
  type Before,
  type Item,
  type NewRecord,
  type Provenance,
  type TenantStore,
} from '#functions/lib/store/index.ts';
import { canonical } from '#shared/derive/canonical.ts';
import { finalWord, isFinal } from '#shared/derive/final.ts';
import { newValuesSchema } from '#shared/derive/schema.ts';
import { restrictedFields } from '#shared/derive/restricted.ts';
import type { ReadRow } from '#shared/import/row.ts';
import type { Counts, Mapping, RowError } from '#shared/model/job.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType, Values } from '#shared/model/record.ts';
import type { IdsOf } from './known-ids.ts';
import { rowId, type IdSeed } from './row-id.ts';

/** A row on its way to the table. `occurrence` counts rows with the same external ID: 0 for the first. */
export interface Planned extends ReadRow {
  readonly occurrence: number;
}

/** `restricted`: left out for a number that should not be kept, which a reason would let in. */
export type Outcome =
  Exclude<keyof Counts, 'rejected'> | { readonly errors: readonly RowError[]; readonly restricted?: true };

export interface Settling {
  readonly store: TenantStore;
  readonly record: AnyRecordType;
  readonly job: IdSeed;
  readonly whenIdExists: Mapping['whenIdExists'];
  /** Says what would happen and writes nothing. */
  readonly dry: boolean;
  /** The records that carry an external ID and were there before the import, oldest first. */
  readonly idsOf: IdsOf;
  readonly by: Provenance;
  /** Why rows with a number that should not be kept are taken all the same. It stands with those rows alone. */
  readonly reason?: string | undefined;
}

/** A record that somebody changes at the very same moment is tried again with what is then there. */
const TRIES = 3;

const rejected = ({ row, line }: ReadRow, message: string, path?: string): Outcome => ({
  errors: [{ row, ...(line === undefined ? {} : { line }), ...(path === undefined ? {} : { path }), message }],
});

/** Which record each row is about: of those with its external ID, the next in turn. */
const met = async ({ store, record, idsOf }: Settling, rows: readonly Planned[]): Promise<(Item | undefined)[]> => {
  const ids = await Promise.all(
    rows.map(async ({ externalId, occurrence }) =>
      externalId === undefined ? undefined : (await idsOf(externalId))[occurrence],
    ),
  );
  const items = await store.itemsOf(record, [...new Set(ids.filter((id) => id !== undefined))]);
  return ids.map((id) => (id === undefined ? undefined : items.get(id)));
};

/** The answer never repeats the number. */
const restrictedIn = (settling: Settling, row: ReadRow, values: Values, before?: Values): Outcome | undefined => {
  const found = restrictedFields(settling.record, values, before);
  if (found.length === 0) return undefined;
  const { row: n, line } = row;
  const errors = found.map(({ path, message }) => ({
    row: n,
    ...(line === undefined ? {} : { line }),
    path,
    message: `${message} Take it out of the file, or say why it must stay.`,
  }));
  return { errors, restricted: true };
};

/** What an undo puts back. */
const beforeOf = ({ row, said }: ReadRow, item: Item, values: Values, next: Values): Before => ({
  row,
  id: String(item['id']),
  version: Number(item['version']),
  values: Object.fromEntries(
    Object.keys(said)
      .filter((name) => canonical(values[name]) !== canonical(next[name]))
      .map((name) => [name, values[name] ?? null]),
  ),
});

/** Lays what the file says over the record. A record that stays as it is gets no new version. */
const update = async (settling: Settling, row: Planned, found: Item): Promise<Outcome> => {
  const { store, record, job, dry } = settling;
  let item: Item | undefined = found;
  for (let n = 0; n < TRIES && item !== undefined; n += 1) {
    const { values, archivedAt } = fromItem(record, item);
    if (archivedAt !== undefined) return rejected(row, 'The record with this ID is archived. Restore it first.');
    if (isFinal(record, values))
      return rejected(row, `The record with this ID is ${finalWord(record)}. Amend it by itself, with a reason.`);
    const next = { ...values, ...row.said };
    // Gone over again after a crash, the row finds its own change: that is what it did, not nothing.
    if (canonical(next) === canonical(values))
      return item['requestId'] === job.id && item['version'] !== 1 ? 'updated' : 'unchanged';
    const issue = newValuesSchema(record).safeParse(next).error?.issues[0];
    if (issue !== undefined)
      return rejected(row, `Together with what the record already says: ${issue.message}`, String(issue.path[0] ?? ''));
    const restricted = restrictedIn(settling, row, next, values);
    if (restricted !== undefined && settling.reason === undefined) return restricted;
    if (dry) return 'updated';
    const by = restricted === undefined ? settling.by : { ...settling.by, reason: settling.reason };
    try {
      await store.jobs.putBefore(job.id, beforeOf(row, item, values, next));
      await store.put(record, item, { values: next }, 'change', by);
      return 'updated';
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.code !== 'stale') return rejected(row, error.message);
      item = await store.get(record, String(found['id']));
    }
  }
  return rejected(row, 'Somebody kept changing this record during the import. Import the row again.');
};

const newOf = ({ record, job }: Settling, row: Planned): NewRecord => ({
  record,
  id: rowId(job, row.row),
  values: row.values,
});

/** One record by itself: it tells which of a batch was in the way. */
const createOne = async (settling: Settling, row: Planned, reason?: string): Promise<Outcome> => {
  const { store, record, by } = settling;
  const news = newOf(settling, row);
  try {
    await store.create([news], { ...by, reason });
    return 'created';
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const there = error.code === 'conflict' ? await store.get(record, news.id) : undefined;
    // An earlier run of this job made it with another mapping, or somebody has changed it since.
    return there === undefined ? rejected(row, error.message) : update(settling, row, there);
  }
};

/** New records go together: one round trip instead of one each, all of them or none. */
const createPlain = async (settling: Settling, rows: readonly Planned[]): Promise<Outcome[]> => {
  if (settling.dry) return rows.map(() => 'created');
  const [first, ...rest] = rows.map((row) => newOf(settling, row));
  if (first === undefined) return [];
  try {
    const { replayed } = await settling.store.create([first, ...rest], settling.by);
    if (!replayed) return rows.map(() => 'created');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  return Promise.all(rows.map((row) => createOne(settling, row)));
};

/** Rows with a number that should not be kept go by themselves: the reason belongs to them alone. */
const createAll = async (settling: Settling, rows: readonly Planned[]): Promise<Outcome[]> => {
  const refusals = rows.map((row) => restrictedIn(settling, row, row.values));
  const plain = await createPlain(
    settling,
    rows.filter((_row, n) => refusals[n] === undefined),
  );
  const next = plain[Symbol.iterator]();
  const kept = async (row: Planned, refusal: Outcome): Promise<Outcome> => {
    if (settling.reason === undefined) return refusal;
    return settling.dry ? 'created' : createOne(settling, row, settling.reason);
  };
  return Promise.all(
    rows.map(async (row, n) => {
      const refusal = refusals[n];
      return refusal === undefined ? (next.next().value ?? 'created') : kept(row, refusal);
    }),
  );
};

/** What becomes of each row of a batch, in the same order. */
export const settle = async (settling: Settling, rows: readonly Planned[]): Promise<Outcome[]> => {
  const found = await met(settling, rows);
  const meet = async (row: Planned, item: Item | undefined): Promise<Outcome | undefined> => {
    if (item === undefined) return undefined;
    return settling.whenIdExists === 'skip' ? 'skipped' : update(settling, row, item);
  };
  const [created, others] = await Promise.all([
    createAll(
      settling,
      rows.filter((_row, n) => found[n] === undefined),
    ),
    Promise.all(rows.map((row, n) => meet(row, found[n]))),
  ]);
  const next = created[Symbol.iterator]();
  return others.map((outcome) => outcome ?? next.next().value ?? 'created');
};
