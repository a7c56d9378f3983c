import type { Jurisdiction } from '#shared/model/jurisdiction.ts';
import { daysToAnswer } from '#shared/permit/response-clocks.ts';
import { daysBetween } from '#shared/time/civil.ts';

/** How far a due date is, in words; civil dates, so a task is overdue from the day after. */
export const dueText = (dueOn: string, today: string): string => {
  const days = daysBetween(today, dueOn);
  if (days === 0) return 'Due today';
  if (days === 1) return 'Due tomorrow';
  return days > 0 ? `Due in ${days} days` : `Overdue by ${-days} ${days === -1 ? 'day' : 'days'}`;
};

/**
 * How long there is to answer a request, counted as its law counts. Where no business day lies between, over a weekend,
 * the plain days are said: "Due in 2 days" is true on a Saturday, "no days left" is not.
 */
export const daysLeftText = (asked: {
  readonly law: Jurisdiction | undefined;
  readonly dueOn: string;
  readonly today: string;
  readonly closingDays: readonly string[];
}): string => {
  const { law, dueOn, today, closingDays } = asked;
  if (law === undefined) return dueText(dueOn, today);
  const { days, count } = daysToAnswer(law, dueOn, today, { closingDays });
  if (days === 0) return dueText(dueOn, today);
  const [n, kind] = [Math.abs(days), count === 'business' ? 'business ' : ''];
  const said = `${n} ${kind}${n === 1 ? 'day' : 'days'}`;
  return days > 0 ? `${said} left` : `Overdue by ${said}`;
};
