import type { Field, FieldKind } from '#shared/model/field.ts';
import { momentOf, wallTime } from './zoned-time.ts';

/** What an input holds: text for all but places and source values, which are kept as they are. Empty is ''. */
export type InputValue = unknown;

/** What an input says: a value, nothing, or why it cannot be read. */
export type Reading = { readonly value: unknown } | { readonly message: string };
const nothing: Reading = { value: undefined };

interface Form {
  readonly toInput: (value: never, zone: string) => InputValue;
  readonly read: (input: string, zone: string) => Reading;
}

const asText: Form = { toInput: (v: string) => v, read: (v) => ({ value: v }) };

const readNumber = (typed: string): Reading => {
  const value = Number(typed.replaceAll(',', ''));
  return Number.isFinite(value) ? { value } : { message: 'Write a number, for example 12.5.' };
};

const readMoment = (typed: string, zone: string): Reading => {
  const value = momentOf(typed, zone);
  return value === undefined ? { message: 'Give a date and a time.' } : { value };
};

const forms: { readonly [K in FieldKind]: Form } = {
  text: asText,
  number: { toInput: (v: number) => String(v), read: readNumber },
  choice: asText,
  date: asText,
  dateTime: { toInput: (v: string, zone) => wallTime(v, zone), read: readMoment },
  yesNo: { toInput: (v: boolean) => (v ? 'yes' : 'no'), read: (v) => ({ value: v === 'yes' }) },
  link: asText,
  person: asText,
  geometry: { toInput: (v: unknown) => v, read: () => nothing },
  attributes: { toInput: (v: unknown) => v, read: () => nothing },
};

export const toInput = (field: Field, value: unknown, zone: string): InputValue =>
  // As in text.ts: the field's own schema has parsed the value.
  value === undefined || value === null ? '' : forms[field.kind].toInput(value as never, zone);

export const fromInput = (field: Field, input: InputValue, zone: string): Reading => {
  if (typeof input !== 'string') return input === undefined || input === null ? nothing : { value: input };
  const typed = input.trim();
  return typed === '' ? nothing : forms[field.kind].read(typed, zone);
};
