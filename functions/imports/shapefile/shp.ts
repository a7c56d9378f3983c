import { MAX_POSITIONS } from '#shared/geo/geometry.ts';
import { FileFault } from '#shared/import/fault.ts';
import { MAX_FEATURE_BYTES } from '#shared/import/features.ts';
import type { ByteReader } from './bytes.ts';
import { polygonOf, type Ring } from './rings.ts';

/** A shape of the file as GeoJSON in the file's own coordinates, null where there is none, or why it cannot be read. */
export type Shape = { readonly geometry: unknown } | { readonly fault: string };

const none: Shape = { geometry: null };
/** What is less than this stands for no value (ESRI Shapefile Technical Description, 1998, page 2). */
const NO_DATA = -1e38;

const positions = (view: DataView, at: number, count: number): Ring =>
  Array.from({ length: count }, (_, n) => [view.getFloat64(at + n * 16, true), view.getFloat64(at + n * 16 + 8, true)]);

const point = (view: DataView): Shape => {
  const [position = []] = positions(view, 4, 1);
  return position.every((n) => n > NO_DATA) ? { geometry: { type: 'Point', coordinates: position } } : none;
};

const multiPoint = (view: DataView): Shape => ({
  geometry: { type: 'MultiPoint', coordinates: positions(view, 40, view.getInt32(36, true)) },
});

const parts = (view: DataView): Ring[] => {
  const [count, points] = [view.getInt32(36, true), view.getInt32(40, true)];
  const from = Array.from({ length: count }, (_, n) => view.getInt32(44 + n * 4, true));
  // Parts that overlap would be copied again and again.
  if (from.some((start, n) => start < (from[n - 1] ?? 0) || start > points)) throw new RangeError();
  const all = positions(view, 44 + count * 4, points);
  return from.map((start, n) => all.slice(start, from[n + 1] ?? points));
};

const polyline = (view: DataView): Shape => {
  const [first, ...more] = parts(view);
  if (first === undefined) return none;
  return {
    geometry:
      more.length === 0
        ? { type: 'LineString', coordinates: first }
        : { type: 'MultiLineString', coordinates: [first, ...more] },
  };
};

const polygon = (view: DataView): Shape => ({ geometry: polygonOf(parts(view)) ?? null });

/** Tens stand for altitude, twenties for a measure: both come after the positions and are passed over. With where the number of points stands. */
const kinds: Readonly<Record<number, readonly [read: (view: DataView) => Shape, count?: number]>> = {
  0: [() => none],
  1: [point],
  3: [polyline, 40],
  5: [polygon, 40],
  8: [multiPoint, 36],
};

const shapeOf = (view: DataView): Shape => {
  const type = view.getInt32(0, true);
  const [read, at] = (type < 30 ? kinds[type % 10] : undefined) ?? [];
  if (read === undefined) return { fault: `The shape is of type ${type}, which is not read here.` };
  try {
    // What no record can hold is not sorted into rings either.
    if (at !== undefined && view.getInt32(at, true) > MAX_POSITIONS)
      return { fault: `The shape has more than ${MAX_POSITIONS} points. Simplify it and try again.` };
    return read(view);
  } catch (error) {
    if (error instanceof RangeError)
      return { fault: 'The parts of the shape do not fit its points. Export the layer again.' };
    throw error;
  }
};

/** The shapes of a .shp in their order. Each says its own length, so that the .shx is not needed. */
export async function* shapes(reader: ByteReader): AsyncGenerator<Shape> {
  const head = await reader.take(100);
  if (head.getInt32(0) !== 9994) throw new FileFault('The .shp is not a shapefile. Export the layer again.');
  for (;;) {
    const record = await reader.takeOrEnd(8);
    if (record === undefined) return;
    const length = record.getInt32(4) * 2;
    if (length < 4) throw new FileFault('The .shp is damaged. Export the layer again.');
    if (length > MAX_FEATURE_BYTES) {
      await reader.skip(length);
      yield { fault: `The shape is larger than ${MAX_FEATURE_BYTES / 1e6} MB. Simplify it.` };
    } else yield shapeOf(await reader.take(length));
  }
}
