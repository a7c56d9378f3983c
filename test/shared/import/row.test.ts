import { describe, expect, it } from 'vitest';
import { rowReader } from '#shared/import/row.ts';
import type { Mapping } from '#shared/model/job.ts';
import { records } from '#shared/records/index.ts';

const mapping = (fields: Mapping['fields'], rest: Partial<Mapping> = {}): Mapping => ({
  fields: { name: { fallback: 'number' }, kind: { fixed: 'pipe' }, status: { fixed: 'active' }, ...fields },
  whenIdRepeats: 'keep',
  whenIdExists: 'update',
  keepOther: false,
  ...rest,
});

const read = (
  fields: Mapping['fields'],
  cells: Record<string, unknown>,
  rest: Partial<Mapping> = {},
  geometry: unknown = null,
) => rowReader(records.structure, mapping(fields, rest))({ row: 7, cells, geometry });

const values = (...asked: Parameters<typeof read>) => {
  const row = read(...asked);
  return 'errors' in row ? row.errors : row.values;
};

it('a row becomes a whole record, and says what the file itself said', () => {
  expect(read({ kind: { column: 'Type' }, externalId: { column: 'ID' } }, { Type: 'Catch Basin', ID: ' 12 ' })).toEqual(
    {
      row: 7,
      externalId: '12',
      values: { name: 'Catch basin 7', kind: 'catchBasin', status: 'active', externalId: '12' },
      said: { kind: 'catchBasin', externalId: '12' },
    },
  );
});

describe('a choice', () => {
  const kind = { column: 'Type', values: { 'CURB INLET': 'inlet' } };
  it('goes by the value map first, whatever the case and punctuation', () => {
    expect(values({ kind }, { Type: 'curb-inlet' })).toMatchObject({ kind: 'inlet' });
  });
  it('goes by key or label where the map says nothing', () => {
    expect(values({ kind }, { Type: 'MANHOLE' })).toMatchObject({ kind: 'manhole' });
  });
  it('takes what is left over as the mapping says', () => {
    expect(values({ kind: { ...kind, otherwise: 'other' } }, { Type: 'Cave' })).toMatchObject({ kind: 'other' });
    expect(values({ kind: { ...kind, otherwise: 'other' } }, { Type: '' })).toMatchObject({ kind: 'other' });
  });
  it('that is left over is not laid over a record that is there', () => {
    expect(read({ kind: { ...kind, otherwise: 'other' } }, { Type: 'Cave' })).toMatchObject({ said: {} });
  });
  it('is an error where nothing says what it means', () => {
    expect(values({ kind }, { Type: 'Cave' })).toEqual([
      { row: 7, path: 'kind', value: 'Cave', message: expect.stringContaining('Not one of the choices') },
    ]);
    expect(values({ kind }, { Type: null })).toEqual([
      { row: 7, path: 'kind', message: 'This is needed, and the row does not give it.' },
    ]);
  });
});

describe('a name', () => {
  it('is the column where it is filled', () => {
    expect(read({ name: { column: 'Tag', fallback: 'number' } }, { Tag: 'P-9' })).toMatchObject({
      values: { name: 'P-9' },
      said: { name: 'P-9' },
    });
  });
  it('falls back to the kind and the number of the row', () => {
    expect(read({ name: { column: 'Tag', fallback: 'number' } }, { Tag: ' ' })).toMatchObject({
      values: { name: 'Pipe 7' },
      said: {},
    });
  });
  it('falls back to the external ID where there is one', () => {
    const name = { fallback: 'externalId' } as const;
    expect(values({ name, externalId: { column: 'ID' } }, { ID: '{A}' })).toMatchObject({ name: '{A}' });
    expect(values({ name, externalId: { column: 'ID' } }, { ID: null })).toMatchObject({ name: 'Pipe 7' });
  });
});

describe('columns that no field takes', () => {
  it('are kept as they were, empty ones too', () => {
    const cells = { Diameter: 12, Lined: true, Note: null, Photo: '', Tags: ['a'] };
    expect(values({ diameter: { column: 'Diameter' } }, cells, { keepOther: true })).toMatchObject({
      diameter: 12,
      sourceAttributes: { Lined: true, Note: null, Photo: null, Tags: '["a"]' },
    });
  });
  it('are kept as text where the number is none that the table holds, as the sign for "no value" of shapefiles', () => {
    const cells = { Depth: -1.7976931348623157e308, Slope: 4.9e-324, Width: 1.5 };
    expect(values({}, cells, { keepOther: true })).toMatchObject({
      sourceAttributes: { Depth: '-1.7976931348623157e+308', Slope: '5e-324', Width: 1.5 },
    });
  });
  it('are left out where the mapping says so', () => {
    expect(values({}, { Extra: 1 })).not.toHaveProperty('sourceAttributes');
  });
  it('cannot be used to reach into objects', () => {
    const cells = JSON.parse('{"__proto__":{"admin":true},"constructor":"x"}') as Record<string, unknown>;
    const made = values({ owner: { column: '__proto__x' } }, cells, { keepOther: true }) as Record<string, object>;
    expect(Object.keys(made['sourceAttributes'] ?? {})).toEqual(['constructor']);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
  it('that are too long are an error, not cut short', () => {
    expect(values({}, { Story: 'x'.repeat(1001) }, { keepOther: true })).toMatchObject([
      { row: 7, path: 'sourceAttributes' },
    ]);
  });
});

describe('a place', () => {
  const at = { longitude: 'lon', latitude: 'lat' };
  it('comes from two columns', () => {
    expect(values({}, { lon: '-81.06005823289695', lat: '32.06' }, at)).toMatchObject({
      location: { type: 'Point', coordinates: [-81.0600582, 32.06] },
    });
  });
  it('may be missing altogether, but not by half', () => {
    expect(values({}, { lon: '', lat: ' ' }, at)).not.toHaveProperty('location');
    expect(values({}, { lon: '-81', lat: '' }, at)).toEqual([
      { row: 7, path: 'location', message: 'Only one of the two coordinates is given.', value: '-81' },
    ]);
  });
  it('comes from the feature, without its altitude', () => {
    expect(values({}, {}, {}, { type: 'Point', coordinates: [-84.5, 38, 290.1] })).toMatchObject({
      location: { type: 'Point', coordinates: [-84.5, 38] },
    });
    expect(values({}, {}, {}, null)).not.toHaveProperty('location');
    expect(values({}, {}, {}, { type: 'Point', coordinates: [] })).not.toHaveProperty('location');
  });
  it('in feet of a state plane is brought to degrees, from columns and from shapes', () => {
    const kentuckyNorth = { coordinateSystem: 'EPSG:2246' };
    const place = { type: 'Point', coordinates: [-84.5037, 38.0406] };
    const cells = { lon: '1,567,350.7181', lat: '196966.0480' };
    expect(values({}, cells, { ...at, ...kentuckyNorth })).toMatchObject({ location: place });
    const point = { type: 'Point', coordinates: [1567350.7181, 196966.048, 900] };
    expect(values({}, {}, kentuckyNorth, point)).toMatchObject({ location: place });
    const text = { location: { column: 'wkt' } };
    expect(values(text, { wkt: 'POINT (1567350.7181 196966.0480)' }, kentuckyNorth)).toMatchObject({ location: place });
  });
  it('in degrees is refused where the mapping says feet', () => {
    expect(values({}, { lon: '-84.5', lat: '38.04' }, { ...at, coordinateSystem: 'EPSG:2246' })).toEqual([
      { row: 7, path: 'location', message: expect.stringContaining('These look like degrees'), value: '[-84.5,38.04]' },
    ]);
  });
  it('in feet is one clear error for the row', () => {
    const line = { type: 'LineString', coordinates: [[1_200_000, 600_000], [1_200_100, 600_100]] }; // prettier-ignore
    expect(values({}, {}, {}, line)).toMatchObject([
      { path: 'location', message: expect.stringContaining('Choose the coordinate system of the file') },
    ]);
  });
  it('of an unknown type is an error', () => {
    expect(values({}, {}, {}, { type: 'GeometryCollection', geometries: [] })).toMatchObject([{ path: 'location' }]);
  });
});

it('each field has one error, with the value shortened', () => {
  const errors = values({ diameter: { column: 'D' }, installedOn: { column: 'I' } }, { D: 'x'.repeat(200), I: 'soon' });
  expect(errors).toMatchObject([
    { row: 7, path: 'diameter', value: `${'x'.repeat(79)}…` },
    { row: 7, path: 'installedOn', value: 'soon' },
  ]);
});

it('a choice keeps the word of the file beside it, a number or text is carried by its own field', () => {
  const fields = { kind: { column: 'Type', otherwise: 'other' }, owner: { column: 'Owner' } };
  expect(values(fields, { Type: 'CAVE', Owner: 'City' }, { keepOther: true })).toMatchObject({
    kind: 'other',
    owner: 'City',
    sourceAttributes: { Type: 'CAVE' },
  });
});
