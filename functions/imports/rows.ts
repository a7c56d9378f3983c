import type { CoordinateSystem } from '#shared/geo/coordinate-systems.ts';
import type { SourceRow } from '#shared/import/row.ts';
import type { ImportFormat } from '#shared/model/job.ts';
import { csvRows } from './csv.ts';
import { geojsonRows } from './geojson.ts';

/** A row as the file has it, or why it could not be told from its neighbours. */
export type Sourced = SourceRow | { readonly row: number; readonly line?: number | undefined; readonly fault: string };

export type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>>;

/** What a reader hears of a file before its rows. */
export interface Heard {
  /** CSV names its columns. */
  readonly onHeader?: (columns: readonly string[]) => void;
  /** GeoJSON before RFC 7946 may name the system of its coordinates. */
  readonly onSystem?: (system: CoordinateSystem, by: string) => void;
}

/** The rows of a file in their order, in batches. Throws FileFault when the file as a whole cannot be read. */
export const rowsOf = (
  format: ImportFormat,
  chunks: Chunks,
  { onHeader = ignore, onSystem = ignore }: Heard = {},
): AsyncGenerator<Sourced[]> => (format === 'csv' ? csvRows(chunks, onHeader) : geojsonRows(chunks, onSystem));

const ignore = (): void => undefined;
