import { describe, expect, it } from 'vitest';
import { records } from '#shared/records/index.ts';
import type { Column, Mapping } from '#web/data/jobs.ts';
import {
  formatOf,
  guessValues,
  leftOver,
  mappableFields,
  mappingMessages,
  optionFor,
  sourceFrom,
  sourceText,
  withSource,
} from '#web/screens/import/mapping.ts';

const kind = records.structure.fields.kind;
const columns: Column[] = [
  { name: 'OBJECTID', samples: ['1'], nulls: 0 },
  {
    name: 'StructureType',
    samples: ['Manhole'],
    nulls: 0,
    distinct: [
      { value: 'Manhole', count: 3 },
      { value: 'Catchbasin', count: 9 },
      { value: 'Cave', count: 1 },
    ],
  },
  { name: 'Owner', samples: ['UK'], nulls: 2 },
  { name: 'lon', samples: ['-84.5'], nulls: 0 },
];
const empty: Mapping = { fields: {}, whenIdRepeats: 'reject', whenIdExists: 'update', keepOther: true };

describe('what a word of the file means', () => {
  it.each([
    ['Catchbasin', 'catchBasin'],
    ['CATCH BASIN', 'catchBasin'],
    ['Underground Detention', 'undergroundDetention'],
    ['Manholes', 'manhole'],
    ['pond', 'pond'],
  ])('%s is %s', (value, option) => {
    expect(optionFor(kind.options, value)).toBe(option);
  });
  it('is not guessed when nothing or more than one thing is like it', () => {
    expect(optionFor(kind.options, 'Cave')).toBeUndefined();
    expect(optionFor(kind.options, '')).toBeUndefined();
  });
  it('is guessed for every value of a column at once', () => {
    expect(guessValues(kind, columns[1])).toEqual({ Manhole: 'manhole', Catchbasin: 'catchBasin' });
  });
});

describe('matching columns', () => {
  it('leaves out places, links, people and what the system sets', () => {
    const names = mappableFields(records.structure).map(([name]) => name);
    expect(names).toContain('name');
    for (const name of ['location', 'site', 'sourceAttributes']) expect(names).not.toContain(name);
  });
  it('goes to the select and back', () => {
    expect(sourceText(undefined)).toBe('');
    expect(sourceText({ fixed: 'active' })).toBe('=');
    expect(sourceFrom(records.structure.fields.name, '#OBJECTID', columns)).toEqual({ column: 'OBJECTID' });
    expect(sourceText(sourceFrom(kind, '#StructureType', columns))).toBe('#StructureType');
    expect(sourceFrom(kind, '', columns)).toBeUndefined();
  });
  it('asks for what every record needs and for every word without a meaning', () => {
    const matched = withSource(
      withSource(empty, 'name', { column: 'OBJECTID' }),
      'kind',
      sourceFrom(kind, '#StructureType', columns),
    );
    expect(mappingMessages(records.structure, matched, columns)).toEqual([
      { field: 'kind', message: 'Say what “Cave” means, or choose an option for everything else.' },
      { field: 'status', message: 'This must be filled. Choose a column or one value for all rows.' },
    ]);
  });
  it('is complete when the rest has a meaning and a fixed value is chosen', () => {
    const kinds = {
      column: 'StructureType',
      values: { Manhole: 'manhole', Catchbasin: 'catchBasin' },
      otherwise: 'other',
    };
    const whole: Mapping = {
      ...empty,
      fields: { name: { column: 'OBJECTID' }, kind: kinds, status: { fixed: 'active' } },
    };
    expect(mappingMessages(records.structure, whole, columns)).toEqual([]);
    expect(mappingMessages(records.structure, withSource(whole, 'status', { fixed: '' }), columns)).toHaveLength(1);
    expect(leftOver({ ...whole, longitude: 'lon' }, columns)).toEqual(['Owner']);
  });
  it('takes back a match', () => {
    expect(withSource({ ...empty, fields: { name: { column: 'OBJECTID' } } }, 'name', undefined).fields).toEqual({});
  });
});

describe('the format of a file', () => {
  it('is known by its name', () => {
    expect(['a.geojson', 'a.JSON', 'a.csv', 'a.ZIP', 'a.xlsx'].map(formatOf)).toEqual([
      'geojson',
      'geojson',
      'csv',
      'shapefile',
      undefined,
    ]);
  });
});
