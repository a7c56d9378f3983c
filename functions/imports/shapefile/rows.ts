import { systemOfPrj } from '#shared/geo/prj.ts';
import type { CoordinateSystem } from '#shared/geo/coordinate-systems.ts';
import { FileFault } from '#shared/import/fault.ts';
import type { SourceFile, Sourced } from '../rows.ts';
import { ByteReader } from './bytes.ts';
import { openTable } from './dbf.ts';
import { decoding } from './encoding.ts';
import { shapes } from './shp.ts';
import { unzipped, zipEntries, type ZipEntry } from './zip.ts';

const MAX_SMALL_BYTES = 100_000;
const BATCH = 100;

const hidden = /(^|\/)(__MACOSX\/|\.)/;
const stem = (name: string) => name.replace(/\.[^./]*$/, '');

/** The files of the one layer that the zip holds, by their endings. Several layers are named, none is guessed. */
const layerOf = (entries: readonly ZipEntry[]): ((ending: string) => ZipEntry | undefined) => {
  const seen = entries.filter(({ name }) => !hidden.test(name));
  const layers = seen.filter(({ name }) => /\.shp$/i.test(name)).map(({ name }) => stem(name));
  const [layer, ...others] = layers;
  if (layer === undefined)
    throw new FileFault('The zip holds no .shp. Zip the .shp, .dbf and .prj of one layer together.');
  if (others.length > 0)
    throw new FileFault(
      `The zip holds ${layers.length} layers: ${layers.slice(0, 10).join(', ').slice(0, 400)}. Zip the files of one of them by themselves and upload that.`,
    );
  return (ending) => seen.find(({ name }) => name.toLowerCase() === `${layer}.${ending}`.toLowerCase());
};

const textOf = async (file: SourceFile, entry: ZipEntry | undefined): Promise<string | undefined> => {
  if (entry === undefined) return undefined;
  if (entry.unpacked > MAX_SMALL_BYTES) throw new FileFault(`${entry.name} is too large to be what it is named.`);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of unzipped(file, entry)) text += decoder.decode(chunk, { stream: true });
  return text;
};

const needed = (entry: ZipEntry | undefined, ending: string): ZipEntry => {
  if (entry === undefined)
    throw new FileFault(`The zip holds no ${ending} beside its .shp. Zip all files of the layer together.`);
  return entry;
};

/**
 * Rows of a zipped shapefile. Shapes and their attributes stream in side by side, each from its own place in the zip,
 * so that memory holds one row of each.
 */
export async function* shapefileRows(
  file: SourceFile,
  onHeader: (columns: readonly string[]) => void,
  onSystem: (system: CoordinateSystem, by: string) => void,
): AsyncGenerator<Sourced[]> {
  const layer = layerOf(await zipEntries(file));
  const prj = await textOf(file, layer('prj'));
  if (prj !== undefined) onSystem(systemOfPrj(prj), 'prj');
  const open = (ending: string) =>
    new ByteReader(unzipped(file, needed(layer(ending), `.${ending}`)), `.${ending} in the zip`);
  const [shp, dbf] = [open('shp'), open('dbf')];
  const table = await openTable(dbf, decoding(await textOf(file, layer('cpg'))));
  onHeader(table.columns);
  let [rows, batch]: [number, Sourced[]] = [0, []];
  for await (const shape of shapes(shp)) {
    const next = await table.rows.next();
    if (next.done) throw uneven();
    if (next.value === undefined) continue;
    rows += 1;
    batch.push('fault' in shape ? { row: rows, fault: shape.fault } : { row: rows, cells: next.value, ...shape });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (!(await table.rows.next()).done) throw uneven();
  await dbf.drain();
  yield batch;
}

const uneven = () =>
  new FileFault(
    'The .shp and the .dbf do not have the same number of rows. They do not belong together: export the layer again.',
  );
