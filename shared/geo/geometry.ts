import * as z from 'zod';

/**
 * Geometries as GeoJSON has them (RFC 7946): WGS84, longitude first, no altitude.
 * A record holds at most MAX_POSITIONS, so that it stays well under DynamoDB's 400 KB an item.
 */
export const MAX_POSITIONS = 4_000;

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const line = z.array(position).min(2);
const ring = z
  .array(position)
  .min(4)
  .refine((r) => r[0]?.[0] === r.at(-1)?.[0] && r[0]?.[1] === r.at(-1)?.[1], {
    message: 'A ring must end where it begins.',
  });
const polygon = z.array(ring).min(1);

const shapes = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('Point'), coordinates: position }),
  z.strictObject({ type: z.literal('MultiPoint'), coordinates: z.array(position).min(1) }),
  z.strictObject({ type: z.literal('LineString'), coordinates: line }),
  z.strictObject({ type: z.literal('MultiLineString'), coordinates: z.array(line).min(1) }),
  z.strictObject({ type: z.literal('Polygon'), coordinates: polygon }),
  z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(polygon).min(1) }),
]);

export type Geometry = z.output<typeof shapes>;
export type GeometryType = Geometry['type'];
export type Position = readonly [longitude: number, latitude: number];

/** Every position of a geometry, in order. */
export const positionsOf = (geometry: Geometry): Position[] =>
  geometry.type === 'Point'
    ? [geometry.coordinates]
    : ((geometry.coordinates as unknown[]).flat(depth[geometry.type]) as Position[]);

const depth = { MultiPoint: 0, LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 } as const;

export const geometrySchema = shapes.refine((g) => positionsOf(g).length <= MAX_POSITIONS, {
  message: `The shape has more than ${MAX_POSITIONS} points. Simplify it and try again.`,
});

/** West, south, east, north, in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

/** The smallest box around the geometries, or nothing when there are none. */
export const boundsOf = (geometries: Iterable<Geometry>): Bounds | undefined => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const geometry of geometries)
    for (const [lon, lat] of positionsOf(geometry)) {
      [west, east] = [Math.min(west, lon), Math.max(east, lon)];
      [south, north] = [Math.min(south, lat), Math.max(north, lat)];
    }
  return west === Infinity ? undefined : [west, south, east, north];
};

/** Seven decimals of a degree are about a centimetre: more is noise that survey equipment does not have. */
export const COORDINATE_DECIMALS = 7;
const rounded = (n: number) => Number(n.toFixed(COORDINATE_DECIMALS));

const trimmed = (coordinates: unknown): unknown => {
  if (!Array.isArray(coordinates)) return coordinates;
  const list = coordinates as unknown[];
  return typeof list[0] === 'number'
    ? list.slice(0, 2).map((n) => (typeof n === 'number' ? rounded(n) : n))
    : list.map(trimmed);
};

/** A foreign geometry made ready for the schema: altitude dropped, coordinates rounded, stray members left out. */
export const tidyGeometry = (foreign: unknown): unknown =>
  foreign !== null && typeof foreign === 'object' && 'type' in foreign && 'coordinates' in foreign
    ? { type: foreign.type, coordinates: trimmed(foreign.coordinates) }
    : foreign;

const text = ([lon, lat]: Position) => `${lon} ${lat}`;
const list = (positions: readonly Position[]) => `(${positions.map(text).join(', ')})`;
const lists = (lines: readonly (readonly Position[])[]) => `(${lines.map(list).join(', ')})`;

/** Well-known text (OGC 06-103r4), which spreadsheets and GIS programs read from a CSV cell. */
export const wellKnownText = (g: Geometry): string => {
  switch (g.type) {
    case 'Point':
      return `POINT (${text(g.coordinates)})`;
    case 'MultiPoint':
      return `MULTIPOINT ${list(g.coordinates)}`;
    case 'LineString':
      return `LINESTRING ${list(g.coordinates)}`;
    case 'MultiLineString':
      return `MULTILINESTRING ${lists(g.coordinates)}`;
    case 'Polygon':
      return `POLYGON ${lists(g.coordinates)}`;
    case 'MultiPolygon':
      return `MULTIPOLYGON (${g.coordinates.map(lists).join(', ')})`;
  }
};
