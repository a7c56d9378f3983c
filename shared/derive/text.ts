import { wellKnownText, type Geometry } from '../geo/geometry.ts';
import type { Field, FieldKind } from '../model/field.ts';
import { isWithheld } from '../model/withheld.ts';

/** One line for each kind: a new kind does not compile until it says how it is written to a cell. Numbers stay numbers. */
const cells: { readonly [K in FieldKind]: (value: never, field: Field) => string | number } = {
  text: (v: string) => v,
  number: (v: number) => v,
  choice: (v: string, f) => f.options?.[v] ?? v,
  date: (v: string) => v,
  dateTime: (v: string) => v,
  yesNo: (v: boolean) => (v ? 'Yes' : 'No'),
  link: (v: string) => v,
  person: (v: string) => v,
  geometry: (v: Geometry) => wellKnownText(v),
  attributes: (v: Readonly<Record<string, unknown>>) => JSON.stringify(v),
};

/** A value as text or number, the way a spreadsheet, a letter or a screen without more context shows it. */
export const cell = (field: Field, value: unknown): string | number => {
  if (isWithheld(value)) return value.redacted;
  // The value was parsed by the field's own schema, which the closed table above cannot express.
  return value === undefined ? '' : cells[field.kind](value as never, field);
};

export const labelWithUnit = (field: Field): string => (field.unit ? `${field.label} (${field.unit})` : field.label);
