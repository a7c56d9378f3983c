import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  geometrySchema,
  MAX_POSITIONS,
  positionsOf,
  tidyGeometry,
  wellKnownText,
} from '#shared/geo/geometry.ts';

const ring = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 0],
];
const good = [
  { type: 'Point', coordinates: [1, 2] },
  {
    type: 'MultiPoint',
    coordinates: [
      [1, 2],
      [3, 4],
    ],
  },
  {
    type: 'LineString',
    coordinates: [
      [1, 2],
      [3, 4],
    ],
  },
  {
    type: 'MultiLineString',
    coordinates: [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ],
  },
  { type: 'Polygon', coordinates: [ring] },
  { type: 'MultiPolygon', coordinates: [[ring], [ring, ring]] },
] as const;

describe('a geometry', () => {
  it.each(good)('of type $type is accepted, counted and written as text', (g) => {
    const parsed = geometrySchema.parse(g);
    const numbers = JSON.stringify(g.coordinates).match(/\d+/g)?.length ?? 0;
    expect(positionsOf(parsed)).toHaveLength(numbers / 2);
    expect(wellKnownText(parsed).match(/\d+/g)).toHaveLength(numbers);
    expect(wellKnownText(parsed)).toMatch(new RegExp(`^${g.type.toUpperCase()} \\(`));
  });
  it.each([
    ['latitude beyond the pole', { type: 'Point', coordinates: [0, 91] }],
    ['an altitude', { type: 'Point', coordinates: [0, 1, 2] }],
    ['not a number', { type: 'Point', coordinates: [0, null] }],
    ['a line of one point', { type: 'LineString', coordinates: [[0, 0]] }],
    [
      'an open ring',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 1],
          ],
        ],
      },
    ],
    ['an unknown type', { type: 'Circle', coordinates: [0, 0] }],
    ['a stray member', { type: 'Point', coordinates: [0, 0], crs: 'x' }],
    [
      'too many points',
      { type: 'LineString', coordinates: Array.from({ length: MAX_POSITIONS + 1 }, (_, n) => [0, n / 1e6]) },
    ],
  ])('is refused with %s', (_what, g) => {
    expect(geometrySchema.safeParse(g).success).toBe(false);
  });
  it('is tidied: altitude dropped, seven decimals kept, nothing else touched', () => {
    const foreign = {
      type: 'LineString',
      bbox: [0],
      coordinates: [
        [-84.498512120450741, 38.019195567505555, 0],
        [-84.5, 38, 1],
      ],
    };
    expect(tidyGeometry(foreign)).toEqual({
      type: 'LineString',
      coordinates: [
        [-84.4985121, 38.0191956],
        [-84.5, 38],
      ],
    });
    expect(tidyGeometry(null)).toBeNull();
    expect(tidyGeometry({ type: 'Point' })).toEqual({ type: 'Point' });
  });
  it('has bounds with others, and none alone in nothing', () => {
    expect(boundsOf([geometrySchema.parse(good[0]), geometrySchema.parse(good[2])])).toEqual([1, 2, 3, 4]);
    expect(boundsOf([])).toBeUndefined();
  });
});
