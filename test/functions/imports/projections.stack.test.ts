import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { bring, errorsOf, everyRecord, start, upload } from './office.ts';
import { dbf, kentuckyNorth, point, shp, zip } from './shapefile/make.ts';

let stack: TestStack;
let coordinator: Visitor;

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
});
afterAll(() => stack.close());

/** Two manholes in US survey feet of Kentucky North, and where they are. */
const feet = [[1567350.7181, 196966.048], [1570350.7181, 199966.048]] as const; // prettier-ignore
const place = [-84.5037, 38.0406];

const geojson = (system?: string) =>
  JSON.stringify({
    type: 'FeatureCollection',
    ...(system && { crs: { type: 'name', properties: { name: system } } }),
    features: feet.map((coordinates, n) => ({
      type: 'Feature',
      properties: { GlobalID: `${system ?? 'none'}-${n}`, Type: 'Manhole' },
      geometry: { type: 'Point', coordinates },
    })),
  });

const placeOf = async (id: string) =>
  (await everyRecord(coordinator)).find(({ values }) => values['externalId'] === id)?.values['location'];

it('GeoJSON that names its state plane is read as it says, told, and lands where it belongs', async () => {
  const file = { name: 'feet.geojson', content: geojson('urn:ogc:def:crs:EPSG::2246') };
  const read = await upload(coordinator, file);
  expect(read.coordinates).toEqual({
    declared: { system: 'EPSG:2246', name: 'NAD83 / Kentucky North (US survey feet)', by: 'crs' },
    first: feet[0],
  });
  expect(read.suggested).toMatchObject({ coordinateSystem: 'EPSG:2246' });
  expect(await start(coordinator, 'run', read, read.suggested)).toMatchObject({ counts: { created: 2, rejected: 0 } });
  expect(await placeOf('urn:ogc:def:crs:EPSG::2246-0')).toEqual({ type: 'Point', coordinates: place });
});

it('GeoJSON in feet that does not say so waits for a person to choose', async () => {
  const read = await upload(coordinator, { name: 'unsaid.geojson', content: geojson() });
  expect(read.coordinates).toEqual({ first: feet[0] });
  const refused = await coordinator.post(`/api/v1/imports/${read.id}/run`, { mapping: read.suggested });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'mapping.coordinateSystem' }] } });
  const mapping = { ...read.suggested, coordinateSystem: 'EPSG:2246' } as typeof read.suggested;
  expect(await start(coordinator, 'run', read, mapping)).toMatchObject({ counts: { created: 2, rejected: 0 } });
  expect(await placeOf('none-0')).toEqual({ type: 'Point', coordinates: place });
});

it('GeoJSON in a system that is not known is refused whole, with the way out', async () => {
  const read = await upload(coordinator, { name: 'unknown.geojson', content: geojson('EPSG:27700') });
  expect(read).toMatchObject({ state: 'failed', message: expect.stringContaining('EPSG:27700, which is not known') });
});

it('CSV with northing and easting takes the system that a person chooses, and refuses its rows without one', async () => {
  const file = {
    name: 'feet.csv',
    content: `GlobalID,Type,X,Y\nC-1,Manhole,${feet[0].join(',')}\nC-2,Manhole,-84.5,38.04\n`,
  };
  const without = await bring(coordinator, { ...file, content: file.content.replace(/C-2.*\n/, '') });
  expect(without).toMatchObject({ counts: { created: 0, rejected: 1 } });
  expect(await errorsOf(coordinator, without)).toMatchObject([
    { row: 1, message: expect.stringContaining('Choose the coordinate system') },
  ]);
  const chosen = { longitude: 'X', latitude: 'Y', coordinateSystem: 'EPSG:2246' };
  const job = await bring(coordinator, file, chosen);
  expect(job).toMatchObject({ counts: { created: 1, rejected: 1 } });
  expect(await errorsOf(coordinator, job)).toMatchObject([
    { row: 2, line: 3, path: 'location', message: expect.stringContaining('These look like degrees') },
  ]);
  expect(await placeOf('C-1')).toEqual({ type: 'Point', coordinates: place });
});

it('a zipped shapefile is told by its .prj and lands where it belongs, with the values of its table', async () => {
  const content = zip({
    'gis/manholes.shp': shp(feet.map((place) => point(place))),
    'gis/manholes.dbf': dbf([['GLOBALID', 'C', 10], ['TYPE', 'C', 10]], [['S-1', 'Manhole'], ['S-2', 'Manhole']]), // prettier-ignore
    'gis/manholes.prj': kentuckyNorth,
  });
  const read = await upload(coordinator, { name: 'manholes.zip', content });
  expect(read).toMatchObject({
    total: 2,
    coordinates: { declared: { system: 'EPSG:2246', by: 'prj' }, first: feet[0] },
    suggested: { coordinateSystem: 'EPSG:2246', fields: { externalId: { column: 'GLOBALID' } } },
  });
  expect(await start(coordinator, 'run', read, read.suggested)).toMatchObject({ counts: { created: 2, rejected: 0 } });
  expect(await placeOf('S-1')).toEqual({ type: 'Point', coordinates: place });
  expect((await bring(coordinator, { name: 'manholes.zip', content })).counts).toMatchObject({ unchanged: 2 });
});

it('a zip of two layers is refused, and both are named', async () => {
  const layer = (name: string) => ({ [`${name}.shp`]: shp([]), [`${name}.dbf`]: dbf([['ID', 'N', 4]], []) });
  const content = zip({ ...layer('pipes'), ...layer('drains') });
  expect(await upload(coordinator, { name: 'two.zip', content })).toMatchObject({
    state: 'failed',
    message: expect.stringContaining('2 layers: pipes, drains.'),
  });
});
