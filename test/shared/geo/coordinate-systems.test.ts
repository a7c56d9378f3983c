import { describe, expect, it } from 'vitest';
import { coordinateSystems, degrees, systemNamed } from '#shared/geo/coordinate-systems.ts';
import { reprojection } from '#shared/geo/reproject-geometry.ts';
import { toWgs84 } from '#shared/geo/reproject.ts';

const system = (code: number) => {
  const found = systemNamed(`EPSG:${code}`);
  if (found === undefined) throw new Error(`EPSG:${code} is not known.`);
  return found;
};

/** Metres between two places that are close to each other. */
const apart = ([lon, lat]: readonly [number, number], wanted: readonly [number, number]) =>
  Math.hypot((lon - wanted[0]) * 111_320 * Math.cos((lat * Math.PI) / 180), (lat - wanted[1]) * 110_574);

describe('a place comes out where another program puts it, to less than 0.1 m', () => {
  // Projected by PROJ 9.5.1 (pyproj 3.7.2) from geographic coordinates on the same datum, axes as x and y.
  it.each([
    ['Kentucky North, US survey feet', 2246, 1567350.7181, 196966.048, -84.5037, 38.0406],
    ['Kentucky North, metres', 2205, 477729.4542, 60035.3715, -84.5037, 38.0406],
    ['Kentucky North on NAD83(2011)', 6471, 1567350.7181, 196966.048, -84.5037, 38.0406],
    ['Kentucky Single Zone, US survey feet', 3089, 5280146.9674, 3904872.2728, -84.5037, 38.0406],
    ['California zone 5, US survey feet', 2229, 6487847.003, 1841468.2518, -118.2437, 34.0522],
    ['Arizona Central, international feet', 2223, 652011.0693, 890711.9092, -112.074, 33.4484],
    ['Michigan South, international feet', 2253, 13480497.371, 305787.9749, -83.0458, 42.3314],
    ['New York Long Island, US survey feet', 2263, 988212.2372, 211939.2786, -73.9857, 40.7484],
    ['Texas North Central, US survey feet', 2276, 2491875.0409, 6969751.3292, -96.797, 32.7767],
    ['Alaska zone 1, oblique', 26931, 828668.0309, 630786.9579, -133.5, 57.5],
    ['Alaska Albers', 3338, 219490.5107, 1253281.9826, -149.9, 61.2],
    ['Michigan Oblique Mercator', 3078, 618122.6342, 243459.0232, -84.5555, 42.7325],
    ['UTM zone 16N on NAD83', 26916, 572107.0067, 4402391.2971, -86.1581, 39.7684],
    ['UTM zone 17N on WGS 84', 32617, 490581.6409, 3549407.2617, -81.0998, 32.0809],
    ['Web Mercator', 3857, -9027988.4394, 3773934.7003, -81.0998, 32.0809],
  ])('%s', (_name, code, x, y, lon, lat) => {
    const placed = toWgs84(system(code))(x, y);
    expect('position' in placed ? apart(placed.position, [lon, lat]) : placed).toBeLessThan(0.1);
  });
});

it('US survey feet and international feet are told apart: over a state they differ by metres', () => {
  const [survey, international] = ['us-ft', 'ft'].map((unit) => {
    const { definition, ...rest } = system(2253);
    return toWgs84({ ...rest, definition: definition.replace('+units=ft', `+units=${unit}`) })(
      13480497.371,
      305787.9749,
    );
  });
  if (!survey || !international || !('position' in survey) || !('position' in international))
    throw new Error('unplaced');
  expect(apart(survey.position, international.position)).toBeGreaterThan(5);
});

it('every system that is offered places something', () => {
  const unplaced = coordinateSystems.filter(({ definition, ...rest }) => {
    const origin = /\+x_0=(\S+).*?(?:\+x_0=(\S+))?/.exec(definition);
    const x = Number(origin?.[2] ?? origin?.[1] ?? 500_000) + 1000;
    return 'message' in toWgs84({ definition, ...rest })(x, 500_000);
  });
  expect(unplaced.map(({ name }) => name)).toEqual([]);
  expect(new Set(coordinateSystems.map(({ id }) => id)).size).toBe(coordinateSystems.length);
});

describe('a name of a coordinate system', () => {
  it.each([
    ['EPSG:2246', 'NAD83 / Kentucky North (US survey feet)'],
    ['urn:ogc:def:crs:EPSG::2246', 'NAD83 / Kentucky North (US survey feet)'],
    ['urn:ogc:def:crs:EPSG:9.8.2:3857', 'Web Mercator (metres)'],
    ['http://www.opengis.net/def/crs/EPSG/0/6471', 'NAD83 / Kentucky North (US survey feet)'],
    ['ESRI:102100', 'Web Mercator (metres)'],
    ['EPSG:26916', 'NAD83 / UTM zone 16N (metres)'],
    ['EPSG:6345', 'NAD83 / UTM zone 16N (metres)'],
    ['urn:ogc:def:crs:OGC:1.3:CRS84', degrees.name],
    ['EPSG:4269', degrees.name],
  ])('%s is %s', (name, expected) => {
    expect(systemNamed(name)?.name).toBe(expected);
  });

  it.each(['EPSG:27700', 'EPSG:4267', 'EPSG:26716', 'EPSG:14326', 'XEPSG:4326', 'NAD83', ''])(
    '%j is not guessed: it is none of ours',
    (name) => expect(systemNamed(name)).toBeUndefined(),
  );
});

describe('a shape', () => {
  const project = reprojection(system(2246));
  const corner = [1567350.7181, 196966.048, 900];

  it('is brought over with every one of its points, and loses its altitude', () => {
    expect(project({ type: 'Polygon', coordinates: [[corner, corner]] })).toEqual({
      geometry: { type: 'Polygon', coordinates: [[[-84.5037, 38.0406], [-84.5037, 38.0406]]] }, // prettier-ignore
    });
  });

  it('in degrees is not taken for one in feet', () => {
    expect(project({ type: 'Point', coordinates: [-84.5, 38.03] })).toEqual({
      message: expect.stringContaining('These look like degrees, not feet of NAD83 / Kentucky North'),
    });
  });

  it('with what is no number is left for its own check', () => {
    const odd = { type: 'Point', coordinates: ['a', null] };
    expect(project(odd)).toEqual({ geometry: odd });
  });
});
