import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wellKnownText, type Geometry } from '#shared/geo/geometry.ts';
import { readWellKnownText } from '#shared/geo/well-known-text.ts';

const degree = (limit: number) => fc.integer({ min: -limit * 1e6, max: limit * 1e6 }).map((n) => n / 1e6);
const position = fc.tuple(degree(180), degree(90));
const line = fc.array(position, { minLength: 2, maxLength: 6 });
const ring = fc.array(position, { minLength: 3, maxLength: 6 }).map((r) => [...r, r[0]]);
const polygon = fc.array(ring, { minLength: 1, maxLength: 3 });
const many = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });

const geometry = fc.oneof(
  position.map((coordinates) => ({ type: 'Point', coordinates })),
  many(position).map((coordinates) => ({ type: 'MultiPoint', coordinates })),
  line.map((coordinates) => ({ type: 'LineString', coordinates })),
  many(line).map((coordinates) => ({ type: 'MultiLineString', coordinates })),
  polygon.map((coordinates) => ({ type: 'Polygon', coordinates })),
  many(polygon).map((coordinates) => ({ type: 'MultiPolygon', coordinates })),
);

it('what an export writes, an import reads', () => {
  fc.assert(
    fc.property(geometry, (made) => {
      expect(readWellKnownText(wellKnownText(made as Geometry))).toEqual({ value: made });
    }),
  );
});

it.each([
  ['point(-84.5 38)', { type: 'Point', coordinates: [-84.5, 38] }],
  ['SRID=4326;POINT (-84.5 38)', { type: 'Point', coordinates: [-84.5, 38] }],
  ['POINT ZM (-84.5 38 290 1)', { type: 'Point', coordinates: [-84.5, 38] }],
  ['LINESTRINGZ(1 2 3, 4 5 6)', { type: 'LineString', coordinates: [[1, 2], [4, 5]] }], // prettier-ignore
  ['MULTIPOINT ((1 2), (3 4))', { type: 'MultiPoint', coordinates: [[1, 2], [3, 4]] }], // prettier-ignore
  ['POINT EMPTY', undefined],
])('%s is read', (text, value) => {
  expect(readWellKnownText(text)).toEqual({ value });
});

it.each(['POINT', 'CIRCLE (1 2)', 'POINT (1 2', 'hello', 'POINT 1 2', 'POLYGON ((1 2, 3 4)', 'SRID=2246;POINT (1 2)'])(
  '%s is refused with a sentence',
  (text) => {
    expect(readWellKnownText(text)).toEqual({ message: expect.any(String) });
  },
);
