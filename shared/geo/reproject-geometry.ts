import { degrees, type CoordinateSystem } from './coordinate-systems.ts';
import { toWgs84, type Placed } from './reproject.ts';

export type Reprojected = { readonly geometry: unknown } | { readonly message: string };

/** A file of another maker can nest without end; GeoJSON needs four levels. */
const MAX_DEPTH = 4;

/** A geometry of a file, its positions in WGS84. What is not a position is left for the geometry's own check to tell. */
export const reprojection = (system: CoordinateSystem | undefined): ((geometry: unknown) => Reprojected) => {
  if (system === undefined || system === degrees) return (geometry) => ({ geometry });
  const place = toWgs84(system);
  return (geometry) => {
    if (geometry === null || typeof geometry !== 'object' || !('coordinates' in geometry)) return { geometry };
    let message: string | undefined;
    const each = (list: unknown, depth: number): unknown => {
      if (!Array.isArray(list) || depth > MAX_DEPTH || message !== undefined) return list;
      const [x, y] = list as unknown[];
      if (typeof x !== 'number' || typeof y !== 'number') return list.map((inner) => each(inner, depth + 1));
      const placed: Placed = place(x, y);
      if ('position' in placed) return placed.position;
      message = placed.message;
      return list;
    };
    const coordinates = each(geometry.coordinates, 1);
    return message === undefined ? { geometry: { ...geometry, coordinates } } : { message };
  };
};
