import { useMemo, useState } from 'react';
import { boundsOf, type Geometry } from '#shared/geo/geometry.ts';
import { geometryOf, shownAtFirst, useLayers } from '#web/records/map-layers.ts';
import { Button } from '#web/ui/button.tsx';
import { MapCanvas } from '#web/ui/map/map-canvas.tsx';

interface PickerProps {
  readonly start: Geometry | undefined;
  readonly onPick: (position: readonly [longitude: number, latitude: number]) => void;
}

/** The map moves under a fixed cross: a thumb does not hide the spot, and the arrow keys do the same as a drag. */
export const MapPicker = ({ start, onPick }: PickerProps) => {
  const loaded = useLayers(shownAtFirst);
  const layers = useMemo(() => loaded.map(({ layer }) => layer), [loaded]);
  const [center, setCenter] = useState<readonly [number, number]>();
  const look = useMemo(
    () =>
      boundsOf(
        start ? [start] : loaded.flatMap(({ record, rows }) => rows.flatMap((row) => geometryOf(record, row) ?? [])),
      ),
    [start, loaded],
  );
  return (
    <div className="map-picker">
      <p className="help">Move the map until the cross is on the spot. Arrow keys and plus and minus work too.</p>
      <MapCanvas label="Map to pick a place" layers={layers} look={look} onView={({ center: at }) => setCenter(at)}>
        <svg className="map-cross" viewBox="0 0 48 48" aria-hidden="true">
          <path d="M24 4v16M24 28v16M4 24h16M28 24h16" stroke="#fff" strokeWidth="6" />
          <path d="M24 4v16M24 28v16M4 24h16M28 24h16" stroke="currentColor" strokeWidth="3" />
        </svg>
      </MapCanvas>
      <Button busy={center === undefined} onClick={() => center && onPick(center)}>
        Use this spot
      </Button>
    </div>
  );
};
