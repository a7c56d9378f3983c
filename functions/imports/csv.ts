import { parse, CsvError } from 'csv-parse';
import { Readable } from 'node:stream';
import { FileFault } from '#shared/import/fault.ts';
import type { Chunks, Sourced } from './rows.ts';

/** No record comes near this; a quotation mark that is never closed does, and would swallow the rest of the file. */
const MAX_LINE_BYTES = 1_000_000;
const MAX_COLUMNS = 500;

const delimiters = [',', ';', '\t'];

/** The delimiter that the header line has most of, outside quotation marks. */
export const delimiterOf = (head: string): string => {
  const line = head.replace(/"(?:[^"]|"")*"/g, '').split(/\r?\n|\r/, 1)[0] ?? '';
  const times = (mark: string) => line.split(mark).length;
  return delimiters.toSorted((a, b) => times(b) - times(a))[0] ?? ',';
};

/** Names for all columns: empty ones are numbered, and a name that comes twice is told apart. */
export const headerOf = (cells: readonly string[]): string[] => {
  if (cells.length > MAX_COLUMNS)
    throw new FileFault(
      `The file has ${cells.length} columns; at most ${MAX_COLUMNS} can be read. Leave out what is not needed.`,
    );
  const seen = new Map<string, number>();
  return cells.map((cell, n) => {
    const name = cell.trim().slice(0, 180) || `Column ${n + 1}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
};

const UTF8 = 'The file is not UTF-8 text. In Excel, save it as “CSV UTF-8 (Comma delimited)”, and upload that.';

/** The same chunks, checked to be UTF-8. */
async function* utf8(chunks: Chunks): Chunks {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const check = (chunk?: Uint8Array) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new FileFault(UTF8);
    }
  };
  for await (const chunk of chunks) {
    check(chunk);
    yield chunk;
  }
  check();
}

const fault = (error: unknown): unknown => {
  if (!(error instanceof CsvError)) return error;
  const line = 'lines' in error && typeof error['lines'] === 'number' ? error['lines'] : undefined;
  const place = line === undefined ? '' : ` near line ${line}`;
  return new FileFault(
    error.code === 'CSV_MAX_RECORD_SIZE' || error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? `A row${place} is longer than 1 MB or never ends. A quotation mark (") was probably opened there and not closed. Mend it and upload the file again.`
      : `The file could not be read as CSV${place}. Save it as CSV UTF-8 again and upload that.`,
  );
};

/** The parser counts a Windows line break inside a cell as two lines. */
const countedTwice = (record: readonly string[]): number =>
  record.reduce((sum, cell) => (cell.includes('\r\n') ? sum + cell.split('\r\n').length - 1 : sum), 0);

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const rowOf = (header: readonly string[], record: readonly string[], at: { row: number; line: number }): Sourced => {
  if (record.length !== header.length)
    return {
      ...at,
      fault: `The row has ${record.length} cells and the header has ${header.length}. A cell with a comma in it must stand in quotation marks.`,
    };
  return { ...at, cells: Object.fromEntries(header.map((name, n) => [name, record[n] ?? ''])) };
};

/** Rows of CSV as RFC 4180 has it, as they stream in. The first line names the columns. */
export async function* csvRows(
  chunks: Chunks,
  onHeader: (columns: readonly string[]) => void,
): AsyncGenerator<Sourced[]> {
  const [first, rest] = await firstOf(utf8(chunks));
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(Buffer.from(first).toString('utf8', 0, 100_000)),
    info: true,
    relax_column_count: true,
    // 12" pipe: inch marks inside an unquoted cell are text.
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_LINE_BYTES,
  });
  const stream = Readable.from(rest, { objectMode: false })
    .on('error', (error) => parser.destroy(error))
    .pipe(parser);
  let header: readonly string[] | undefined;
  let [rows, extraLines] = [0, 0];
  let batch: Sourced[] = [];
  try {
    for await (const { record, info } of stream as AsyncIterable<Parsed>) {
      extraLines += countedTwice(record);
      if (header === undefined) {
        header = headerOf(record);
        onHeader(header);
        continue;
      }
      rows += 1;
      batch.push(rowOf(header, record, { row: rows, line: info.lines - extraLines }));
      if (batch.length < 100) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw fault(error);
  }
  if (header === undefined) throw new FileFault('The file is empty. Its first line must name the columns.');
  yield batch;
}

/** The first chunk, and all chunks with it, so that the delimiter can be told before parsing begins. */
const firstOf = async (chunks: Chunks): Promise<[Uint8Array, Chunks]> => {
  const next = await chunks.next();
  const first = next.done ? new Uint8Array() : next.value;
  return [
    first,
    (async function* () {
      yield first;
      yield* chunks;
    })(),
  ];
};
