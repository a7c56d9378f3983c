import { daysBetween } from '#shared/time/civil.ts';

/** How far a due date is, in words; civil dates, so a task is overdue from the day after. */
export const dueText = (dueOn: string, today: string): string => {
  const days = daysBetween(today, dueOn);
  if (days === 0) return 'Due today';
  if (days === 1) return 'Due tomorrow';
  return days > 0 ? `Due in ${days} days` : `${-days} ${days === -1 ? 'day' : 'days'} overdue`;
};
