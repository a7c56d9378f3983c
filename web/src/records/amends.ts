import { useQuery } from '@tanstack/react-query';
import { decidedBy, finalWord, isFinal } from '#shared/derive/final.ts';
import type { AnyRecordType, Values } from '#shared/model/record.ts';
import { recordNamed } from '#shared/records/index.ts';
import { recordQuery } from '#web/data/queries.ts';

const sentence = (record: AnyRecordType) => `This ${record.label.one.toLowerCase()} is ${finalWord(record)}.`;

/** The record that decides whether this one is final. */
const useDecider = (record: AnyRecordType, values: Values) => {
  const by = decidedBy(record, values);
  const to = by === undefined ? undefined : recordNamed(by.type);
  // A list's row holds too little of it: whether it is final is asked of the record itself.
  const found = useQuery({ ...recordQuery(to ?? record, by?.id ?? ''), enabled: to !== undefined }).data;
  return to !== undefined && found !== undefined ? { record: to, values: found.values } : undefined;
};

const nothing: Values = {};

/** Why a change to this is an amendment, as a sentence; undefined where it is not one. */
export const useAmends = (record: AnyRecordType, values: Values): string | undefined => {
  const first = useDecider(record, values);
  // A photo of a finding: the finding is as final as its inspection.
  const second = useDecider(first?.record ?? record, first?.values ?? nothing);
  const found = [{ record, values }, first, second].find((one) => one && isFinal(one.record, one.values));
  return found && sentence(found.record);
};
