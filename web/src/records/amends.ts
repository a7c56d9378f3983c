import { useQuery } from '@tanstack/react-query';
import { finalThrough, finalWord, isFinal } from '#shared/derive/final.ts';
import { fieldsOf, type AnyRecordType, type Values } from '#shared/model/record.ts';
import { recordNamed } from '#shared/records/index.ts';
import { recordQuery } from '#web/data/queries.ts';

const sentence = (record: AnyRecordType) => `This ${record.label.one.toLowerCase()} is ${finalWord(record)}.`;

/** Why a change to this is an amendment, as a sentence; undefined where it is not one. */
export const useAmends = (record: AnyRecordType, values: Values): string | undefined => {
  const link = finalThrough(record);
  const to = link === undefined ? undefined : recordNamed(fieldsOf(record)[link]?.to ?? '');
  const id = link === undefined ? undefined : values[link];
  const asked = to !== undefined && typeof id === 'string' && id !== '';
  // A list's row holds too little of it: whether it is final is asked of the record itself.
  const linked = useQuery({ ...recordQuery(to ?? record, asked ? id : ''), enabled: asked }).data;
  if (isFinal(record, values)) return sentence(record);
  return to !== undefined && linked !== undefined && isFinal(to, linked.values) ? sentence(to) : undefined;
};
