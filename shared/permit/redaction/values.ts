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
 * record: where one of those is removed, the place itself is checked, and nothing is searched for.
 */
export const textsOfValue = (field: Field, value: unknown): string[] => {
  if (field.kind === 'geometry') return placeTexts(value as Geometry); // parsed by the field's own schema when it was written
  if (field.kind === 'attributes')
    return Object.values(value as Record<string, unknown>).flatMap((one) =>
      typeof one === 'string' || typeof one === 'number' ? [String(one)] : [],
    );
  const texts = field.kind === 'text' || field.kind === 'person';
  return texts && typeof value === 'string' ? [value] : [];
};
