import { describe, expect, it } from 'vitest';
import { shapefileRows } from '#functions/imports/shapefile/rows.ts';
import { all, refusal } from '../files.ts';
import { dbf, kentuckyNorth, multiPoint, nothing, parts, point, shp, sourceOf, zip } from './make.ts';

const ids = (count: number) =>
  dbf(
    [['ID', 'N', 4]],
    Array.from({ length: count }, (_, n) => [String(n + 1)]),
  );
const heard: string[] = [];
const open = (bytes: Uint8Array) =>
  shapefileRows(
    sourceOf(bytes),
    (columns) => heard.push(columns.join()),
    ({ id }, by) => heard.push(`${id} by ${by}`),
  );
const read = (files: Parameters<typeof zip>[0]) => all(open(zip(files)));
const refused = (bytes: Uint8Array) => refusal(open(bytes));

const geometries = async (...shapes: Uint8Array[]) =>
  (await read({ 'a.shp': shp(shapes), 'a.dbf': ids(shapes.length) })).map((row) =>
    'fault' in row ? row.fault : row.geometry,
  );

const square = (x: number, y: number, size: number): [number, number][] => [[x, y], [x, y + size], [x + size, y + size], [x + size, y], [x, y]]; // prettier-ignore
const turned = (x: number, y: number, size: number) => square(x, y, size).toReversed();

describe('shapes', () => {
  it('are points with or without altitude and measure, and null ones have no place', async () => {
    const place = { type: 'Point', coordinates: [1, 2] };
    expect(await geometries(point([1, 2]), point([1, 2, 300, 0], 11), point([1, 2, 0], 21), nothing())).toEqual([
      place,
      place,
      place,
      null,
    ]);
  });

  it('are many points, and lines in one part or several', async () => {
    const [a, b] = [[[0, 0], [1, 1]], [[2, 2], [3, 3]]] as [number, number][][]; // prettier-ignore
    expect(await geometries(multiPoint(a ?? []), parts(3, [a ?? []]), parts(13, [a ?? [], b ?? []], 12))).toEqual([
      { type: 'MultiPoint', coordinates: a },
      { type: 'LineString', coordinates: a },
      { type: 'MultiLineString', coordinates: [a, b] },
    ]);
  });

  it('are polygons whose holes are told by the way that they run, wherever they stand in the list', async () => {
    const rings = [
      turned(1, 1, 1),
      square(0, 0, 10),
      square(20, 0, 10),
      turned(21, 1, 2),
      square(4, 4, 4),
      turned(5, 5, 1),
    ];
    expect(await geometries(parts(5, [square(0, 0, 10)]), parts(15, rings, 80))).toEqual([
      { type: 'Polygon', coordinates: [turned(0, 0, 10)] },
      {
        type: 'MultiPolygon',
        coordinates: [
          [turned(0, 0, 10), square(1, 1, 1)],
          [turned(20, 0, 10), square(21, 1, 2)],
          [turned(4, 4, 4), square(5, 5, 1)],
        ],
      },
    ]);
  });

  it('that were drawn the wrong way round are outlines still', async () => {
    expect(await geometries(parts(5, [turned(0, 0, 10)]))).toEqual([
      { type: 'Polygon', coordinates: [turned(0, 0, 10)] },
    ]);
  });

  it('of other types, or whose points are not there, are errors of their row', async () => {
    const lying = parts(3, [[[0, 0], [1, 1]]]); // prettier-ignore
    new DataView(lying.buffer).setInt32(40, 1000, true);
    const endless = parts(3, [[[0, 0], [1, 1]]]); // prettier-ignore
    new DataView(endless.buffer).setInt32(40, 4001, true);
    const twisted = parts(3, [[[0, 0]], [[1, 1]], [[2, 2]]]); // prettier-ignore
    new DataView(twisted.buffer).setInt32(48, 3, true);
    expect(await geometries(point([1, 2], 31), lying, endless, twisted, point([1, 2]))).toEqual([
      expect.stringContaining('type 31'),
      expect.stringContaining('do not fit its points'),
      expect.stringContaining('more than 4000 points'),
      expect.stringContaining('do not fit its points'),
      { type: 'Point', coordinates: [1, 2] },
    ]);
  });
});

describe('attributes', () => {
  const cells = async (table: Buffer, more: Parameters<typeof zip>[0] = {}) =>
    (await read({ 'a.shp': shp([nothing()]), 'a.dbf': table, ...more })).map((row) => 'cells' in row && row.cells);

  it('are text, numbers, dates and yes or no, and empty where they say nothing', async () => {
    const columns = [['NAME', 'C', 8], ['SIZE', 'N', 8], ['SLOPE', 'F', 8], ['BUILT', 'D', 8], ['LINED', 'L', 1], ['BIG', 'N', 20]] as const; // prettier-ignore
    expect(await cells(dbf(columns, [['MH-1', '   12', '0.25', '20140401', 'T', '12345678901234567890']]))).toEqual([
      { NAME: 'MH-1', SIZE: 12, SLOPE: 0.25, BUILT: '2014-04-01', LINED: true, BIG: '12345678901234567890' },
    ]);
    expect(await cells(dbf(columns, [['', '****', '', '00000000', '?', '']]))).toEqual([
      { NAME: null, SIZE: null, SLOPE: null, BUILT: null, LINED: null, BIG: null },
    ]);
  });

  it.each([
    ['the .cpg says UTF-8', 'UTF-8', 0x57, 'utf8'],
    ['the .cpg says 1252', '1252', 0, 'latin1'],
    ['only the table says so', undefined, 0x57, 'latin1'],
    ['nothing says so and it is UTF-8', undefined, 0, 'utf8'],
    ['nothing says so and it is not UTF-8', undefined, 0, 'latin1'],
  ] as const)('keep their letters where %s', async (_where, page, driver, encoding) => {
    const table = dbf([['NAME', 'C', 12]], [[Buffer.from('Cañada é', encoding)]], driver);
    expect(await cells(table, page === undefined ? {} : { 'a.cpg': page })).toEqual([{ NAME: 'Cañada é' }]);
  });

  it('in a code page that is not read are refused, not garbled', async () => {
    const table = dbf([['NAME', 'C', 4]], [[Buffer.from([0xa4])]], 0x01);
    expect(await refused(zip({ 'a.shp': shp([nothing()]), 'a.dbf': table }))).toContain('code page 437');
  });

  it('of a deleted row leave with its shape', async () => {
    const table = dbf([['ID', 'N', 2]], [['1'], ['*', '2'], ['3']]);
    expect(await read({ 'a.shp': shp([point([1, 1]), point([2, 2]), point([3, 3])]), 'a.dbf': table })).toEqual([
      { row: 1, cells: { ID: 1 }, geometry: { type: 'Point', coordinates: [1, 1] } },
      { row: 2, cells: { ID: 3 }, geometry: { type: 'Point', coordinates: [3, 3] } },
    ]);
  });
});

describe('a zip', () => {
  const layer = (name: string) => ({ [`${name}.shp`]: shp([point([1, 2])]), [`${name}.dbf`]: ids(1) });
  const whole = () => zip({ ...layer('pipes'), 'pipes.prj': kentuckyNorth });

  it('may keep its layer in a folder, in capitals and beside what a Mac adds', async () => {
    heard.length = 0;
    const rows = await read({
      'GIS/PIPES.SHP': shp([point([1, 2])]),
      'GIS/PIPES.DBF': ids(1),
      'GIS/PIPES.PRJ': kentuckyNorth,
      '__MACOSX/GIS/._PIPES.SHP': 'x',
    });
    expect(rows).toHaveLength(1);
    expect(heard).toEqual(['EPSG:2246 by prj', 'ID']);
  });

  it('with several layers is refused, and they are named', async () => {
    expect(await refused(zip({ ...layer('pipes'), ...layer('more/drains') }))).toContain(
      '2 layers: pipes, more/drains.',
    );
  });

  it.each([
    ['no .shp', zip({ 'a.txt': 'x' }), 'The zip holds no .shp.'],
    ['no .dbf', zip({ 'a.shp': shp([nothing()]) }), 'The zip holds no .dbf'],
    ['more shapes than rows', zip({ 'a.shp': shp([nothing(), nothing()]), 'a.dbf': ids(1) }), 'same number of rows'],
    ['more rows than shapes', zip({ 'a.shp': shp([nothing()]), 'a.dbf': ids(2) }), 'same number of rows'],
    [
      'a .shp that ends too early',
      zip({ 'a.shp': shp([point([1, 2])]).subarray(0, 115), 'a.dbf': ids(1) }),
      'too early',
    ],
    ['something else named .zip', Buffer.from('id,name\n1,2'), 'not a zip'],
  ])('with %s is refused with a sentence', async (_what, bytes, sentence) => {
    expect(await refused(Uint8Array.from(bytes))).toContain(sentence);
  });

  it('that was cut off is refused wherever it was cut', async () => {
    const bytes = whole();
    for (let n = 0; n < bytes.length; n += 40) expect(await refused(bytes.slice(0, n))).toContain('not a zip');
    expect(await refused(bytes)).toBe('taken');
  });

  it('that was damaged inside is refused', async () => {
    const stored = Buffer.from(zip({ 'a.shp': shp([point([1, 2])]), 'a.dbf': ids(1) }));
    const end = stored.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    stored.writeUInt32LE((stored.readUInt32LE(end + 16) + 1) >>> 0, end + 16);
    expect(await refused(Uint8Array.from(stored))).toMatch(/is damaged inside the zip/);
  });

  it('that would unpack to far more than it is, or to more than it says, is not unpacked', async () => {
    const bomb = { 'a.shp': shp([nothing()]), 'a.dbf': Buffer.alloc(5_000_000) };
    expect(await refused(zip(bomb))).toMatch(/a.dbf would unpack to 5000000 bytes, which is too much/);
    const lying = Buffer.from(zip(bomb));
    const entry = lying.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    lying.writeUInt32LE(1000, entry + 24);
    expect(await refused(Uint8Array.from(lying))).not.toBe('taken');
  });
});
