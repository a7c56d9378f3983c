import { isUtf8 } from 'node:buffer';
import { systemNamed, type CoordinateSystem } from '#shared/geo/coordinate-systems.ts';
import { FileFault } from '#shared/import/fault.ts';
import { FeatureSplitter, MAX_FEATURE_BYTES, type FeatureBytes } from '#shared/import/features.ts';
import type { Chunks, Sourced } from './rows.ts';

type OnSystem = (system: CoordinateSystem, by: string) => void;

/** RFC 7946 knows only WGS84; older files may name their system in `crs`. */
const tellSystem = (crs: unknown, onSystem: OnSystem): void => {
  if (crs === undefined || crs === null) return;
  const { name, code } = (crs as { properties?: { name?: unknown; code?: unknown } }).properties ?? {};
  const text =
    typeof name === 'string' ? name : code === undefined ? 'an unnamed system' : `EPSG:${JSON.stringify(code)}`;
  const system = systemNamed(text);
  if (system === undefined)
    throw new FileFault(
      `The coordinates are in ${text.slice(0, 80)}, which is not known here. Convert the file to WGS84 longitude and latitude (EPSG:4326) or to a state plane on NAD83 first; QGIS and ArcGIS both do this when they export.`,
    );
  onSystem(system, 'crs');
};

const parsed = (text: string, what: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FileFault(
      `${what} is not valid JSON: ${error instanceof Error ? error.message : 'it could not be read'}. Export the file again.`,
    );
  }
};

const textOf = (bytes: Uint8Array, what: string): string => {
  if (!isUtf8(bytes)) throw new FileFault(`${what} is not UTF-8 text. Export the file as GeoJSON again.`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
};

const object = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const rowOf = ({ at, bytes }: FeatureBytes, row: number, onSystem: OnSystem): Sourced => {
  if (bytes === undefined)
    return { row, fault: `The feature is larger than ${MAX_FEATURE_BYTES / 1e6} MB. Simplify its shape.` };
  const what = `Feature ${row}, which begins at byte ${at} of the file,`;
  const feature = parsed(textOf(bytes, what), what);
  if (!object(feature) || feature['type'] !== 'Feature')
    throw new FileFault(
      `${what} is not a GeoJSON feature. The file must be a FeatureCollection, or one feature on each line.`,
    );
  if (row === 1) tellSystem(feature['crs'], onSystem);
  const { properties, geometry } = feature;
  if (properties !== null && properties !== undefined && !object(properties))
    return { row, fault: 'The properties of the feature are not an object.' };
  return { row, cells: properties ?? {}, geometry: geometry ?? null };
};

/** Features of a GeoJSON file as they stream in. The whole of each is parsed, so a pass to the end proves the file. */
export async function* geojsonRows(chunks: Chunks, onSystem: OnSystem): AsyncGenerator<Sourced[]> {
  const splitter = new FeatureSplitter((members) => {
    const collection = parsed(`${textOf(members, 'The beginning of the file')}[]}`, 'The beginning of the file');
    tellSystem((collection as { crs?: unknown }).crs, onSystem);
  });
  let rows = 0;
  for await (const chunk of chunks) {
    const batch = splitter.push(chunk).map((feature) => rowOf(feature, (rows += 1), onSystem));
    if (batch.length > 0) yield batch;
  }
  splitter.end();
}
