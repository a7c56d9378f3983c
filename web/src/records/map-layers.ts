import type { FeatureCollection, Geometry as JsonGeometry } from 'geojson';
import { useMemo } from 'react';
import { positionsOf, type Bounds, type Geometry } from '#shared/geo/geometry.ts';
import type { Row } from '#shared/derive/row.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { mirrorOf, useMirrors } from '#web/data/mirrors.ts';
import { allRecords } from '#shared/records/index.ts';
import type { MapLayer } from '#web/ui/map/layers.ts';
import type { Shape } from '#web/ui/map/marks.ts';

/** Colour and shape together, so that neither has to be told apart alone. Darker than 4.5:1 on the map's ground. */
const styles: Readonly<Record<string, { readonly colour: string; readonly shape: Shape }>> = {
  structure: { colour: '#0b5394', shape: 'circle' },
  outfall: { colour: '#b54708', shape: 'triangle' },
  site: { colour: '#5b2a86', shape: 'square' },
  inspection: { colour: '#1e6b2a', shape: 'diamond' },
};
export const styleOf = (name: string) => styles[name] ?? { colour: '#3d4551', shape: 'cross' as const };

export const shownAtFirst: readonly string[] = ['structure', 'outfall', 'site'];

/** Many small things lie under few large ones; what is not shown at first lies on top of all. */
const depth = ({ name }: AnyRecordType) =>
  shownAtFirst.includes(name) ? shownAtFirst.indexOf(name) : shownAtFirst.length;

/** Every record type with a place, from the bottom of the map up. Files are where the record is that they are on. */
export const mappable: readonly AnyRecordType[] = allRecords
  .filter(({ geometry, managed }) => geometry !== undefined && !managed)
  .sort((a, b) => depth(a) - depth(b));

export const geometryOf = (record: AnyRecordType, row: { readonly values: Row['values'] }): Geometry | undefined =>
  // Rows come from our own API, which parsed the geometry before it was stored; parsing 50,000 again would be felt.
  record.geometry === undefined ? undefined : (row.values[record.geometry] as Geometry | undefined);

type Features = FeatureCollection<JsonGeometry, { id: string }>;
/** Made once for each state of a mirror: the map sends to its worker only what is a new object. */
const made = new WeakMap<readonly Row[], Features>();

const featuresOf = (record: AnyRecordType, rows: readonly Row[]): Features => {
  let features = made.get(rows);
  if (features === undefined) {
    features = {
      type: 'FeatureCollection',
      features: rows.flatMap((row) => {
        const geometry = row.archivedAt === undefined ? geometryOf(record, row) : undefined;
        return geometry ? [{ type: 'Feature' as const, properties: { id: row.id }, geometry }] : [];
      }),
    };
    made.set(rows, features);
  }
  return features;
};

export const layerOf = (record: AnyRecordType, rows: readonly Row[]): MapLayer => ({
  name: record.name,
  label: record.label.many,
  ...styleOf(record.name),
  features: featuresOf(record, rows),
});

export interface LoadedLayer {
  readonly record: AnyRecordType;
  readonly rows: readonly Row[];
  readonly layer: MapLayer;
  readonly phase: 'idle' | 'loading' | 'ready';
  readonly received: number;
}

/** The layers that are wanted, as far as they are there. */
export const useLayers = (names: readonly string[]): readonly LoadedLayer[] => {
  const stamp = useMirrors(names);
  return useMemo(
    () =>
      mappable
        .filter(({ name }) => names.includes(name))
        .map((record) => {
          const { rows, phase, received } = mirrorOf(record).snapshot();
          return { record, rows, layer: layerOf(record, rows), phase, received, stamp };
        }),
    [names, stamp],
  );
};

/** Whether any of it lies in the box: exact for points, by its corners for the rest. */
export const inBounds = (geometry: Geometry, [west, south, east, north]: Bounds): boolean =>
  positionsOf(geometry).some(([lon, lat]) => lon >= west && lon <= east && lat >= south && lat <= north);
