import { Map as Engine, setWorkerUrl, type MapOptions } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import './map.css';

/** A worker file of our own: the content security policy allows none that is made from a string. */
setWorkerUrl(workerUrl);

export type { Engine };
export const GROUND = '#edf1f4';

/** No tiles and no glyphs: nothing about a place is asked of anyone. North stays up. */
export const createEngine = (
  container: HTMLElement,
  options: Partial<MapOptions> & { readonly label: string },
): Engine => {
  const { label, ...rest } = options;
  const engine = new Engine({
    container,
    style: {
      version: 8,
      sources: {},
      layers: [{ id: 'ground', type: 'background', paint: { 'background-color': GROUND } }],
    },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 21,
    fadeDuration: 0,
    renderWorldCopies: false,
    locale: { 'Map.Title': label },
    ...rest,
  });
  engine.touchZoomRotate.disableRotation();
  engine.keyboard.disableRotation();
  return engine;
};

/** WebGL 2 is missing in some remote desktops and very old phones. */
export const canDraw = (): boolean => document.createElement('canvas').getContext('webgl2') !== null;
