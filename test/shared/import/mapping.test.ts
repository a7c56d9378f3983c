import { describe, expect, it } from 'vitest';
import { mappingMessages } from '#shared/import/mapping.ts';
import { mappingSchema, type Mapping } from '#shared/model/job.ts';
import { records } from '#shared/records/index.ts';

const mapping = (fields: Mapping['fields'], rest: Partial<Mapping> = {}): Mapping => ({
  fields: { name: { fallback: 'number' }, kind: { fixed: 'pipe' }, status: { fixed: 'active' }, ...fields },
  whenIdRepeats: 'keep',
  whenIdExists: 'update',
  keepOther: true,
  ...rest,
});
const messages = (fields: Mapping['fields'], rest?: Partial<Mapping>) =>
  mappingMessages(records.structure, mapping(fields, rest), ['A', 'B']).map(
    ({ path, message }) => `${path}: ${message}`,
  );

it('a mapping that fits has nothing said against it', () => {
  expect(messages({ diameter: { column: 'A' } }, { longitude: 'A', latitude: 'B' })).toEqual([]);
});

it.each<[string, Mapping['fields'], Partial<Mapping>, string]>([
  ['a column that the file lacks', { owner: { column: 'C' } }, {}, 'mapping: The file has no column “C”.'],
  [
    'a field that records lack',
    { colour: { column: 'A' } },
    {},
    'mapping.fields.colour: Structures have no such field.',
  ],
  ['a link', { site: { column: 'A' } }, {}, 'mapping.fields.site: This field cannot be filled from a file.'],
  [
    'the field for the rest',
    { sourceAttributes: { column: 'A' } },
    {},
    'mapping.fields.sourceAttributes: This field cannot be filled from a file.',
  ],
  [
    'an option that there is not',
    { kind: { column: 'A', otherwise: 'cave' } },
    {},
    "mapping.fields.kind: “cave” is not one of this field's choices.",
  ],
  [
    'values for a number',
    { depth: { column: 'A', values: { deep: '9' } } },
    {},
    'mapping.fields.depth: Values can be named only for a field of choices.',
  ],
  [
    'a fixed value that the field refuses',
    { depth: { fixed: 9999 } },
    {},
    'mapping.fields.depth: Too big: expected number to be <=200',
  ],
  [
    'a fallback where there is none',
    { owner: { fallback: 'number' } },
    {},
    'mapping.fields.owner: Only name can fall back to an ID or a number.',
  ],
  [
    'half a position',
    {},
    { longitude: 'A' },
    'mapping: Choose both the longitude and the latitude column, or neither.',
  ],
])('%s is named', (_what, fields, rest, sentence) => {
  expect(messages(fields, rest)).toEqual([sentence]);
});

describe('the coordinate system', () => {
  const first = [1_567_350.7, 196_966] as const;
  const said = (rest: Partial<Mapping>, at: readonly [number, number] = first) =>
    mappingMessages(records.structure, mapping({}, rest), [], { first: at }).map(({ path }) => path);

  it('has to be chosen when the first place of the file is not in degrees', () => {
    expect(said({})).toEqual(['mapping.coordinateSystem']);
    expect(said({ coordinateSystem: 'EPSG:2246' })).toEqual([]);
    expect(said({}, [-84.5, 38])).toEqual([]);
  });
  it('has to be one that is known', () => {
    expect(said({ coordinateSystem: 'EPSG:27700' })).toEqual(['mapping.coordinateSystem']);
  });
});

it('needed fields without a source are asked for', () => {
  const bare = { fields: {}, whenIdRepeats: 'keep', whenIdExists: 'skip', keepOther: false } as const;
  expect(mappingMessages(records.outfall, bare, []).map(({ path }) => path)).toEqual(
    ['name', 'status', 'ownership', 'priority'].map((name) => `mapping.fields.${name}`),
  );
});

it('the shape of a mapping is closed', () => {
  expect(mappingSchema.safeParse(mapping({})).success).toBe(true);
  expect(mappingSchema.safeParse({ ...mapping({}), evil: 1 }).success).toBe(false);
  expect(mappingSchema.safeParse(mapping({ owner: { column: 'A', fixed: 'B' } })).success).toBe(false);
});
