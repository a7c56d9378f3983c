import type { CoordinateSystem } from '#shared/geo/coordinate-systems.ts';
import type { SourceRow } from '#shared/import/row.ts';
import type { ImportFormat } from '#shared/model/job.ts';
import { csvRows } from './csv.ts';
import { geojsonRows } from './geojson.ts';
import { shapefileRows } from './shapefile/rows.ts';

/** A row as the file has it, or why it could not be told from its neighbours. */
export type Sourced = SourceRow | { readonly row: number; readonly line?: number | undefined; readonly fault: string };

export type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>>;

/** An uploaded file: any part of it can be read, since a zip is read from its end. */
export interface SourceFile {
  readonly bytes: number;
  readonly read: (from: number, to: number) => Chunks;
}

/** What a reader hears of a file before its rows. */
export interface Heard {
  /** CSV names its columns. */
  readonly onHeader?: (columns: readonly string[]) => void;
  /** GeoJSON before RFC 7946 may name the system of its coordinates. */
  readonly onSystem?: (system: CoordinateSystem, by: string) => void;
}

/**
 * The rows of a file in their order, in batches. Throws FileFault when the file as a whole cannot be read. Of CSV and
 * GeoJSON no more than the first `limit` bytes are read.
 */
export const rowsOf = (
  format: ImportFormat,
  file: SourceFile,
  { onHeader = ignore, onSystem = ignore }: Heard = {},
  limit = file.bytes,
): AsyncGenerator<Sourced[]> => {
  if (format === 'shapefile') return shapefileRows(file, onHeader, onSystem);
  const chunks = file.read(0, Math.min(limit, file.bytes));
  return format === 'csv' ? csvRows(chunks, onHeader) : geojsonRows(chunks, onSystem);
};

const ignore = (): void => undefined;
