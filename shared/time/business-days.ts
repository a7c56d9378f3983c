import { addDays } from './civil.ts';
import { holidayOn, weekday, type HolidayCalendar } from './holidays.ts';

/** The days on which an office works: its state's calendar, and the agency's own closing days. */
export interface WorkingDays {
  readonly calendar: HolidayCalendar;
  /** Civil dates. */
  readonly closed: ReadonlySet<string>;
}

export const isBusinessDay = ({ calendar, closed }: WorkingDays, date: string): boolean =>
  weekday(date) !== 0 && weekday(date) !== 6 && !closed.has(date) && holidayOn(calendar, date) === undefined;

/** A year of nothing but closing days is a mistake in the settings, not a calendar. */
const LIMIT = 400;

/** The first business day on or after a date. */
export const businessDayFrom = (days: WorkingDays, date: string): string => {
  for (let at = date, n = 0; n < LIMIT; at = addDays(at, 1), n += 1) if (isBusinessDay(days, at)) return at;
  throw new RangeError(`No business day follows ${date}.`);
};

/** So many business days after a date. The day itself is not counted, whatever day it is. */
export const addBusinessDays = (days: WorkingDays, date: string, count: number): string => {
  let at = date;
  for (let n = 0; n < count; n += 1) at = businessDayFrom(days, addDays(at, 1));
  return at;
};

/** Business days after one date up to another, which counts itself; negative when the second is earlier. */
export const businessDaysBetween = (days: WorkingDays, from: string, to: string): number => {
  const [first, last, sign] = from <= to ? [from, to, 1] : [to, from, -1];
  let count = 0;
  for (let at = addDays(first, 1); at <= last; at = addDays(at, 1)) if (isBusinessDay(days, at)) count += 1;
  return count === 0 ? 0 : sign * count;
};
