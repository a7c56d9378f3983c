import { derivedId } from '#functions/lib/aws/ids.ts';
import { fromItem, type NewRecord } from '#functions/lib/store/index.ts';
import { correctionDate } from '#shared/permit/corrections.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Stored, ValuesOf } from '#shared/model/record.ts';
import { records } from '#shared/records/index.ts';
import { civilDate } from '#shared/time/civil.ts';
import { permit, type Deed } from './deed.ts';
import { changeRecord, newRecord } from './records.ts';

type Finding = ValuesOf<typeof records.finding.fields>;
type Inspection = ValuesOf<typeof records.inspection.fields>;

/** Keeps a finding; a deficient one makes its task in the same write, so that neither is ever there alone. */
export const addFinding = async (deed: Deed, id: string, sent: unknown) => {
  permit(deed, records.finding, 'create');
  const finding = await newRecord(deed, records.finding, id, sent);
  const values = finding.values as Finding;
  return deed.store.create(values.deficient ? [finding, await taskFor(deed, id, values)] : [finding], deed.by);
};

/** Changes a finding. One that turns out deficient gets the task that it would have had from the start. */
export const changeFinding = async (deed: Deed, id: string, version: number, sent: unknown): Promise<Stored> => {
  const stored = await changeRecord(deed, records.finding, id, version, sent);
  const values = stored.values as Finding;
  if (values.deficient) await addTaskOnce(deed, await taskFor(deed, id, values));
  return stored;
};

const addTaskOnce = async (deed: Deed, task: NewRecord): Promise<void> => {
  if ((await deed.store.get(task.record, task.id)) === undefined) await deed.store.create([task], deed.by);
};

const taskFor = async (deed: Deed, findingId: string, finding: Finding): Promise<NewRecord> => {
  const [tenant, item] = await Promise.all([
    deed.store.tenant(),
    deed.store.get(records.inspection, finding.inspection),
  ]);
  if (tenant === undefined || item === undefined)
    throw new Problem('conflict', 'The inspection of this finding is gone.');
  const inspection = fromItem(records.inspection, item).values as Inspection;
  const { structure, outfall, site } = inspection;
  return {
    record: records.task,
    id: derivedId(findingId, 'task'),
    values: {
      title: `${records.finding.fields.category.options[finding.category]}: ${finding.description}`.slice(0, 200),
      ...(finding.description.length > 150 ? { detail: finding.description } : {}),
      dueOn: finding.correctBy ?? correctionDate(civilDate(deed.by.at, tenant.timeZone), finding.severity),
      ...(finding.assignee === undefined ? {} : { assignee: finding.assignee }),
      finding: findingId,
      inspection: finding.inspection,
      ...(structure === undefined ? {} : { structure }),
      ...(outfall === undefined ? {} : { outfall }),
      ...(site === undefined ? {} : { site }),
      status: 'open',
    },
  };
};
