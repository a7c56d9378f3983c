import { useState } from 'react';
import type { Bounds } from '#shared/geo/geometry.ts';
import { Icon } from '../icon.tsx';
import type { Engine } from './engine.ts';
import { showSelf } from './layers.ts';

export const fit = (engine: Engine, [west, south, east, north]: Bounds) =>
  engine.fitBounds(
    [
      [west, south],
      [east, north],
    ],
    { padding: 48, maxZoom: 17, duration: 0 },
  );

interface ButtonsProps {
  readonly engine: Engine | undefined;
  readonly all: Bounds | undefined;
}

/** The position is read once for each tap and goes nowhere but onto this map. */
const useSelf = (engine: Engine | undefined) => {
  const [note, setNote] = useState('');
  const find = () => {
    setNote('Finding your position…');
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude } }) => {
        setNote('The map shows your position.');
        if (engine === undefined) return;
        showSelf(engine, [longitude, latitude]);
        engine.jumpTo({ center: [longitude, latitude], zoom: Math.max(engine.getZoom(), 16) });
      },
      () => setNote('Your position could not be read. Allow location for this site in the browser.'),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 10_000 },
    );
  };
  return { note, find };
};

export const MapButtons = ({ engine, all }: ButtonsProps) => {
  const { note, find } = useSelf(engine);
  return (
    <>
      <div className="map-buttons">
        <button type="button" aria-label="Zoom in" onClick={() => engine?.zoomIn({ duration: 0 })}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => engine?.zoomOut({ duration: 0 })}>
          −
        </button>
        {all && (
          <button type="button" aria-label="Show all" onClick={() => engine && fit(engine, all)}>
            ⤢
          </button>
        )}
        <button type="button" aria-label="Show my position" onClick={find}>
          <Icon name="position" />
        </button>
      </div>
      <p className={note === '' ? 'hidden-text' : 'map-note'} role="status">
        {note}
      </p>
    </>
  );
};
