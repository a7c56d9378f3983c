import { boundsOf, type Geometry } from '#shared/geo/geometry.ts';
import { useMemo } from 'react';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { MapCanvas } from '#web/ui/map/map-canvas.tsx';
import { usePeek } from '#web/data/mirrors.ts';
import { layerOf } from './map-layers.ts';
import { records } from '#shared/records/index.ts';

/** A still picture of where a record is, among the structures that happen to be loaded. */
export const MapSnippet = ({
  record,
  item,
  geometry,
  label,
}: {
  readonly record: AnyRecordType;
  readonly item: Stored;
  readonly geometry: Geometry;
  readonly label: string;
}) => {
  const around = usePeek('structure').rows;
  const layers = useMemo(() => {
    const own = layerOf(record, [item]);
    return record.name === 'structure' && around.length > 0
      ? [layerOf(record, around)]
      : [...(around.length > 0 ? [layerOf(records.structure, around)] : []), own];
  }, [record, item, around]);
  const look = useMemo(() => boundsOf([geometry]), [geometry]);
  return <MapCanvas label={`Map with ${label} in the middle`} layers={layers} chosen={geometry} look={look} still />;
};
