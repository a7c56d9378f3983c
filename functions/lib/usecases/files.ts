import { Problem } from '#shared/model/problem.ts';
import { records } from '#shared/records/index.ts';
import { fromItem } from '#functions/lib/store/index.ts';
import type { Stored } from '#shared/model/record.ts';
import { permitDuty, permitOn, type Deed } from './deed.ts';
import { itemAt, newRecord } from './records.ts';

/** Keeps the record of a file that is about to be sent. The same request again finds it, until the file was checked. */
export const announceFile = async (deed: Deed, id: string, sent: unknown) => {
  permitDuty(deed, 'attachFiles');
  const file = await newRecord(deed, records.attachment, id, sent);
  const { onType, onId, sha256 } = file.values;
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    throw new Problem('invalid', 'The SHA-256 must be 64 hexadecimal digits.', [
      { path: 'values.sha256', message: '64 digits 0-9 and a-f.' },
    ]);
  const there = await deed.store.present([{ type: String(onType), id: String(onId) }]);
  if (there.size === 0)
    throw new Problem('invalid', 'The record that the file belongs to is not there.', [
      { path: 'values.onId', message: `There is no such ${String(onType)} in your agency.` },
    ]);
  const { stored, replayed } = await deed.store.create([file], deed.by);
  if (stored.values['state'] !== 'waiting')
    throw new Problem('conflict', 'This file has arrived and was checked already.');
  return { stored, replayed };
};

/** Lets a file be read that was held back for a number which should not be kept. The deed's reason says why it stays. */
export const keepFile = async (deed: Deed, id: string, version: number): Promise<Stored> => {
  const { attachment } = records;
  permitDuty(deed, 'keepHeldFiles');
  const item = await itemAt(deed, attachment, id, version);
  const stored = fromItem(attachment, item);
  permitOn(deed, attachment, stored);
  const { values, archivedAt } = stored;
  if (archivedAt !== undefined) throw new Problem('conflict', 'This file is archived. Restore it first.');
  if (values['state'] !== 'held') throw new Problem('conflict', 'This file is not held back.');
  const { held: _held, ...kept } = values;
  return deed.store.put(attachment, item, { values: { ...kept, state: 'ready' } }, 'change', deed.by);
};
