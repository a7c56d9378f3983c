import type { Row } from '#shared/derive/row.ts';
import { addDays } from '#shared/time/civil.ts';
import { SOON_DAYS } from '#web/records/list-search.ts';

export interface Queue {
  readonly overdue: readonly Row[];
  readonly soon: readonly Row[];
  readonly later: readonly Row[];
}

const due = (row: Row) => String(row.values.dueOn);
export const isOpen = (row: Row): boolean => row.archivedAt === undefined && row.values.status === 'open';
export const isMine = (memberId: string) => (row: Row) => row.values.assignee === memberId;
export const isNobodys = (row: Row): boolean => row.values.assignee === undefined;

/** Open tasks by how near they are, earliest first. Due today is soon, not overdue: the day is not over. */
export const queueOf = (tasks: readonly Row[], today: string): Queue => {
  const until = addDays(today, SOON_DAYS);
  const sorted = tasks.filter(isOpen).sort((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0));
  return {
    overdue: sorted.filter((row) => due(row) < today),
    soon: sorted.filter((row) => due(row) >= today && due(row) <= until),
    later: sorted.filter((row) => due(row) > until),
  };
};

export const lengthOf = ({ overdue, soon, later }: Queue): number => overdue.length + soon.length + later.length;
