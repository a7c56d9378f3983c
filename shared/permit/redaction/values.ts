import { positionsOf, type Geometry } from '#shared/geo/geometry.ts';
import type { Field } from '#shared/model/field.ts';

/** Of a long line, its first points are searched for: whoever copies it copies those. */
const POINTS = 20;

/** A place as JSON and as well-known text write it. A single number says nothing: a longitude alone is no place. */
export const placeTexts = (geometry: Geometry): string[] =>
  positionsOf(geometry)
    .slice(0, POINTS)
    .flatMap(([lon, lat]) => [`${lon},${lat}`, `${lon} ${lat}`]);

/**
 * The texts by which a removed value would be known again. Choices, dates, yes or no and counts stand in every second
 * record; ids of people stand in every record as who changed it, and name nobody by themselves; what an imported file
 * said repeats the record's own fields and words such as "concrete". Where one of those is removed, it is removed at
 * that place only.
 */
export const textsOfValue = (field: Field, value: unknown): string[] => {
  if (field.kind === 'geometry') return placeTexts(value as Geometry); // parsed by the field's own schema when it was written
  return field.kind === 'text' && typeof value === 'string' ? [value] : [];
};
