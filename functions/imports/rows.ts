import type { SourceRow } from '#shared/import/row.ts';
import type { ImportFormat } from '#shared/model/job.ts';
import { csvRows } from './csv.ts';
import { geojsonRows } from './geojson.ts';

/** A row as the file has it, or why it could not be told from its neighbours. */
export type Sourced = SourceRow | { readonly row: number; readonly line?: number | undefined; readonly fault: string };

export type Chunks = AsyncGenerator<Uint8Array<ArrayBuffer>>;

/** The rows of a file in their order, in batches. Throws FileFault when the file as a whole cannot be read. */
export const rowsOf = (
  format: ImportFormat,
  chunks: Chunks,
  onHeader: (columns: readonly string[]) => void,
): AsyncGenerator<Sourced[]> => (format === 'csv' ? csvRows(chunks, onHeader) : geojsonRows(chunks));
