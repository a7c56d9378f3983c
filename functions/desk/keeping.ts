import { permit, type Deed } from '#functions/lib/usecases/deed.ts';
import { changeRecord, newRecord } from '#functions/lib/usecases/records.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Stored, Values, ValuesOf } from '#shared/model/record.ts';
import { responseClocks, responseDue, type OwnClock } from '#shared/permit/response-clocks.ts';
import { records } from '#shared/records/index.ts';
import { civilDate } from '#shared/time/civil.ts';

export const request = records.publicRecordsRequest;
export type Request = ValuesOf<typeof request.fields>;

/** The agency's own clock beside the law's. */
export const ownClock = ({
  requestDays,
  closingDays,
}: {
  requestDays: number | null;
  closingDays: readonly string[];
}): OwnClock => ({
  closingDays,
  ...(requestDays === null ? {} : { responseDays: requestDays }),
});

/** When the answer is due by law, and where that comes from. */
const lawfulDue = async ({ store, by }: Deed, { receivedOn, law: asked }: Pick<Request, 'receivedOn' | 'law'>) => {
  const tenant = await store.tenant();
  if (tenant === undefined) throw new Problem('not-found', 'Your agency is not set up.');
  if (receivedOn > civilDate(by.at, tenant.timeZone))
    throw new Problem('invalid', 'The request cannot have come later than today.', [
      { path: 'values.receivedOn', message: 'Choose today or a day before it.' },
    ]);
  const law = asked ?? tenant.settings.requestLaw ?? undefined;
  if (law === undefined)
    throw new Problem('invalid', 'The law sets the day by which a request is answered.', [
      { path: 'values.law', message: 'Choose the law, or have an administrator set it for the agency in Settings.' },
    ]);
  const own = ownClock(tenant.settings);
  const { days, count, source } = responseClocks[law];
  const term = own.responseDays ?? days;
  const set = own.responseDays === undefined ? '' : 'set by your agency; ';
  return {
    lawfulDueOn: responseDue(law, receivedOn, own),
    dueSource: `${term} ${count} ${term === 1 ? 'day' : 'days'} (${set}${source})`,
  };
};

/** Keeps a request. The day it is due is set at once, and stands even if the settings change later. */
export const openRequest = async (deed: Deed, id: string, sent: unknown) => {
  permit(deed, request, 'create');
  const made = await newRecord(deed, request, id, sent);
  const due = await lawfulDue(deed, made.values as Request);
  const system = { status: 'received', dueOn: due.lawfulDueOn, ...due };
  return deed.store.create([{ ...made, values: { ...made.values, ...system } }], deed.by);
};

/** The day by law follows the day of receipt and the law; a date that was put off stays where it was put. */
const withDue = async (deed: Deed, was: Request, values: Values): Promise<Values> => {
  const now = values as Request;
  if (now.receivedOn === was.receivedOn && now.law === was.law) return values;
  const due = await lawfulDue(deed, now);
  const dueOn = was.extensionReason !== undefined && was.dueOn > due.lawfulDueOn ? was.dueOn : due.lawfulDueOn;
  return { ...values, ...due, dueOn };
};

export const changeRequest = async (deed: Deed, id: string, version: number, sent: unknown): Promise<Stored> =>
  changeRecord(deed, request, id, version, sent, (values, was) => withDue(deed, was as Request, values));
