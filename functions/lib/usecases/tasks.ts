import { fromItem } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Stored } from '#shared/model/record.ts';
import { records } from '#shared/records/index.ts';
import { permitDuty, permitOn, type Deed } from './deed.ts';
import { itemAt } from './records.ts';

/** Closes a task. It takes evidence (a checked file on the task) or a note that says how it was settled. */
export const closeTask = async (deed: Deed, id: string, version: number, note?: string): Promise<Stored> => {
  permitDuty(deed, 'closeTasks');
  const item = await itemAt(deed, records.task, id, version);
  const stored = fromItem(records.task, item);
  permitOn(deed, records.task, stored, 'close');
  const { values, archivedAt } = stored;
  if (archivedAt !== undefined) throw new Problem('conflict', 'This task is archived. Restore it first.');
  if (values['status'] === 'closed') throw new Problem('conflict', 'This task is closed already.');
  if (note === undefined && !(await hasEvidence(deed, id)))
    throw new Problem('invalid', 'Add a photo or file to the task, or write how it was settled.', [
      { path: 'note', message: 'Say how it was settled, or add a photo or file first.' },
    ]);
  const closed = {
    status: 'closed',
    closedAt: deed.by.at,
    closedBy: deed.principal.memberId,
    ...(note && { closingNote: note }),
  };
  return deed.store.put(records.task, item, { values: { ...values, ...closed } }, 'close', deed.by);
};

/** Opens a closed task again. The reason is kept in its history, and so is how it had been closed. */
export const reopenTask = async (deed: Deed, id: string, version: number): Promise<Stored> => {
  permitDuty(deed, 'reopenTasks');
  const item = await itemAt(deed, records.task, id, version);
  const { values } = fromItem(records.task, item);
  if (values['status'] !== 'closed') throw new Problem('conflict', 'This task is open.');
  const { closedAt: _at, closedBy: _by, closingNote: _note, ...kept } = values;
  return deed.store.put(records.task, item, { values: { ...kept, status: 'open' } }, 'reopen', deed.by);
};

const hasEvidence = async (deed: Deed, taskId: string): Promise<boolean> => {
  const files = await deed.store.list(records.attachment, { limit: 100, by: 'onId', value: taskId });
  return files.items.some(({ values }) => values['onType'] === 'task' && values['state'] === 'ready');
};
