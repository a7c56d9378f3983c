import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { boundsOf, type Bounds } from '#shared/geo/geometry.ts';
import { count } from '#web/fields/text.ts';
import { geometryOf, shownAtFirst, useLayers, type LoadedLayer } from '#web/records/map-layers.ts';
import { Empty, Loading } from '#web/ui/messages.tsx';
import { MapCanvas } from '#web/ui/map/map-canvas.tsx';
import { PageHeading } from '#web/ui/page.tsx';
import { InView } from './in-view.tsx';
import { Legend } from './legend.tsx';
import { MapCard } from './map-card.tsx';

const route = getRouteApi('/shell/map');

interface Place {
  readonly layers?: string;
  readonly at?: string;
}

/** The layers and the chosen record are in the address, so that a colleague sees the same map. */
const usePlace = () => {
  const search = route.useSearch();
  const navigate = useNavigate();
  const shown = useMemo(() => (search.layers === undefined ? shownAtFirst : search.layers.split(',')), [search.layers]);
  const go = (place: Place) => void navigate({ to: '/map', search: place, replace: true, resetScroll: false });
  const kept: Place = search.layers === undefined ? {} : { layers: search.layers };
  return {
    shown,
    at: search.at,
    choose: (layer: string, id: string) => go({ ...kept, at: `${layer}:${id}` }),
    unchoose: () => go(kept),
    toggle: (name: string) =>
      go({
        layers: (shown.includes(name) ? shown.filter((one) => one !== name) : [...shown, name]).join(',') || 'none',
        ...(search.at === undefined ? {} : { at: search.at }),
      }),
  };
};

const find = (loaded: readonly LoadedLayer[], at: string | undefined) => {
  const [name, id] = at?.split(':') ?? [];
  const record = loaded.find((one) => one.record.name === name)?.record;
  const row = loaded.find((one) => one.record.name === name)?.rows.find((one) => one.id === id);
  return record && row ? { record, row, geometry: geometryOf(record, row) } : undefined;
};

const boundsOfAll = (loaded: readonly LoadedLayer[]) =>
  boundsOf(
    loaded.flatMap(({ record, rows }) =>
      rows.flatMap((row) => (row.archivedAt === undefined ? (geometryOf(record, row) ?? []) : [])),
    ),
  );

/** Where the map opens: at the record that the address names, else around everything, growing while it loads. */
const useLook = (loaded: readonly LoadedLayer[], at: string | undefined) => {
  const [first] = useState(at);
  const all = useMemo(() => boundsOfAll(loaded), [loaded]);
  const named = first === undefined ? undefined : find(loaded, first)?.geometry;
  const near = useMemo(() => named && boundsOf([named]), [named]);
  // Once everything is there the map stays where the person puts it, whatever later refreshes bring.
  const ready = loaded.every(({ phase }) => phase === 'ready');
  const [settled, setSettled] = useState<Bounds>();
  if (ready && settled === undefined && all !== undefined) setSettled(all);
  return { all, look: first === undefined ? (settled ?? all) : near };
};

export const MapScreen = () => {
  const { shown, at, choose, unchoose, toggle } = usePlace();
  const loaded = useLayers(shown);
  const [bounds, setBounds] = useState<Bounds>();
  const { all, look } = useLook(loaded, at);
  const chosen = useMemo(() => find(loaded, at), [loaded, at]);
  const layers = useMemo(() => loaded.map(({ layer }) => layer), [loaded]);
  const loading = loaded.some(({ phase }) => phase === 'loading');
  const bare = !loading && loaded.length > 0 && all === undefined;
  return (
    <>
      <PageHeading title="Map" />
      {bare && (
        <Empty title="Nothing has a place yet">
          <p>Import your structures, or add a place to a record.</p>
        </Empty>
      )}
      <div className="map-screen">
        <div className="map-main">
          <MapCanvas
            label="Map of the storm sewer system"
            layers={layers}
            chosen={chosen?.geometry}
            look={look}
            all={all}
            onChoose={choose}
            onView={(view) => setBounds(view.bounds)}
          >
            {loading && (
              <div className="map-loading">
                <Loading>Loading: {count(loaded.reduce((sum, { received }) => sum + received, 0))} so far</Loading>
              </div>
            )}
          </MapCanvas>
          {chosen && <MapCard record={chosen.record} row={chosen.row} onClose={unchoose} />}
        </div>
        <div className="map-side">
          <Legend loaded={loaded} shown={shown} onToggle={toggle} />
          <InView loaded={loaded} bounds={bounds} onChoose={choose} />
        </div>
      </div>
    </>
  );
};
