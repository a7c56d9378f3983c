import { rowFields, type Row } from '#shared/derive/row.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { sortKeyOf, textOf, type Words } from '#web/fields/text.ts';
import { filterFields, reserved, type Asker, type ListSearch } from './list-search.ts';

export interface Sort {
  readonly field: string;
  readonly descending: boolean;
}

/** The date that the record's own lists are ordered by, when it is a column; else the first column. */
const firstSort = (record: AnyRecordType): string =>
  record.listedBy?.map(({ order }) => order).find((order) => order !== undefined && record.columns.includes(order)) ??
  record.columns[0] ??
  record.title;

/** Moments begin with the newest; due dates and names with the first. */
export const sortOf = (record: AnyRecordType, search: ListSearch): Sort => {
  const fields = fieldsOf(record);
  const first = firstSort(record);
  const asked = search[reserved.sort];
  const field = asked !== undefined && record.columns.includes(asked) ? asked : first;
  const order = search[reserved.order];
  return { field, descending: order === undefined ? fields[field]?.kind === 'dateTime' : order === 'desc' };
};

const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);

/** All rows in order. Rows without a value come last either way; equal ones keep the order of their ids. */
export const sortRows = (record: AnyRecordType, rows: readonly Row[], sort: Sort, words: Words): readonly Row[] => {
  const field = fieldsOf(record)[sort.field];
  if (field === undefined) return rows;
  const sign = sort.descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: sortKeyOf(field, row.values[sort.field], words) }))
    .sort((a, b) => {
      if (a.key === undefined || b.key === undefined)
        return a.key === b.key ? compare(a.row.id, b.row.id) : a.key === undefined ? 1 : -1;
      return sign * compare(a.key, b.key) || compare(a.row.id, b.row.id);
    })
    .map(({ row }) => row);
};

/** What a text filter looks at: everything a row says in words but dates and numbers, in lower case. */
export const searchTexts = (record: AnyRecordType, rows: readonly Row[], words: Words): Map<string, string> => {
  const fields = Object.entries(fieldsOf(record)).filter(
    ([name, { kind }]) =>
      rowFields(record).includes(name) &&
      (kind === 'text' || kind === 'choice' || kind === 'link' || kind === 'person'),
  );
  return new Map(
    rows.map((row) => [
      row.id,
      fields
        .map(([name, field]) => textOf(field, row.values[name], words))
        .join('\n')
        .toLowerCase(),
    ]),
  );
};

/** The rows that the address asks for, in the order they came. `texts` is asked only when there is text to find. */
export const filterRows = (
  record: AnyRecordType,
  rows: readonly Row[],
  search: ListSearch,
  asker: Asker,
  texts: () => ReadonlyMap<string, string>,
): readonly Row[] => {
  const wanted = filterFields(record).flatMap(([name, , filter]) => {
    const value = search[name];
    return value === undefined ? [] : [(row: Row) => filter.matches(row.values[name], value, asker)];
  });
  const archived = search[reserved.archived] === 'yes';
  const parts = (search[reserved.text] ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const found = parts.length > 0 ? texts() : undefined;
  return rows.filter(
    (row) =>
      (archived || row.archivedAt === undefined) &&
      wanted.every((matches) => matches(row)) &&
      (found === undefined || parts.every((part) => found.get(row.id)?.includes(part))),
  );
};

/** How many filters are set, apart from the text. */
export const filterCount = (record: AnyRecordType, search: ListSearch): number =>
  filterFields(record).filter(([name]) => search[name] !== undefined).length +
  (search[reserved.archived] === undefined ? 0 : 1);
