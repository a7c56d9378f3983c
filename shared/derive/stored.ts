import type { FieldKind } from '../model/field.ts';
import { fieldsOf, type AnyRecordType, type Values } from '../model/record.ts';

/** Geometries are kept as JSON text: a pipe of 200 points would otherwise be 400 nested DynamoDB numbers. */
export const packValues = (record: AnyRecordType, values: Values): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, fieldsOf(record)[name]?.kind === 'geometry' ? JSON.stringify(value) : value]),
  );

const byName = (attributes: Values): Values => {
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(attributes).sort()) out[name] = attributes[name];
  return out;
};

/** Its type first, whoever wrote it down. */
const typeFirst = (geometry: object): object => {
  for (const first in geometry) {
    if (first === 'type' || !('type' in geometry)) break;
    const { type, ...rest } = geometry;
    return { type, ...rest };
  }
  return geometry;
};

const placed = (value: unknown): unknown => {
  const geometry: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  return typeof geometry === 'object' && geometry !== null ? typeFirst(geometry) : geometry;
};

/** A value as it is kept, made what it was. */
export const unpacked = (kind: FieldKind, value: unknown): unknown => {
  if (kind === 'geometry') return placed(value);
  return kind === 'attributes' && typeof value === 'object' && value !== null ? byName(value as Values) : value;
};

/**
 * Values in the order of their declaration, what a source file said in the order of its names. The table keeps no order and
 * gives one at random, so the same record would come out otherwise each time it is exported.
 */
export const unpackValues = (record: AnyRecordType, stored: Values): Values => {
  const fields = fieldsOf(record);
  const values: Record<string, unknown> = {};
  for (const name in fields) {
    const value = stored[name];
    if (value !== undefined) values[name] = unpacked(fields[name]?.kind ?? 'text', value);
  }
  for (const name in stored) if (!Object.hasOwn(fields, name)) values[name] = stored[name];
  return values;
};
