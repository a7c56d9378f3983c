import { addDays } from './civil.ts';

/** How a holiday is found in a year. Weekdays count from Sunday, 0; months from January, 1. */
export type HolidayRule =
  | { readonly on: readonly [month: number, day: number] }
  | { readonly nth: readonly [n: number, weekday: number, month: number] }
  | { readonly last: readonly [weekday: number, month: number] }
  /** Days after the fourth Thursday of November. */
  | { readonly afterThanksgiving: number }
  /** Days after Easter Sunday of the Gregorian calendar; negative before it. */
  | { readonly afterEaster: number };

/** Which workday stands in for a holiday that falls on a weekend. */
export type Observed = Readonly<{ saturday?: 'fridayBefore'; sunday?: 'mondayAfter' }>;

export interface Holiday {
  readonly name: string;
  readonly rule: HolidayRule;
  /** The first year in which it was kept. */
  readonly since?: number;
  /** Where this one differs from the rest of its calendar. */
  readonly observed?: Observed;
}

export interface HolidayCalendar {
  readonly holidays: readonly Holiday[];
  readonly observed: Observed;
  /** The statute that names the days. */
  readonly source: string;
}

const dateOf = (year: number, month: number, day: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** 0 is Sunday. */
export const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();

const nth = (year: number, n: number, day: number, month: number): string => {
  const first = dateOf(year, month, 1);
  return addDays(first, ((day - weekday(first) + 7) % 7) + (n - 1) * 7);
};

/** The anonymous Gregorian computus, as Meeus gives it (Astronomical Algorithms, chapter 8). */
const easter = (year: number): string => {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const d = Math.floor(b / 4);
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return dateOf(year, Math.floor(n / 31), (n % 31) + 1);
};

/** The date itself, before anything is moved off a weekend. */
export const dayOf = (rule: HolidayRule, year: number): string => {
  if ('on' in rule) return dateOf(year, ...rule.on);
  if ('nth' in rule) return nth(year, ...rule.nth);
  if ('afterThanksgiving' in rule) return addDays(nth(year, 4, 4, 11), rule.afterThanksgiving);
  if ('afterEaster' in rule) return addDays(easter(year), rule.afterEaster);
  const [day, month] = rule.last;
  const fifth = nth(year, 5, day, month);
  return fifth.slice(5, 7) === String(month).padStart(2, '0') ? fifth : addDays(fifth, -7);
};

const observedOn = (date: string, { saturday, sunday }: Observed): string => {
  if (weekday(date) === 6 && saturday) return addDays(date, -1);
  return weekday(date) === 0 && sunday ? addDays(date, 1) : date;
};

/** The holiday that keeps offices closed on a date. That of 1 January may close the last day of the year before. */
export const holidayOn = ({ holidays, observed }: HolidayCalendar, date: string): string | undefined => {
  const year = Number(date.slice(0, 4));
  return holidays.find(({ rule, since = 0, observed: own = observed }) =>
    [year, year + 1].some((y) => y >= since && observedOn(dayOf(rule, y), own) === date),
  )?.name;
};
