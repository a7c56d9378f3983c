import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { ObjectFacts } from '#functions/lib/aws/stored-objects.ts';
import { sizeOf, type Reading, type StoredImport } from '#functions/lib/store/index.ts';
import { degrees, type CoordinateSystem } from '#shared/geo/coordinate-systems.ts';
import { firstPosition } from '#shared/geo/reproject.ts';
import { columnReader } from '#shared/import/columns.ts';
import { FileFault } from '#shared/import/fault.ts';
import { suggestMapping } from '#shared/import/suggest.ts';
import type { Column, Coordinates, Mapping } from '#shared/model/job.ts';
import { restrictedIn } from '#shared/permit/restricted-numbers.ts';
import { records } from '#shared/records/index.ts';
import { fileAt } from './file-at.ts';
import { rowsOf } from './rows.ts';

/** Enough to know the columns and their usual values by; more would keep a person waiting. */
const READ_BYTES = 2 * 1024 * 1024;
/** As much of a shapefile, whose bytes are packed. */
const READ_SHAPES = 5000;
/** Room for the columns in one item of the table. */
const MAX_READING_BYTES = 250_000;

/** Lists of values are a help, not a must: where they take too much room, the longest go first. */
const fitted = (columns: readonly Column[], suggested: Mapping): Column[] => {
  const kept = [...columns];
  const sizes = columns.map(sizeOf);
  let size = sizeOf({ columns, suggested });
  for (const n of sizes.map((_size, at) => at).sort((a, b) => (sizes[b] ?? 0) - (sizes[a] ?? 0))) {
    if (size <= MAX_READING_BYTES) break;
    const column = kept[n];
    if (column === undefined) continue;
    kept[n] = { name: column.name, samples: column.samples.slice(0, 1), nulls: column.nulls };
    size += sizeOf(kept[n]) - (sizes[n] ?? 0);
  }
  if (size <= MAX_READING_BYTES) return kept;
  throw new FileFault(
    'The file has too many columns to be matched. Leave out those that are not needed, and export it again.',
  );
};

/** Examples are kept and shown: a number that should not be kept is no example. */
const withoutRestricted = ({ distinct, ...column }: Column): Column => ({
  ...column,
  samples: column.samples.filter((sample) => restrictedIn(sample) === undefined),
  ...(distinct?.every(({ value }) => restrictedIn(value) === undefined) ? { distinct } : {}),
});

/** What the beginning of a file tells about it; `total` when that was the whole file. */
export const readFile = async (
  job: StoredImport,
  place: ObjectPlace,
  facts: ObjectFacts,
): Promise<Reading & { total?: number }> => {
  const record = records[job.order.recordType];
  const columns = columnReader();
  const geometryTypes = new Set<string>();
  let rows = 0;
  let whole = job.order.format === 'shapefile' || facts.bytes <= READ_BYTES;
  let coordinates: Coordinates | undefined;
  const onSystem = ({ id: system, name }: CoordinateSystem, by: string) => {
    coordinates = { declared: { system, name, by } };
  };
  try {
    const heard = { onHeader: columns.header, onSystem };
    const read = rowsOf(job.order.format, fileAt(place, facts), heard, READ_BYTES);
    for await (const batch of read) {
      if (whole && job.order.format === 'shapefile' && rows >= READ_SHAPES) {
        whole = false;
        break;
      }
      for (const row of batch) {
        rows += 1;
        if ('fault' in row) continue;
        columns.add(row.cells);
        const shape = (row.geometry ?? {}) as { type?: unknown; coordinates?: unknown };
        if (typeof shape.type === 'string') geometryTypes.add(shape.type);
        const first = coordinates?.first ?? firstPosition(shape.coordinates);
        if (first !== undefined) coordinates = { ...coordinates, first };
      }
    }
  } catch (error) {
    // The beginning of a larger file ends in the middle of a row.
    if (!(error instanceof FileFault) || whole || rows === 0) throw error;
  }
  if (rows === 0) throw new FileFault('The file holds no rows. Export it again with its content.');
  const found = columns.columns();
  const system = coordinates?.declared?.system;
  const suggested: Mapping = {
    ...suggestMapping(record, { columns: found, geometryTypes }),
    ...(system === undefined || system === degrees.id ? {} : { coordinateSystem: system }),
  };
  return {
    columns: fitted(found.map(withoutRestricted), suggested),
    suggested,
    coordinates,
    ...(whole ? { total: rows } : {}),
  };
};
