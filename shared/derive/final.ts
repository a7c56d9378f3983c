import type { AnyRecordType, Values } from '../model/record.ts';

/** Signed off, closed or answered: from here on a change is an amendment. What is only as final as another record is not, by itself. */
export const isFinal = ({ final }: AnyRecordType, values: Values): boolean => {
  if (final === undefined || !('field' in final)) return false;
  const value = values[final.field];
  return final.is === undefined ? value !== undefined : typeof value === 'string' && final.is.includes(value);
};

/** The link to the record that decides it, for a type that is as final as what it belongs to. */
export const finalThrough = ({ final }: AnyRecordType): string | undefined =>
  final !== undefined && 'through' in final ? final.through : undefined;

/** As a sentence tells it: "This inspection is signed off." */
export const finalWord = ({ final }: AnyRecordType): string =>
  final !== undefined && 'field' in final ? final.word : 'final';
