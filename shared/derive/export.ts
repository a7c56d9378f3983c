import type { Field } from '../model/field.ts';
import { fieldsOf, type AnyRecordType, type Stored } from '../model/record.ts';
import { isWithheld } from '../model/withheld.ts';
import { cell, labelWithUnit } from './text.ts';

/**
 * A cell that begins like a formula is run by spreadsheet programs, so text that does is led by an apostrophe.
 * Numbers are written as numbers: a longitude of -84.5 stays one.
 */
const inert = (v: string) => (/^[=+\-@\t\r\n\u0000＝＋－＠]/.test(v) ? `'${v}` : v); // eslint-disable-line no-control-regex -- some programs skip NUL and run what follows
const quoted = (v: string) => (/[",\r\n]/.test(v) || v !== v.trim() ? `"${v.replace(/"/g, '""')}"` : v);

/** A letter, a digit or a bracket: as the first and last of a text it asks for nothing. Most cells have no other. */
const isPlain = (code: number) =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5d) || (code >= 0x61 && code <= 0x7d);

const csvCell = (v: string | number): string => {
  if (typeof v === 'number') return String(v);
  if (v === '') return v;
  const isCalm = isPlain(v.charCodeAt(0)) && isPlain(v.charCodeAt(v.length - 1));
  return isCalm && !/[",\r\n]/.test(v) ? v : quoted(inert(v));
};

/** One line of RFC 4180 text, without its line break. */
export const csvLine = (cells: readonly (string | number)[]): string => {
  let line = '';
  for (let n = 0; n < cells.length; n += 1) line += n === 0 ? csvCell(cells[n] ?? '') : `,${csvCell(cells[n] ?? '')}`;
  return line;
};

const systemLabels = ['ID', 'Version', 'Created', 'Created by', 'Changed', 'Changed by', 'Archived'];

export const csvHeader = (record: AnyRecordType): string =>
  csvLine([...systemLabels, ...Object.values(fieldsOf(record)).map(labelWithUnit)]);

/** How a field's values stand in a cell. Labels are the same few for all records, so they are made ready once. */
const columnOf = (field: Field): ((value: unknown) => string) => {
  const plainly = (value: unknown) => (value === undefined ? '' : csvCell(cell(field, value)));
  if (field.kind !== 'choice') return plainly;
  const labels = new Map<unknown, string>(Object.keys(field.options ?? {}).map((value) => [value, plainly(value)]));
  return (value) => labels.get(value) ?? plainly(value);
};

/** Writes records of this type, each as one line of RFC 4180 text without its line break. */
export const csvRow = (record: AnyRecordType): ((item: Stored) => string) => {
  const columns = Object.entries(fieldsOf(record)).map(([name, field]) => ({ name, text: columnOf(field) }));
  return (item) => {
    const { id, version, createdAt, createdBy, updatedAt, updatedBy, archivedAt = '', values } = item;
    let line = csvLine([id, version, createdAt, createdBy, updatedAt, updatedBy, archivedAt]);
    for (const { name, text } of columns) line += `,${text(values[name])}`;
    return line;
  };
};

/** The declared fields that a record has, but one. */
const declared = (record: AnyRecordType, { values }: Stored, out: Record<string, unknown>, but?: string) => {
  for (const name in fieldsOf(record)) if (values[name] !== undefined && name !== but) out[name] = values[name];
  return out;
};

/** A record as JSON exports it: declared fields only, values as stored. */
export const jsonRow = (record: AnyRecordType, item: Stored) => {
  const { id, version, createdAt, createdBy, updatedAt, updatedBy, archivedAt } = item;
  const system = { id, version, createdAt, createdBy, updatedAt, updatedBy, archivedAt };
  return { type: record.name, ...system, values: declared(record, item, {}) };
};

const placeOf = (record: AnyRecordType, { values }: Stored): unknown =>
  record.geometry === undefined ? undefined : values[record.geometry];

/**
 * A GeoJSON feature (RFC 7946). A record without a place has a null geometry, so that no row is missing; where the
 * place was withheld from a copy, its property says so.
 */
export const feature = (record: AnyRecordType, item: Stored) => {
  const place = placeOf(record, item);
  const isKept = !isWithheld(place);
  const { version, createdAt, updatedAt } = item;
  return {
    type: 'Feature' as const,
    id: item.id,
    geometry: isKept ? (place ?? null) : null,
    properties: declared(record, item, { version, createdAt, updatedAt }, isKept ? record.geometry : undefined),
  };
};
