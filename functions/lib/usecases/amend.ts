import { fromItem } from '#functions/lib/store/index.ts';
import { decidedBy, finalThrough, finalWord, isFinal } from '#shared/derive/final.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType, Values } from '#shared/model/record.ts';
import { recordNamed } from '#shared/records/index.ts';
import type { Deed } from './deed.ts';

/** The record type whose record is final here: the record's own, or that of a record which it belongs to. */
const finalIn = async (deed: Deed, record: AnyRecordType, values: Values): Promise<AnyRecordType | undefined> => {
  if (isFinal(record, values)) return record;
  const by = decidedBy(record, values);
  const to = by === undefined ? undefined : recordNamed(by.type);
  if (by === undefined || to === undefined) return undefined;
  const item = await deed.store.get(to, by.id);
  // A photo of a finding is as final as the inspection that the finding is of.
  return item === undefined ? undefined : finalIn(deed, to, fromItem(to, item).values);
};

/**
 * Whether this is an amendment; it then needs a reason. `versions` are the values before and after, where both count: a
 * finding is neither taken from nor added to an inspection that is signed off without one.
 */
export const asAmendment = async (
  deed: Deed,
  record: AnyRecordType,
  ...versions: readonly [Values, ...Values[]]
): Promise<boolean> => {
  const link = finalThrough(record);
  const looked = link === undefined ? versions.slice(0, 1) : [...new Map(versions.map((v) => [v[link], v])).values()];
  const found = (await Promise.all(looked.map((values) => finalIn(deed, record, values)))).find((one) => one);
  if (found === undefined) return false;
  if (deed.by.reason !== undefined) return true;
  const noun = found.label.one.toLowerCase();
  throw new Problem('reason-required', `This ${noun} is ${finalWord(found)}. Say why it is changed afterwards.`, [
    { path: 'reason', message: 'Say why it is changed afterwards.' },
  ]);
};
