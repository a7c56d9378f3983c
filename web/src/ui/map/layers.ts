import type { FeatureCollection, Geometry } from 'geojson';
import type { FilterSpecification, GeoJSONSource } from 'maplibre-gl';
import type { Engine } from './engine.ts';
import { markImage, type Shape } from './marks.ts';

export interface MapLayer {
  readonly name: string;
  readonly label: string;
  readonly colour: string;
  readonly shape: Shape;
  readonly features: FeatureCollection<Geometry, { id: string }>;
}

/** The parts of one layer, in the order they are drawn. */
export const partsOf = (name: string) => [`${name}-area`, `${name}-line`, `${name}-point`];

const isPoint: FilterSpecification = ['==', ['geometry-type'], 'Point'];
const isShape: FilterSpecification = ['!=', ['geometry-type'], 'Point'];

const addPoints = (engine: Engine, { name, colour, shape }: MapLayer) => {
  const common = { id: `${name}-point`, source: name, filter: isPoint };
  if (shape === 'circle') {
    engine.addLayer({
      ...common,
      type: 'circle',
      paint: {
        'circle-color': colour,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 2, 14, 4, 18, 8],
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 11, 0, 14, 1],
      },
    });
    return;
  }
  const image = markImage(shape, colour, 48);
  if (image && !engine.hasImage(name)) engine.addImage(name, image, { pixelRatio: 2 });
  engine.addLayer({
    ...common,
    type: 'symbol',
    layout: {
      'icon-image': name,
      'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.5, 15, 0.85],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
    },
  });
};

const addLayer = (engine: Engine, layer: MapLayer) => {
  const { name, colour, features } = layer;
  engine.addSource(name, { type: 'geojson', data: features });
  engine.addLayer({
    id: `${name}-area`,
    type: 'fill',
    source: name,
    filter: ['==', ['geometry-type'], 'Polygon'],
    paint: { 'fill-color': colour, 'fill-opacity': 0.18 },
  });
  engine.addLayer({
    id: `${name}-line`,
    type: 'line',
    source: name,
    filter: isShape,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': ['interpolate', ['linear'], ['zoom'], 11, 1, 17, 4] },
  });
  addPoints(engine, layer);
};

/** Makes the map show exactly these layers. Unchanged feature collections are not sent to the worker again. */
export const showLayers = (engine: Engine, layers: readonly MapLayer[], sent: Map<string, unknown>) => {
  for (const name of [...sent.keys()].filter((known) => !layers.some((layer) => layer.name === known))) {
    for (const part of partsOf(name)) engine.removeLayer(part);
    engine.removeSource(name);
    sent.delete(name);
  }
  for (const layer of layers) {
    if (sent.get(layer.name) === layer.features) continue;
    if (sent.has(layer.name)) void engine.getSource<GeoJSONSource>(layer.name)?.setData(layer.features);
    else addLayer(engine, layer);
    sent.set(layer.name, layer.features);
  }
};

const CHOSEN = '#fa9441';

/** A ring or a thick line around what is chosen, above everything. */
export const showChosen = (engine: Engine, geometry: Geometry | undefined) => {
  const data: FeatureCollection = {
    type: 'FeatureCollection',
    features: geometry ? [{ type: 'Feature', properties: {}, geometry }] : [],
  };
  const source = engine.getSource<GeoJSONSource>('chosen');
  if (source) {
    void source.setData(data);
  } else {
    engine.addSource('chosen', { type: 'geojson', data });
    engine.addLayer({
      id: 'chosen-line',
      type: 'line',
      source: 'chosen',
      filter: isShape,
      paint: { 'line-color': CHOSEN, 'line-width': 6, 'line-opacity': 0.8 },
    });
    engine.addLayer({
      id: 'chosen-point',
      type: 'circle',
      source: 'chosen',
      filter: isPoint,
      paint: {
        'circle-radius': 14,
        'circle-color': 'rgba(0,0,0,0)',
        'circle-stroke-color': '#1b1b1b',
        'circle-stroke-width': 3,
      },
    });
  }
  engine.moveLayer('chosen-line');
  engine.moveLayer('chosen-point');
};

/** Where the person stands: a dot with a wide rim, unlike any mark of a record. */
export const showSelf = (engine: Engine, coordinates: [number, number]) => {
  const data: Geometry = { type: 'Point', coordinates };
  const source = engine.getSource<GeoJSONSource>('self');
  if (source) {
    void source.setData(data);
    return;
  }
  engine.addSource('self', { type: 'geojson', data });
  engine.addLayer({
    id: 'self-point',
    type: 'circle',
    source: 'self',
    paint: {
      'circle-radius': 7,
      'circle-color': '#e41d3d',
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 4,
    },
  });
};
