import { fieldsOf, type AnyRecordType, type Stored } from '../model/record.ts';
import { isWithheld } from '../model/withheld.ts';
import { cell, labelWithUnit } from './text.ts';

/**
 * A cell that begins like a formula is run by spreadsheet programs, so text that does is led by an apostrophe.
 * Numbers are written as numbers: a longitude of -84.5 stays one.
 */
const inert = (v: string | number) =>
  typeof v === 'string' && /^[=+\-@\t\r\n\u0000＝＋－＠]/.test(v) ? `'${v}` : String(v); // eslint-disable-line no-control-regex
const quoted = (v: string) => (/[",\r\n]/.test(v) || v !== v.trim() ? `"${v.replaceAll('"', '""')}"` : v);

/** One line of RFC 4180 text, without its line break. */
export const csvLine = (cells: readonly (string | number)[]): string => cells.map((c) => quoted(inert(c))).join(',');

const system = ['id', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'archivedAt'] as const;
const systemLabels = ['ID', 'Version', 'Created', 'Created by', 'Changed', 'Changed by', 'Archived'];

export const csvHeader = (record: AnyRecordType): string =>
  csvLine([...systemLabels, ...Object.values(fieldsOf(record)).map(labelWithUnit)]);

export const csvRow = (record: AnyRecordType, item: Stored): string =>
  csvLine([
    ...system.map((name) => item[name] ?? ''),
    ...Object.entries(fieldsOf(record)).map(([name, field]) => cell(field, item.values[name])),
  ]);

/** A record as JSON exports it: declared fields only, values as stored. */
export const jsonRow = (record: AnyRecordType, item: Stored) => ({
  type: record.name,
  ...Object.fromEntries(system.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]]))),
  values: Object.fromEntries(
    Object.keys(fieldsOf(record)).flatMap((name) =>
      item.values[name] === undefined ? [] : [[name, item.values[name]]],
    ),
  ),
});

const placeOf = (record: AnyRecordType, { values }: Stored): unknown =>
  record.geometry === undefined ? undefined : values[record.geometry];

/**
 * A GeoJSON feature (RFC 7946). A record without a place has a null geometry, so that no row is missing; where the
 * place was withheld from a copy, its property says so.
 */
export const feature = (record: AnyRecordType, item: Stored) => ({
  type: 'Feature' as const,
  id: item.id,
  geometry: isWithheld(placeOf(record, item)) ? null : (placeOf(record, item) ?? null),
  properties: {
    version: item.version,
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
    ...Object.fromEntries(
      Object.keys(fieldsOf(record)).flatMap((name) =>
        item.values[name] === undefined || (name === record.geometry && !isWithheld(item.values[name]))
          ? []
          : [[name, item.values[name]]],
      ),
    ),
  },
});
