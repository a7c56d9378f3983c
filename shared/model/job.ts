import * as z from 'zod';
import { keptNumber } from './field.ts';

/** What can be imported: declared with an ID of the agency's own system, by which a later file finds its records again. */
export const importable = ['structure', 'outfall', 'site'] as const;
export const importFormats = ['geojson', 'csv', 'shapefile'] as const;
export const exportFormats = ['csv', 'json', 'ndjson', 'geojson'] as const;
export type ImportFormat = (typeof importFormats)[number];
export type ExportFormat = (typeof exportFormats)[number];

export const MAX_IMPORT_BYTES = 200 * 1024 * 1024;

/** An import waits for its file, is read, may be checked (a dry run), runs, and may be undone. */
export const importStates = [
  'waiting',
  'read',
  'checking',
  'checked',
  'running',
  'done',
  'undoing',
  'undone',
  'failed',
] as const;
/** An export waits and runs. While it is being cancelled, its worker clears away what it had begun. */
export const exportStates = ['waiting', 'running', 'done', 'cancelling', 'cancelled', 'failed'] as const;
export type ImportState = (typeof importStates)[number];
export type ExportState = (typeof exportStates)[number];
export type JobState = ImportState | ExportState;

const columnName = z.string().min(1).max(200);

/**
 * Where one field comes from.
 * - `fixed`: the same for every row.
 * - `column`: that column. `values` names our option for a value of the file; a value not named there is matched to
 *   the options by key and label; `otherwise` takes what is left over, and empty cells where the field is required.
 * - `fallback`, for the record's title only, where the column is empty or there is none: the `externalId`, or the
 *   kind and the row's `number` ("Catch basin 17").
 */
const fieldSource = z.union([
  z.strictObject({ fixed: z.union([z.string().max(4000), keptNumber, z.boolean()]) }),
  z.strictObject({
    column: columnName,
    values: z.record(z.string().max(1000), z.string().max(100)).optional(),
    otherwise: z.string().max(100).optional(),
    fallback: z.enum(['externalId', 'number']).optional(),
  }),
  z.strictObject({ fallback: z.enum(['externalId', 'number']) }),
]);
export type FieldSource = z.output<typeof fieldSource>;

/** Bytes of a mapping as JSON: it is kept in its job, whose every checkpoint writes it again, and remembered for its source. */
export const MAX_MAPPING_BYTES = 100_000;

/**
 * How a file becomes records. When a row meets a record that is there already, only what the file itself says is laid
 * over it: fixed values, fallbacks, `otherwise` and empty cells leave the record as it is.
 */
export const mappingSchema = z.strictObject({
  fields: z.record(z.string().max(60), fieldSource),
  /** CSV only: columns of decimal degrees, or of the easting and northing of `coordinateSystem`. GeoJSON brings its own geometry. */
  longitude: columnName.optional(),
  latitude: columnName.optional(),
  /** What the coordinates are in, such as `EPSG:2246`. Without it they are longitude and latitude in degrees, WGS84. */
  coordinateSystem: z
    .string()
    .regex(/^EPSG:\d{4,6}$/)
    .optional(),
  /** The same external ID twice in one file: the later row is refused, or both become records of their own. */
  whenIdRepeats: z.enum(['reject', 'keep']),
  /** A record with this external ID is there already. Of several, the first row takes the first, and so on. */
  whenIdExists: z.enum(['update', 'skip']),
  /** Columns that no field takes are kept as source attributes, where the record type has them. */
  keepOther: z.boolean(),
});
export type Mapping = z.output<typeof mappingSchema>;

export const importOrder = z.strictObject({
  id: z.uuidv7(),
  recordType: z.enum(importable),
  fileName: z.string().trim().min(1).max(200),
  format: z.enum(importFormats),
  bytes: z.int().min(1).max(MAX_IMPORT_BYTES),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'Send the SHA-256 of the file as 64 hexadecimal digits.'),
});
export type ImportOrder = z.output<typeof importOrder>;

/** More than these are chosen by type and period: their ids are kept in the job, whose every checkpoint writes them again. */
export const MAX_CHOSEN = 1000;
const chosen = z
  .record(
    z.string().max(40),
    z
      .array(z.uuid().transform((id) => id.toLowerCase()))
      .min(1)
      .max(MAX_CHOSEN),
  )
  .refine((only) => Object.values(only).flat().length <= MAX_CHOSEN, `Choose at most ${MAX_CHOSEN} records.`);

const someId = z.uuid().transform((id) => id.toLowerCase());
/** By the rules of a profile, by those of a public-records request, or by both. */
const redactionOrder = z
  .strictObject({ profile: someId.optional(), request: someId.optional() })
  .refine(({ profile, request }) => profile !== undefined || request !== undefined, 'Name a profile or a request.');
export type RedactionOrder = z.output<typeof redactionOrder>;

export const exportOrder = z.strictObject({
  id: z.uuidv7(),
  recordTypes: z.array(z.string().max(40)).min(1).max(20),
  formats: z.array(z.enum(exportFormats)).min(1).max(exportFormats.length),
  /** CSV begins with a byte order mark, by which Excel knows UTF-8. */
  bom: z.boolean().optional(),
  /** With every version of each record. */
  history: z.boolean().optional(),
  /** The zip has a folder for each record. */
  folders: z.boolean().optional(),
  /** The zip has the photos and documents of each record, in its folder. */
  files: z.boolean().optional(),
  includeArchived: z.boolean().optional(),
  /** A copy for the public: what the rules of this profile name is removed, and a log of it comes along. */
  redaction: redactionOrder.optional(),
  /** Everything as it is kept, to be brought into an empty agency; nothing else is chosen then. For administrators. */
  archive: z.boolean().optional(),
  /** By type, these records and no others. */
  only: chosen.optional(),
  /** Civil dates, both included, in the agency's time zone: when the record was made. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
export type ExportOrder = z.output<typeof exportOrder>;

/** As the job keeps it. */
export interface KeptOrder extends Omit<ExportOrder, 'id'> {
  /** What is chosen at the desk for this public-records request; ordered by the desk alone. */
  readonly chosenFor?: string | undefined;
}

/** What one column of a file holds, as far as it was read. */
export interface Column {
  readonly name: string;
  readonly samples: readonly string[];
  /** All values with their counts, when there are few. */
  readonly distinct?: readonly { readonly value: string; readonly count: number }[] | undefined;
  /** Rows without a value here. */
  readonly nulls: number;
}

/** What a file tells of its own coordinates. */
export interface Coordinates {
  /** The system that the file names, and where it does; absent when it names none. */
  readonly declared?: { readonly system: string; readonly name: string; readonly by: string } | undefined;
  /** The first position as the file has it. */
  readonly first?: readonly [x: number, y: number] | undefined;
}

/** How an earlier file of the same source became records. */
export interface RememberedMapping {
  readonly mapping: Mapping;
  readonly fileName: string;
  readonly at: string;
}

export interface RowError {
  /** 1 is the first feature or the first line below the header. */
  readonly row: number;
  /** CSV: the line of the file in which the row ends. */
  readonly line?: number | undefined;
  /** The field that the value was meant for. */
  readonly path?: string | undefined;
  readonly message: string;
  readonly value?: string | undefined;
}

export interface ExportedFile {
  readonly name: string;
  readonly recordType?: string | undefined;
  /** Absent for files that are not lists of records. */
  readonly rows?: number | undefined;
  readonly bytes: number;
  readonly sha256: string;
}

export const noCounts = { created: 0, updated: 0, unchanged: 0, skipped: 0, rejected: 0 };
export type Counts = typeof noCounts;

/** What an undo did: new records archived, changed ones put back, and those left alone that somebody changed since. */
export const noneUndone = { archived: 0, restored: 0, leftAlone: 0 };
export type Undone = typeof noneUndone;

export interface Progress {
  /** Rows so far. */
  readonly done: number;
  /** Grows while the rows are still being counted. */
  readonly total?: number | undefined;
  /** An export, once its rows are written: files that are in its zip. */
  readonly packed?: number | undefined;
}

interface Shown {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly progress: Progress;
  /** What went wrong, where, and how to mend it. */
  readonly message?: string | undefined;
}

export interface ImportJob extends Shown {
  readonly kind: 'import';
  readonly state: ImportState;
  readonly order: Omit<ImportOrder, 'id'>;
  readonly counts: Counts;
  readonly undone?: Undone | undefined;
  readonly columns?: readonly Column[] | undefined;
  /** Absent for CSV, whose coordinates are in columns that a person chooses. */
  readonly coordinates?: Coordinates | undefined;
  /** How many rows the file has, once all of it was read. */
  readonly total?: number | undefined;
  readonly suggested?: Mapping | undefined;
  /** The mapping that the last file with such columns was imported with. */
  readonly remembered?: RememberedMapping | undefined;
  readonly mapping?: Mapping | undefined;
  /** Rows left out because they seem to hold a number that should not be kept. */
  readonly restricted?: number | undefined;
  /** Why such rows are taken all the same. */
  readonly reason?: string | undefined;
}

export interface ExportJob extends Shown {
  readonly kind: 'export';
  readonly state: ExportState;
  readonly order: KeptOrder;
  readonly files?: readonly ExportedFile[] | undefined;
  /** Made with the rights of somebody who sees personal fields, so that the files may hold them. */
  readonly personal?: boolean | undefined;
}

export type Job = ImportJob | ExportJob;
