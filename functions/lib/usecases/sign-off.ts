import { fromItem } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Stored } from '#shared/model/record.ts';
import { records } from '#shared/records/index.ts';
import { permitDuty, permitOn, type Deed } from './deed.ts';
import { itemAt } from './records.ts';

/** Says that an inspection is complete and true. It cannot be taken back: what changes afterwards is an amendment. */
export const signOffInspection = async (deed: Deed, id: string, version: number): Promise<Stored> => {
  permitDuty(deed, 'signOffInspections');
  const item = await itemAt(deed, records.inspection, id, version);
  const stored = fromItem(records.inspection, item);
  permitOn(deed, records.inspection, stored, 'sign off');
  const { values, archivedAt } = stored;
  if (archivedAt !== undefined) throw new Problem('conflict', 'This inspection is archived. Restore it first.');
  if (values['signedOffAt'] !== undefined) throw new Problem('conflict', 'This inspection is signed off already.');
  const signed = { signedOffAt: deed.by.at, signedOffBy: deed.principal.memberId };
  return deed.store.put(records.inspection, item, { values: { ...values, ...signed } }, 'signOff', deed.by);
};
