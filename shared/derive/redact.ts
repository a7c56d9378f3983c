import { fieldsOf, type AnyRecordType, type Values } from '../model/record.ts';

/** The same values without those that name or reach a person. */
export const withoutPersonal = (record: AnyRecordType, values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !fieldsOf(record)[name]?.personal));
