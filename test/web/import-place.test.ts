import { expect, it } from 'vitest';
import { coordinateSystems } from '#shared/geo/coordinate-systems.ts';
import type { Column, Mapping } from '#web/data/jobs.ts';
import { placeText, systemMessages, systemOptions } from '#web/screens/import/first-place.ts';

const column = (name: string, ...samples: string[]): Column => ({ name, samples, nulls: 0 });
const mapping: Mapping = { fields: {}, whenIdRepeats: 'keep', whenIdExists: 'update', keepOther: false };
const order = {
  recordType: 'structure',
  fileName: 'a',
  format: 'csv',
  bytes: 1,
  sha256: 'a'.repeat(64),
} as const;
const at = { ...mapping, longitude: 'X', latitude: 'Y' };
const fields = (...asked: Parameters<typeof systemMessages>) => systemMessages(...asked).map(({ field }) => field);

it('columns of feet ask for the system that they are in, columns of degrees do not', () => {
  const feet = [column('X', '1,567,350.7'), column('Y', '196966')];
  expect(fields({ order }, at, feet)).toEqual(['coordinateSystem']);
  expect(fields({ order }, { ...at, coordinateSystem: 'EPSG:2246' }, feet)).toEqual([]);
  expect(fields({ order }, at, [column('X', '-84.5'), column('Y', '38')])).toEqual([]);
  expect(fields({ order }, mapping, feet)).toEqual([]);
});

it('shapes of feet ask for it too', () => {
  const job = { order: { ...order, format: 'geojson' }, coordinates: { first: [1567350.7, 196966] } } as const;
  expect(fields(job, mapping, [])).toEqual(['coordinateSystem']);
});

it('a system is found by the first letters of its state', () => {
  const labels = systemOptions(coordinateSystems, undefined).map(({ label }) => label);
  expect(labels.find((label) => label.startsWith('Kentucky N'))).toBe('Kentucky North (metres), NAD83, EPSG:2205');
  expect(labels).toContain('Kentucky North (US survey feet), NAD83, EPSG:2246');
  expect(systemOptions([], 'EPSG:2246')).toEqual([{ value: 'EPSG:2246', label: 'EPSG:2246' }]);
});

it('a place is written as maps write it', () => {
  expect(placeText([-84.5037, 38.0406])).toBe('38.04060° N, 84.50370° W');
  expect(placeText([144.8, -13.4])).toBe('13.40000° S, 144.80000° E');
});
