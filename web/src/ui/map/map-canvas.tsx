import type { Geometry } from 'geojson';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Bounds } from '#shared/geo/geometry.ts';
import { Alert } from '../messages.tsx';
import { canDraw, createEngine, type Engine } from './engine.ts';
import { partsOf, showChosen, showLayers, type MapLayer } from './layers.ts';
import { fit, MapButtons } from './map-buttons.tsx';

export interface View {
  readonly bounds: Bounds;
  readonly center: readonly [number, number];
}

interface MapCanvasProps {
  readonly label: string;
  readonly layers: readonly MapLayer[];
  readonly chosen?: Geometry | undefined;
  /** Where to look. A new object moves the map; undefined leaves it where the person put it. */
  readonly look?: Bounds | undefined;
  /** What the “show all” button fits. */
  readonly all?: Bounds | undefined;
  readonly still?: boolean;
  readonly onChoose?: (layer: string, id: string) => void;
  readonly onView?: (view: View) => void;
  readonly children?: ReactNode;
}

/** Half the width of a thumb's idea of a point, in pixels. */
const REACH = 12;

const pick = (engine: Engine, x: number, y: number, names: readonly string[]) => {
  const parts = names.flatMap(partsOf).filter((part) => engine.getLayer(part) !== undefined);
  const found = engine.queryRenderedFeatures(
    [
      [x - REACH, y - REACH],
      [x + REACH, y + REACH],
    ],
    { layers: parts },
  );
  // Points first: an area lies under everything in it.
  const best = found.find(({ geometry }) => geometry.type === 'Point') ?? found[0];
  return best && { layer: best.source, id: String(best.properties.id) };
};

const viewOf = (engine: Engine): View => {
  const box = engine.getBounds();
  const { lng, lat } = engine.getCenter();
  return { bounds: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()], center: [lng, lat] };
};

/** MapLibre in React: the engine is made once, and everything else is told to it as it changes. */
export const MapCanvas = (props: MapCanvasProps) => {
  const { label, layers, chosen, look, all, still, children } = props;
  const box = useRef<HTMLDivElement>(null);
  const [engine, setEngine] = useState<Engine>();
  const [failed] = useState(() => !canDraw());
  const latest = useRef(props);
  const sent = useRef(new Map<string, unknown>());
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (failed || box.current === null) return;
    const made = createEngine(box.current, { label, interactive: !still });
    sent.current = new Map();
    made.on('load', () => setEngine(made));
    made.on('moveend', () => latest.current.onView?.(viewOf(made)));
    made.on('click', ({ point }) => {
      const hit = pick(made, point.x, point.y, [...sent.current.keys()]);
      if (hit) latest.current.onChoose?.(hit.layer, hit.id);
    });
    return () => {
      setEngine(undefined);
      made.remove();
    };
  }, [failed, label, still]);

  useEffect(() => {
    if (engine) showLayers(engine, layers, sent.current);
  }, [engine, layers]);
  useEffect(() => {
    if (engine) showChosen(engine, chosen);
  }, [engine, chosen, layers]);
  useEffect(() => {
    if (engine && look) fit(engine, look);
  }, [engine, look]);

  if (failed)
    return (
      <Alert tone="warning" title="This browser cannot draw the map">
        <p>Everything on the map is also in the lists.</p>
      </Alert>
    );
  return (
    <div className="map-frame">
      <div ref={box} />
      {!still && <MapButtons engine={engine} all={all} />}
      {children}
    </div>
  );
};
