import { addDays } from '#shared/time/civil.ts';
import { startOfDay } from '#shared/time/day-start.ts';

/** A filter as its form has it and as the address carries it. Absent and empty are the same. */
export type Answers<Name extends string> = Readonly<Partial<Record<Name, string>>>;

const auditNames = ['type', 'record', 'action', 'person', 'from', 'to'] as const;
const accessNames = ['kind', 'person', 'from', 'to'] as const;
export type AuditSearch = Answers<(typeof auditNames)[number]>;
export type AccessSearch = Answers<(typeof accessNames)[number]>;

const only =
  <Name extends string>(names: readonly Name[]) =>
  (raw: Readonly<Record<string, unknown>>): Answers<Name> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const value = raw[name];
        return typeof value === 'string' && value !== '' ? [[name, value]] : [];
      }),
    ) as Answers<Name>;

export const auditSearch = only(auditNames);
export const accessSearch = only(accessNames);

/** Whether a form asks what was asked before: then it is looked up anew, since things happen meanwhile. */
export const sameAnswers = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);

const day = /^\d{4}-\d\d-\d\d$/;

/** Days in the agency's own time; the last one counts whole. */
export const periodOf = ({ from = '', to = '' }: { from?: string; to?: string }, zone: string) => ({
  ...(day.test(from) ? { from: startOfDay(from, zone) } : {}),
  ...(day.test(to) ? { before: startOfDay(addDays(to, 1), zone) } : {}),
});
