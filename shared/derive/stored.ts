import { fieldsOf, type AnyRecordType, type Values } from '../model/record.ts';

/** Geometries are kept as JSON text: a pipe of 200 points would otherwise be 400 nested DynamoDB numbers. */
export const packValues = (record: AnyRecordType, values: Values): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, fieldsOf(record)[name]?.kind === 'geometry' ? JSON.stringify(value) : value]),
  );

export const unpackValues = (record: AnyRecordType, stored: Values): Values =>
  Object.fromEntries(
    Object.entries(stored).map(([name, value]) => [
      name,
      fieldsOf(record)[name]?.kind === 'geometry' && typeof value === 'string' ? (JSON.parse(value) as unknown) : value,
    ]),
  );
