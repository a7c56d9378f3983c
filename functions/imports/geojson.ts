import { isUtf8 } from 'node:buffer';
import { FileFault } from '#shared/import/fault.ts';
import { FeatureSplitter, MAX_FEATURE_BYTES, type FeatureBytes } from '#shared/import/features.ts';
import type { Chunks, Sourced } from './rows.ts';

const wgs84 = /(CRS84|EPSG:+(?:[\d.]*:)?4326)$/i;

/** RFC 7946 knows only WGS84; older files may name their system, and only that one is taken. */
const assertWgs84 = (crs: unknown): void => {
  if (crs === undefined || crs === null) return;
  const { name, code } = (crs as { properties?: { name?: unknown; code?: unknown } }).properties ?? {};
  const system =
    typeof name === 'string' ? name : code === undefined ? 'an unnamed system' : `EPSG:${JSON.stringify(code)}`;
  if (!wgs84.test(system))
    throw new FileFault(
      `The coordinates are in ${system.slice(0, 80)}. Convert the file to WGS84 longitude and latitude (EPSG:4326) first; QGIS and ArcGIS both do this when they export.`,
    );
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

const rowOf = ({ at, bytes }: FeatureBytes, row: number): Sourced => {
  if (bytes === undefined)
    return { row, fault: `The feature is larger than ${MAX_FEATURE_BYTES / 1e6} MB. Simplify its shape.` };
  const what = `Feature ${row}, which begins at byte ${at} of the file,`;
  const feature = parsed(textOf(bytes, what), what);
  if (!object(feature) || feature['type'] !== 'Feature')
    throw new FileFault(
      `${what} is not a GeoJSON feature. The file must be a FeatureCollection, or one feature on each line.`,
    );
  if (row === 1) assertWgs84(feature['crs']);
  const { properties, geometry } = feature;
  if (properties !== null && properties !== undefined && !object(properties))
    return { row, fault: 'The properties of the feature are not an object.' };
  return { row, cells: properties ?? {}, geometry: geometry ?? null };
};

/** Features of a GeoJSON file as they stream in. The whole of each is parsed, so a pass to the end proves the file. */
export async function* geojsonRows(chunks: Chunks): AsyncGenerator<Sourced[]> {
  const splitter = new FeatureSplitter((members) => {
    const collection = parsed(`${textOf(members, 'The beginning of the file')}[]}`, 'The beginning of the file');
    assertWgs84((collection as { crs?: unknown }).crs);
  });
  let rows = 0;
  for await (const chunk of chunks) {
    const batch = splitter.push(chunk).map((feature) => rowOf(feature, (rows += 1)));
    if (batch.length > 0) yield batch;
  }
  splitter.end();
}
