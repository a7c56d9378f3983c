import * as z from 'zod';
import { geometrySchema } from '../geo/geometry.ts';
import { plausibleDate, plausibleMoment } from '../time/plausible.ts';

/** The closed list of things a record can hold. Every consumer is a Record<FieldKind, …>, so a new kind must be handled everywhere. */
export type FieldKind =
  'text' | 'number' | 'choice' | 'date' | 'dateTime' | 'yesNo' | 'link' | 'person' | 'geometry' | 'attributes';

interface Notes {
  readonly label: string;
  readonly help?: string;
  /** Names or reaches a person: erased by redaction and never written to logs. */
  readonly personal?: true;
  /** Permit or effluent data that no copy may leave out (33 U.S.C. 1318(b), 40 CFR 122.7): sample results, permit numbers, outfall locations. */
  readonly publicByRule?: true;
  /** Left out of the audit trail: caches and counters, never anything a person typed. */
  readonly untracked?: true;
  /** Set by the system's own verbs (closing a task, scanning a file); refused in a create or change. */
  readonly system?: true;
}

/** A field is a zod schema plus the few facts that a schema cannot say. */
export interface Field<K extends FieldKind = FieldKind, S extends z.ZodType = z.ZodType> extends Notes {
  readonly kind: K;
  readonly schema: S;
  readonly optional: boolean;
  readonly unit?: string;
  readonly options?: Readonly<Record<string, string>>;
  /** The record type that a link points to; `*` where another field says which. */
  readonly to?: string;
  readonly long?: true;
  readonly max?: number;
  readonly min?: number;
}

export type Fields = Readonly<Record<string, Field>>;

const base = { optional: false } as const;

/** Text is kept as typed but for spaces at the ends. Control characters other than line breaks and tabs are refused. */
// eslint-disable-next-line no-control-regex -- refusing control characters is the point
const printable = /^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]*$/;

export const text = (o: Notes & { max: number; long?: true }) =>
  ({
    ...o,
    ...base,
    kind: 'text',
    schema: z.string().trim().min(1).max(o.max).regex(printable, 'Contains characters that cannot be stored.'),
  }) as const;

/** The table keeps neither the smallest fractions of a double nor, exactly, what lies beyond these. */
const MOST = Number.MAX_SAFE_INTEGER;
const LEAST = 1e-100;

/** False for such as -1.7976931348623157e308, by which shapefiles say that there is no value. */
export const isKeptNumber = (value: number): boolean =>
  value === 0 || (Math.abs(value) >= LEAST && Math.abs(value) <= MOST);

export const number = (o: Notes & { min: number; max: number; unit?: string; whole?: true }) =>
  ({
    ...o,
    ...base,
    kind: 'number',
    schema: o.whole
      ? z.int().min(o.min).max(o.max)
      : z.number().min(o.min).max(o.max).refine(isKeptNumber, 'This number is too small to be kept. Write 0.'),
  }) as const;

export const choice = <const O extends Readonly<Record<string, string>>>(o: Notes & { options: O }) =>
  ({
    ...o,
    ...base,
    kind: 'choice',
    schema: z.enum(Object.keys(o.options) as [keyof O & string, ...(keyof O & string)[]]),
  }) as const;

/** A civil date, in the agency's time zone. */
export const date = (o: Notes) => ({ ...o, ...base, kind: 'date', schema: plausibleDate() }) as const;

/** A moment, in UTC with a Z. */
export const dateTime = (o: Notes) => ({ ...o, ...base, kind: 'dateTime', schema: plausibleMoment }) as const;
export const yesNo = (o: Notes) => ({ ...o, ...base, kind: 'yesNo', schema: z.boolean() }) as const;

/** The id of a record of the same agency; that it exists is checked when it is written. */
export const link = (to: string, o: Notes) => ({ ...o, ...base, to, kind: 'link', schema: z.uuid() }) as const;

/** The id of a member of the same agency. */
export const person = (o: Notes) => ({ ...o, ...base, kind: 'person', schema: z.uuid() }) as const;

/** WGS84 GeoJSON geometry. */
export const geometry = (o: Notes) => ({ ...o, ...base, kind: 'geometry', schema: geometrySchema }) as const;

/** A number as a source file or a mapping may hold it. */
export const keptNumber = z
  .number()
  .min(-MOST)
  .max(MOST)
  .refine(isKeptNumber, 'This number cannot be kept. Write it as text.');
const scalar = z.union([z.string().max(1000), keptNumber, z.boolean(), z.null()]);

/** What a source file said beyond our own fields: kept as it was, so that an import loses nothing. */
export const attributes = (o: Notes) =>
  ({
    ...o,
    ...base,
    kind: 'attributes',
    schema: z
      .record(z.string().min(1).max(100), scalar)
      .refine((v) => Object.keys(v).length <= 100, 'At most 100 source attributes can be kept.'),
  }) as const;

/** The same field, which may be left empty. */
export const optional = <F extends Field>(field: F) =>
  ({ ...field, optional: true, schema: field.schema.optional() }) as Omit<F, 'schema' | 'optional'> & {
    readonly optional: true;
    readonly schema: z.ZodOptional<F['schema']>;
  };
