import type { Fields } from '../model/field.ts';
import { fieldsOf, type AnyRecordType, type Values } from '../model/record.ts';

/** The same values without those that name or reach a person. */
export const withoutPersonal = (record: AnyRecordType, values: Values): Values => {
  const [fields, out]: [Fields, Record<string, unknown>] = [fieldsOf(record), {}];
  for (const name of Object.keys(values)) if (!fields[name]?.personal) out[name] = values[name];
  return out;
};
