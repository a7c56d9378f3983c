import { describe, expect, it } from 'vitest';
import type { Row } from '#shared/derive/row.ts';
import { allRecords, records } from '#shared/records/index.ts';
import type { Words } from '#web/fields/text.ts';
import { filterCount, filterRows, searchTexts, sortOf, sortRows } from '#web/records/list-view.ts';
import { filterFields, listSearch } from '#web/records/list-search.ts';

const ana = '01890000-0000-7000-8000-000000000001';
const words: Words = {
  zone: 'America/Los_Angeles',
  titles: 0,
  title: () => undefined,
  person: (id) => (id === ana ? 'Ana Reyes' : undefined),
};
const asker = { today: '2026-11-22', memberId: ana };
const row = (id: string, values: Record<string, unknown>, archivedAt?: string): Row => ({
  id,
  version: 1,
  updatedAt: '2026-11-01T00:00:00Z',
  ...(archivedAt === undefined ? {} : { archivedAt }),
  values,
});

const structures = [
  row('1', { name: 'CB-10', kind: 'catchBasin', status: 'active', lastCleanedOn: '2026-03-01' }),
  row('2', { name: 'cb-9', kind: 'inlet', status: 'active' }),
  row('3', { name: 'MH-1', kind: 'manhole', status: 'abandoned', lastCleanedOn: '2025-01-01' }),
  row('4', { name: 'CB-11', kind: 'catchBasin', status: 'removed' }, '2026-10-01T00:00:00Z'),
];
const tasks = [
  row('1', { title: 'Sweep', dueOn: '2026-11-21', status: 'open', assignee: ana }),
  row('2', { title: 'Vacuum', dueOn: '2026-11-22', status: 'open' }),
  row('3', { title: 'Patch', dueOn: '2026-12-30', status: 'open', assignee: 'someone' }),
  row('4', { title: 'Done', dueOn: '2026-01-30', status: 'closed', assignee: ana }),
];
const ids = (rows: readonly Row[]) => rows.map(({ id }) => id).join('');
const texts = (record: (typeof allRecords)[number], rows: readonly Row[]) => () => searchTexts(record, rows, words);
const find = (
  search: Record<string, string>,
  record: (typeof allRecords)[number] = records.structure,
  rows = structures,
) => ids(filterRows(record, rows, search, asker, texts(record, rows)));

describe('sorting a list', () => {
  it('puts 9 before 10 and does not mind capitals', () => {
    expect(ids(sortRows(records.structure, structures, { field: 'name', descending: false }, words))).toBe('2143');
    expect(ids(sortRows(records.structure, structures, { field: 'name', descending: true }, words))).toBe('3412');
  });
  it('keeps rows without a value at the end, whichever way', () => {
    expect(ids(sortRows(records.structure, structures, { field: 'lastCleanedOn', descending: false }, words))).toBe(
      '3124',
    );
    expect(ids(sortRows(records.structure, structures, { field: 'lastCleanedOn', descending: true }, words))).toBe(
      '1324',
    );
  });
  it('begins with the newest inspection, the earliest due date, and the first name', () => {
    expect(sortOf(records.inspection, {})).toEqual({ field: 'inspectedAt', descending: true });
    expect(sortOf(records.task, {})).toEqual({ field: 'dueOn', descending: false });
    expect(sortOf(records.structure, {})).toEqual({ field: 'name', descending: false });
  });
  it('does not follow an address to a column that is not there', () => {
    expect(sortOf(records.structure, { sort: 'notes', order: 'desc' })).toEqual({ field: 'name', descending: true });
  });
});

describe('filtering a list', () => {
  it('leaves archived records out until they are asked for', () => {
    expect(find({})).toBe('123');
    expect(find({ archived: 'yes' })).toBe('1234');
  });
  it('finds every word, in any column and any order', () => {
    expect(find({ q: 'basin cb' })).toBe('1');
    expect(find({ q: 'service' })).toBe('12');
    expect(find({ q: 'nothing of the kind' })).toBe('');
  });
  it('filters by choices, together', () => {
    expect(find({ kind: 'catchBasin' })).toBe('1');
    expect(find({ kind: 'catchBasin', status: 'abandoned' })).toBe('');
  });
  it('knows overdue, soon and later: a task due today is not overdue', () => {
    expect(find({ dueOn: 'past', status: 'open' }, records.task, tasks)).toBe('1');
    expect(find({ dueOn: 'soon' }, records.task, tasks)).toBe('2');
    expect(find({ dueOn: 'later' }, records.task, tasks)).toBe('3');
  });
  it('knows me and nobody', () => {
    expect(find({ assignee: 'me', status: 'open' }, records.task, tasks)).toBe('1');
    expect(find({ assignee: 'none' }, records.task, tasks)).toBe('2');
  });
  it('finds people by name, and builds no search text when there is nothing to find', () => {
    expect(find({ q: 'reyes' }, records.task, tasks)).toBe('14');
    const never = () => {
      throw new Error('not needed');
    };
    expect(() => filterRows(records.task, tasks, { status: 'open' }, asker, never)).not.toThrow();
  });
  it('counts the filters that are set', () => {
    expect(filterCount(records.task, { q: 'x', status: 'open', archived: 'yes', sort: 'title' })).toBe(2);
  });
  it.each(allRecords.map((record) => [record.name, record] as const))(
    'offers options for every filter of a %s',
    (_name, record) => {
      for (const [name, field, filter] of filterFields(record))
        expect(filter.options(field, [{ id: ana, name: 'Ana' }]).length, name).toBeGreaterThan(1);
    },
  );
});

describe('the address of a list', () => {
  it('keeps text and drops what is empty or no text', () => {
    expect(listSearch({ q: 'cb', kind: '', page: 3, status: 'open' })).toEqual({ q: 'cb', status: 'open' });
  });
});
