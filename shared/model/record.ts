import type * as z from 'zod';
import type { Fields } from './field.ts';
import type { Role } from './role.ts';

export type Action = 'read' | 'create' | 'update' | 'archive';

/** What a record holds: exactly what the field schemas say. */
export type ValuesOf<F extends Fields> = z.output<z.ZodObject<{ [K in keyof F]: F[K]['schema'] }>>;

type Named<F extends Fields> = keyof F & string;

/** One list order: all records with the same value of `field`, sorted by `order` (by id, newest last, when absent). */
export interface ListKey<N extends string = string> {
  readonly field: N;
  readonly order?: N;
}

/** A part of the form. With `when`, it is shown, and its fields accepted, only for those values of another field. */
export interface Section<N extends string = string> {
  readonly heading: string;
  readonly fields: readonly N[];
  readonly when?: { readonly field: N; readonly is: readonly string[] };
  /** Fields that must be answered while the section is shown, though the record may lack them otherwise. */
  readonly required?: readonly N[];
}

/** When a record counts as done, so that a change afterwards is an amendment and needs a reason. */
export type Final<N extends string = string> =
  /** While the field has one of these values, or any at all. `word` says it in a sentence: "is signed off". */
  | { readonly field: N; readonly is?: readonly string[]; readonly word: string }
  /** As long as the record that this link leads to is. */
  | { readonly through: N };

export interface RecordType<F extends Fields = Fields> {
  readonly name: string;
  /** Where it lives: /api/v1/<path>. */
  readonly path: string;
  readonly label: { readonly one: string; readonly many: string };
  /** One sentence for a newcomer: what this record is and who keeps it. */
  readonly about: string;
  /** Raised by one whenever the stored shape changes; each record keeps the number it was written under. */
  readonly shape: number;
  readonly fields: F;
  readonly title: Named<F>;
  readonly geometry?: Named<F>;
  /** At most three; each is served by one index. */
  readonly listedBy?: readonly ListKey<Named<F>>[];
  readonly access: Readonly<Record<Action, readonly Role[]>>;
  readonly final?: Final<Named<F>>;
  readonly form: readonly Section<Named<F>>[];
  readonly columns: readonly Named<F>[];
  /** What a list reckons with beside the columns that it shows. */
  readonly besideColumns?: readonly Named<F>[];
  /** Rules that need more than one field. Pure. */
  readonly check?: (values: ValuesOf<F>) => readonly { readonly field: Named<F>; readonly message: string }[];
  /** Made and changed only by its own use cases: the derived create and change routes are left out. */
  readonly managed?: true;
}

/** Any record type, for code that treats them all alike. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- `check` is contravariant in the fields, so no narrower type holds them all
export type AnyRecordType = RecordType<any>;
export type Values = Readonly<Record<string, unknown>>;

/** Identity at run time; at compile time it ties every name in the declaration to a real field. */
export const recordType = <const F extends Fields>(declaration: RecordType<F>): RecordType<F> => declaration;

/** What the system adds to every record. */
export interface Stored<V = Values> {
  readonly id: string;
  readonly version: number;
  readonly shape: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly archivedAt?: string | undefined;
  /** Only this is left: the record was disposed of under the retention rules. */
  readonly disposed?: true | undefined;
  readonly values: V;
}

export const fieldsOf = (record: AnyRecordType): Fields => record.fields as Fields;
