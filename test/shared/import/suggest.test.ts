import { describe, expect, it } from 'vitest';
import { columnReader } from '#shared/import/columns.ts';
import { mappingMessages } from '#shared/import/mapping.ts';
import { suggestMapping } from '#shared/import/suggest.ts';
import { records } from '#shared/records/index.ts';

const suggest = (
  record: keyof Pick<typeof records, 'structure' | 'outfall' | 'site'>,
  rows: Record<string, unknown>[],
  ...types: string[]
) => {
  const reader = columnReader();
  for (const row of rows) reader.add(row);
  const columns = reader.columns();
  const mapping = suggestMapping(records[record], { columns, geometryTypes: new Set(types) });
  expect(
    mappingMessages(
      records[record],
      mapping,
      columns.map(({ name }) => name),
    ),
  ).toEqual([]);
  return mapping;
};

describe('structures of a campus, from GeoJSON', () => {
  const mapping = suggest(
    'structure',
    [
      {
        OBJECTID: 1,
        StructureType: 'Catchbasin',
        Owner: 'UK',
        Diameter: null,
        FacilityStatus: 'ACTV',
        GlobalID: '{3D0C}',
      },
      {
        OBJECTID: 2,
        StructureType: 'Manhole-CB',
        Owner: 'PVT',
        Diameter: 24,
        FacilityStatus: 'ACTV',
        GlobalID: '{3D0D}',
      },
      { OBJECTID: 3, StructureType: 'Cave', Owner: null, Diameter: 8, FacilityStatus: 'ACTV', GlobalID: null },
    ],
    'Point',
  );
  it('are recognised by their columns', () => {
    expect(mapping.fields).toEqual({
      name: { fallback: 'number' },
      externalId: { column: 'GlobalID' },
      kind: {
        column: 'StructureType',
        values: { Catchbasin: 'catchBasin', 'Manhole-CB': 'catchBasin' },
        otherwise: 'other',
      },
      status: { column: 'FacilityStatus', values: { ACTV: 'active' } },
      owner: { column: 'Owner' },
      diameter: { column: 'Diameter' },
    });
  });
  it('keep what no field takes, and lose no row to a repeated ID', () => {
    expect(mapping).toMatchObject({ keepOther: true, whenIdRepeats: 'keep', whenIdExists: 'update' });
  });
});

it('drains of a city are recognised from CSV, with their position', () => {
  const mapping = suggest('structure', [
    { lon: '-81.06', lat: '32.07', owner: 'CITY-ROW', watershed: 'CASEY NORTH', type: 'CURB INLET', form: '' },
    { lon: '-81.08', lat: '32.06', owner: 'CITY-ROW', watershed: 'BILBO BASIN', type: '', form: '' },
  ]);
  expect(mapping).toMatchObject({
    longitude: 'lon',
    latitude: 'lat',
    fields: {
      kind: { column: 'type', values: { 'CURB INLET': 'inlet' }, otherwise: 'other' },
      owner: { column: 'owner' },
      watershed: { column: 'watershed' },
      status: { fixed: 'active' },
    },
  });
});

it('lines without a type are pipes, areas are drainage areas', () => {
  expect(suggest('structure', [{ OBJECTID: 1 }], 'LineString', 'MultiLineString').fields['kind']).toEqual({
    fixed: 'pipe',
  });
  expect(suggest('structure', [{ OBJECTID: 1 }], 'Polygon').fields['kind']).toEqual({ fixed: 'drainageArea' });
  expect(suggest('structure', [{ OBJECTID: 1 }], 'Point').fields['kind']).toEqual({ fixed: 'other' });
});

it('coordinates in feet are found, and what they are in is left for a person to choose', () => {
  const mapping = suggest('structure', [{ X: '1200345.1', Y: '604321.7' }]);
  expect(mapping).toMatchObject({ longitude: 'X', latitude: 'Y' });
  expect(mapping.coordinateSystem).toBeUndefined();
});

it('numbers of which some are degrees and some are not are no position at all', () => {
  const mapping = suggest('structure', [{ X: '1200345.1', Y: '38.1' }]);
  expect(mapping.longitude).toBeUndefined();
});

it('a column of well-known text is the place', () => {
  expect(suggest('outfall', [{ the_geom: 'POINT (-84.5 38)', 'Outfall ID': 'OF-1' }]).fields).toMatchObject({
    location: { column: 'the_geom' },
    name: { column: 'Outfall ID', fallback: 'number' },
    ownership: { fixed: 'unknown' },
    priority: { fixed: 'normal' },
  });
});

it('sites are recognised, and have no place for other columns', () => {
  const mapping = suggest('site', [
    { ProjectName: 'North yard', 'Permit No.': 'KYR10', 'Site Type': 'CGP', Status: 'Terminated', Acres: '1.5' },
  ]);
  expect(mapping.keepOther).toBe(false);
  expect(mapping.fields).toMatchObject({
    name: { column: 'ProjectName' },
    permitNumber: { column: 'Permit No.' },
    kind: { column: 'Site Type', values: { CGP: 'construction' } },
    status: { column: 'Status', values: { Terminated: 'closed' } },
    disturbedArea: { column: 'Acres' },
  });
});

describe('what a column holds', () => {
  it('is sampled and counted', () => {
    const reader = columnReader();
    reader.header(['A', 'B']);
    for (const A of ['x', 'y', 'x', '', null]) reader.add({ A });
    expect(reader.columns()).toEqual([
      { name: 'A', samples: ['x', 'y'], distinct: [{ value: 'x', count: 2 }, { value: 'y', count: 1 }], nulls: 2 }, // prettier-ignore
      { name: 'B', samples: [], nulls: 5 },
    ]);
  });
  it('is not listed when there are many values', () => {
    const reader = columnReader();
    for (let n = 0; n < 51; n += 1) reader.add({ ID: n });
    expect(reader.columns()[0]).toMatchObject({ nulls: 0, samples: ['0', '1', '2', '3', '4'] });
    expect(reader.columns()[0]).not.toHaveProperty('distinct');
  });
});

it('a value that holds the word of an option means that option', () => {
  const rows = ['CURB INLET', 'CURB-GRATE INLET', 'ROOF INLET', 'CAVE'].map((type) => ({ type, lon: -81, lat: 32 }));
  expect(suggest('structure', rows).fields['kind']).toEqual({
    column: 'type',
    values: { 'CURB INLET': 'inlet', 'CURB-GRATE INLET': 'inlet', 'ROOF INLET': 'inlet' },
    otherwise: 'other',
  });
});
