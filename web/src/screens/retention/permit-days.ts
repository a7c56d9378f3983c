import type { Option } from '#web/ui/inputs.tsx';

const two = (n: number) => String(n).padStart(2, '0');
const names = new Intl.DateTimeFormat('en-US', { month: 'long', timeZone: 'UTC' });
/** A leap year, so that 29 February can be named; the rules take it for 1 March in other years. */
const YEAR = 2024;

export const months: readonly Option[] = Array.from({ length: 12 }, (_, n) => ({
  value: two(n + 1),
  label: names.format(new Date(Date.UTC(YEAR, n, 1))),
}));

const lastDay = (month: string): number => new Date(Date.UTC(YEAR, Number(month), 0)).getUTCDate();

export const daysOf = (month: string): readonly Option[] =>
  Array.from({ length: lastDay(month) }, (_, n) => ({ value: two(n + 1), label: String(n + 1) }));

/** MM-DD that exists: the last day of the month where it has fewer days. */
export const inYear = (month: string, day: string): string => `${month}-${two(Math.min(Number(day), lastDay(month)))}`;

/** "July 1". */
export const dayText = (monthDay: string): string => {
  const [month = '01', day = '01'] = monthDay.split('-');
  return `${months[Number(month) - 1]?.label ?? ''} ${Number(day)}`;
};
