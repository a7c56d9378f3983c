import proj4 from 'proj4';
import type { CoordinateSystem } from './coordinate-systems.ts';
import { COORDINATE_DECIMALS } from './geometry.ts';

/** One position, and whether it could be one of this system at all. */
export type Placed =
  { readonly position: readonly [longitude: number, latitude: number] } | { readonly message: string };

const isDegrees = (x: number, y: number) => Math.abs(x) <= 180 && Math.abs(y) <= 90;
const rounded = (n: number) => Number(n.toFixed(COORDINATE_DECIMALS));

/**
 * From a coordinate system to WGS84. A projected origin lies outside the land that the system is for, so that small
 * numbers are degrees that were taken for feet: they are told, not placed.
 */
export const toWgs84 = ({ name, definition, unit }: CoordinateSystem): ((x: number, y: number) => Placed) => {
  const elsewhere = { message: `These coordinates do not lie in ${name}. Choose another coordinate system.` };
  const converter = proj4(definition, 'EPSG:4326');
  return (x, y) => {
    if (unit !== 'degrees' && isDegrees(x, y))
      return { message: `These look like degrees, not ${unit} of ${name}. Choose another coordinate system.` };
    if (!Number.isFinite(x) || !Number.isFinite(y)) return elsewhere;
    const [longitude = Number.NaN, latitude = Number.NaN] = converter.forward([x, y]);
    return isDegrees(longitude, latitude) ? { position: [rounded(longitude), rounded(latitude)] } : elsewhere;
  };
};

/** The first position anywhere in a foreign geometry. */
export const firstPosition = (coordinates: unknown): readonly [number, number] | undefined => {
  let at = coordinates;
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0];
  const [x, y] = Array.isArray(at) ? (at as unknown[]) : [];
  return typeof x === 'number' && typeof y === 'number' ? [x, y] : undefined;
};
