import type { CoordinateSystem } from '#shared/geo/coordinate-systems.ts';
import type { Column, ImportJob, Mapping } from '#web/data/jobs.ts';
import type { Option } from '#web/ui/inputs.tsx';

import type { MappingMessage } from './mapping.ts';

type Position = readonly [x: number, y: number];

const sampleOf = (columns: readonly Column[], name: string | undefined): number =>
  Number(columns.find((column) => column.name === name)?.samples[0]?.replaceAll(',', ''));

/** The first coordinates of the file, as far as they are known: those of a CSV are in the columns that were chosen. */
export const firstCoordinates = (
  { order, coordinates }: Pick<ImportJob, 'order' | 'coordinates'>,
  { longitude, latitude }: Mapping,
  columns: readonly Column[],
): Position | undefined => {
  if (order.format !== 'csv') return coordinates?.first;
  const first = [sampleOf(columns, longitude), sampleOf(columns, latitude)] as const;
  return first.every(Number.isFinite) ? first : undefined;
};

/** Places in degrees, or why these numbers cannot be. */
export const inDegrees = ([x, y]: Position): { position: Position } | { message: string } =>
  Math.abs(x) <= 180 && Math.abs(y) <= 90
    ? { position: [x, y] }
    : { message: `The coordinates (${x}, ${y}) are not degrees. Choose the coordinate system that they are in.` };

export const systemMessages = (
  job: Pick<ImportJob, 'order' | 'coordinates'>,
  mapping: Mapping,
  columns: readonly Column[],
): MappingMessage[] => {
  const first = firstCoordinates(job, mapping, columns);
  if (first === undefined || mapping.coordinateSystem !== undefined || 'position' in inDegrees(first)) return [];
  return [{ field: 'coordinateSystem', message: 'The coordinates are not degrees. Choose what they are in.' }];
};

/** Named by the place first, so that typing the name of a state finds it. */
export const systemOptions = (systems: readonly CoordinateSystem[], chosen: string | undefined): Option[] => {
  const options = systems.map(({ id, name }) => {
    const [datum = '', zone] = name.split(' / ');
    return { value: id, label: zone === undefined ? `${name}, ${id}` : `${zone}, ${datum}, ${id}` };
  });
  const known = chosen === undefined || options.some(({ value }) => value === chosen);
  return [...(known ? [] : [{ value: chosen, label: chosen }]), ...options].sort((a, b) =>
    a.label.localeCompare(b.label, 'en', { numeric: true }),
  );
};

/** As maps write it. Five decimals are about a metre. */
export const placeText = ([longitude, latitude]: Position): string =>
  `${Math.abs(latitude).toFixed(5)}° ${latitude < 0 ? 'S' : 'N'}, ${Math.abs(longitude).toFixed(5)}° ${longitude < 0 ? 'W' : 'E'}`;
