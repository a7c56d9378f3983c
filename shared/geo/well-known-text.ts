import { tidyGeometry } from './geometry.ts';

type Read = { readonly value: unknown } | { readonly message: string };

const types: Readonly<Record<string, { readonly type: string; readonly depth: number }>> = {
  POINT: { type: 'Point', depth: 0 },
  MULTIPOINT: { type: 'MultiPoint', depth: 1 },
  LINESTRING: { type: 'LineString', depth: 1 },
  MULTILINESTRING: { type: 'MultiLineString', depth: 2 },
  POLYGON: { type: 'Polygon', depth: 2 },
  MULTIPOLYGON: { type: 'MultiPolygon', depth: 3 },
};

const head = /^(?:SRID=(\d+);)?\s*([A-Z]+?)\s*(?:ZM|Z|M)?\s*(\(.*\)|EMPTY)$/is;
const position = /-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?:\s+-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?){1,3}/gi;

/** The bracketed lists of well-known text become JSON: each position a list of numbers, each `(…)` a list. */
const coordinates = (body: string, depth: number): unknown => {
  const json = body
    .replace(position, (numbers) => `[${numbers.trim().split(/\s+/).map(Number).join(',')}]`)
    .replaceAll('(', '[')
    .replaceAll(')', ']');
  const parsed: unknown = JSON.parse(json);
  if (depth === 0) return (parsed as unknown[])[0];
  // MULTIPOINT is written both as (1 2, 3 4) and as ((1 2), (3 4)).
  const list = parsed as unknown[][][];
  return depth === 1 && Array.isArray(list[0]?.[0]) ? list.map((inner) => inner[0]) : list;
};

/** Well-known text (OGC 06-103r4) as a GeoJSON geometry; altitude and measure are dropped. Longitude comes first. */
export const readWellKnownText = (text: string): Read => {
  const [, srid, word, body] = head.exec(text.trim()) ?? [];
  const known = word === undefined ? undefined : types[word.toUpperCase()];
  if (srid !== undefined && srid !== '4326')
    return { message: `The shape is in EPSG:${srid}. Convert the file to WGS84 (EPSG:4326) first.` };
  if (known === undefined || body === undefined)
    return { message: 'This is not a shape in well-known text, such as POINT (-84.5 38.03).' };
  if (/^empty$/i.test(body)) return { value: undefined };
  try {
    return { value: tidyGeometry({ type: known.type, coordinates: coordinates(body, known.depth) }) };
  } catch {
    return { message: 'The brackets or numbers of this shape do not fit together.' };
  }
};
