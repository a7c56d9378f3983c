import { describe, expect, it } from 'vitest';
import { geojsonRows } from '#functions/imports/geojson.ts';
import { all, chunked, refusal } from './files.ts';

const deaf = () => undefined;
const read = (file: string, onSystem: Parameters<typeof geojsonRows>[1] = deaf) =>
  all(geojsonRows(chunked(file, 100), onSystem));
const refused = (file: string | Buffer) => refusal(geojsonRows(chunked(file, 100), deaf));
const feature = (properties: unknown, geometry: unknown = null) => ({ type: 'Feature', properties, geometry });
const collection = (features: unknown[], more: object = {}) =>
  JSON.stringify({ type: 'FeatureCollection', ...more, features });
const crs = (name: string) => ({ crs: { type: 'name', properties: { name } } });

const point = { type: 'Point', coordinates: [-84.5, 38.03] };

it('features of a collection are rows in their order', async () => {
  expect(await read(collection([feature({ a: 1 }, point), feature(null)]))).toEqual([
    { row: 1, cells: { a: 1 }, geometry: point },
    { row: 2, cells: {}, geometry: null },
  ]);
});

it('one feature on each line is read the same', async () => {
  const lines = [feature({ a: 1 }, point), feature({ a: 'é' })].map((f) => JSON.stringify(f)).join('\n');
  expect(await read(lines)).toMatchObject([
    { row: 1, geometry: point },
    { row: 2, cells: { a: 'é' } },
  ]);
});

it('properties that are no object are an error of their row', async () => {
  expect(await read(collection([feature([1]), feature({})]))).toMatchObject([
    { row: 1, fault: expect.any(String) },
    { row: 2 },
  ]);
});

describe('the coordinate system', () => {
  it.each([
    ['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326'],
    ['urn:ogc:def:crs:EPSG::4326', 'EPSG:4326'],
    ['EPSG:2246', 'EPSG:2246'],
    ['urn:ogc:def:crs:EPSG::3857', 'EPSG:3857'],
  ])('%s is told before the first row', async (name, id) => {
    const told: string[] = [];
    await read(collection([feature({})], crs(name)), (system, by) => told.push(`${system.id} by ${by}`));
    expect(told).toEqual([`${id} by crs`]);
  });
  it.each(['EPSG:27700', 'urn:ogc:def:crs:EPSG::4267', 'urn:ogc:def:crs:EPSG::14326', 'local grid'])(
    '%s is refused with the way out',
    async (name) => {
      expect(await refused(collection([feature({})], crs(name)))).toContain(
        `The coordinates are in ${name}, which is not known here. Convert the file to WGS84`,
      );
    },
  );
});

describe('a file that cannot be read', () => {
  it('is refused with the place when it was cut off', async () => {
    const whole = collection([feature({ a: 1 }, point), feature({ a: 2 }, point)]);
    expect(await refused(whole.slice(0, 200))).toMatch(
      /^The file ends at byte 200, where the end of feature 2, which begins at byte \d+, was expected/,
    );
  });
  it('is refused with the place when a feature is not JSON', async () => {
    expect(await refused('{"features":[{"type":"Feature","properties":{"a":1,}}]}')).toMatch(
      /^Feature 1, which begins at byte 13 of the file, is not valid JSON: /,
    );
  });
  it('is refused when it holds something else', async () => {
    expect(await refused('{"type":"Topology","objects":{}}')).toMatch(/is not a GeoJSON feature/);
    expect(await refused(JSON.stringify(point))).toMatch(/is not a GeoJSON feature/);
    expect(await refused(collection([point]))).toMatch(/is not a GeoJSON feature/);
    expect(await refused('')).toMatch(/a GeoJSON object was expected/);
  });
  it('is refused when it is not UTF-8', async () => {
    expect(await refused(Buffer.from(collection([feature({ a: 'é' })]), 'latin1'))).toMatch(/is not UTF-8/);
  });
});
