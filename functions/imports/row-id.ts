import { createHash } from 'node:crypto';
import { MAX_IMPORT_BYTES } from '#shared/model/job.ts';

/** Rows of a file share a millisecond by this many, in the 12 bits that UUIDv7 leaves for an order within it. */
const PER_MS = 4096;
/** More rows than fit into the largest file, at two bytes each. */
const MAX_ROWS = MAX_IMPORT_BYTES / 2;

export interface IdSeed {
  readonly id: string;
  readonly createdAt: string;
}

/**
 * The id of the record that one row of one import becomes: UUIDv7 (RFC 9562) from the job's own time and the row's
 * place, the rest a hash. A worker that goes over a row again writes the same id, and finds its own work there.
 */
export const rowId = (job: IdSeed, row: number): string => {
  const time = (Date.parse(job.createdAt) + Math.floor(row / PER_MS)).toString(16).padStart(12, '0');
  const order = (row % PER_MS).toString(16).padStart(3, '0');
  const hash = createHash('sha256').update(`${job.id}/${row}`).digest('hex');
  const variant = ((parseInt(hash.slice(0, 1), 16) & 0b0011) | 0b1000).toString(16);
  return [time.slice(0, 8), time.slice(8), `7${order}`, `${variant}${hash.slice(1, 4)}`, hash.slice(4, 16)].join('-');
};

/** Is this the id of a record that this very job made? */
export const isOfJob = (job: IdSeed, id: string): boolean => {
  const hex = id.replaceAll('-', '');
  const row = (parseInt(hex.slice(0, 12), 16) - Date.parse(job.createdAt)) * PER_MS + parseInt(hex.slice(13, 16), 16);
  return row > 0 && row <= MAX_ROWS && rowId(job, row) === id;
};
