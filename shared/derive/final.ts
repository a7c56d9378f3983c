import { fieldsOf, type AnyRecordType, type Values } from '../model/record.ts';

/** Signed off, closed or answered: from here on a change is an amendment. What is only as final as another record is not, by itself. */
export const isFinal = ({ final }: AnyRecordType, values: Values): boolean => {
  if (final === undefined || !('field' in final)) return false;
  const value = values[final.field];
  return final.is === undefined ? value !== undefined : typeof value === 'string' && final.is.includes(value);
};

/** The link to the record that decides it, for a type that is as final as what it belongs to. */
export const finalThrough = ({ final }: AnyRecordType): string | undefined =>
  final !== undefined && 'through' in final ? final.through : undefined;

/** The record that decides it, for a record that is as final as that one. */
export const decidedBy = (
  record: AnyRecordType,
  values: Values,
): { readonly type: string; readonly id: string } | undefined => {
  const link = finalThrough(record);
  if (link === undefined) return undefined;
  const [{ to } = { to: undefined }, id] = [fieldsOf(record)[link], values[link]];
  // A link to any type has its type beside it.
  const type = to === '*' ? values['onType'] : to;
  return typeof type === 'string' && typeof id === 'string' && id !== '' ? { type, id } : undefined;
};

/** As a sentence tells it: "This inspection is signed off." */
export const finalWord = ({ final }: AnyRecordType): string =>
  final !== undefined && 'field' in final ? final.word : 'final';
