import type { Jurisdiction } from '../model/jurisdiction.ts';
import { addBusinessDays, businessDayFrom, businessDaysBetween, type WorkingDays } from '../time/business-days.ts';
import { addDays, daysBetween } from '../time/civil.ts';
import { stateHolidays } from './state-holidays.ts';

/** How long an office has to answer a request for records. */
export interface ResponseClock {
  readonly days: number;
  readonly count: 'business' | 'calendar';
  readonly source: string;
  /** What the answer must be by then, in a few words. */
  readonly means: string;
  /** How much later an office may set the date, when it says why. */
  readonly extension?: { readonly days: number; readonly count: 'business' | 'calendar'; readonly source: string };
}

const business = (days: number, source: string, means: string): ResponseClock => ({
  days,
  count: 'business',
  source,
  means,
});

const NO_TERM = 'No number of days in the law. Ten business days is our default: set your own in Settings.';

/**
 * Starting points, to be checked against the law in force and the agency's own policy; an administrator may set another
 * number of days.
 */
export const responseClocks: Readonly<Record<Jurisdiction, ResponseClock>> = {
  AR: business(3, 'Ark. Code Ann. 25-19-105(e)', 'Give the records, or say when within three working days.'),
  CA: {
    days: 10,
    count: 'calendar',
    source: 'Cal. Gov. Code 7922.535(a); the last day moves off a holiday (6800)',
    means: 'Say which records can be disclosed, and when.',
    extension: { days: 14, count: 'calendar', source: 'Cal. Gov. Code 7922.535(b), in unusual circumstances' },
  },
  FL: business(10, 'Fla. Stat. 119.07(1)(c): promptly and in good faith', NO_TERM),
  GA: business(3, 'O.C.G.A. 50-18-71(b)(1)(A)', 'Give the records, or say when.'),
  KY: business(5, 'KRS 61.880(1)', 'Say whether the request will be met, and give the records or the date.'),
  NC: business(10, 'N.C.G.S. 132-6(a): as promptly as possible', NO_TERM),
  SC: business(
    10,
    'S.C. Code Ann. 30-4-30(C)',
    'Say what will be given. 20 business days for records older than 24 months.',
  ),
  TX: business(
    10,
    "Tex. Gov't Code 552.221(d) and 552.301(b)",
    'Give the records, say when, or ask the Attorney General.',
  ),
  WA: business(5, 'RCW 42.56.520(1)', 'Give the records, say when, or deny with the reason.'),
  federal: {
    ...business(20, '5 U.S.C. 552(a)(6)(A)(i)', 'Say whether the request will be met.'),
    extension: { days: 10, count: 'business', source: '5 U.S.C. 552(a)(6)(B)(i), in unusual circumstances' },
  },
  other: business(
    10,
    'our default: this state is not in our list',
    'Look up your law, and set its number of days in Settings.',
  ),
};

/** What an agency has set for itself. */
export interface OwnClock {
  /** In place of the number of the law. */
  readonly responseDays?: number | undefined;
  /** Civil dates on which the office is closed, beyond the state's holidays. */
  readonly closingDays: readonly string[];
}

/** By what the days left to answer are counted where a request names no law. No secret: everybody of the agency has it. */
export interface RequestClock {
  readonly law: Jurisdiction | null;
  readonly closingDays: readonly string[];
}

export const workingDays = (law: Jurisdiction, { closingDays }: OwnClock): WorkingDays => ({
  calendar: stateHolidays[law],
  closed: new Set(closingDays),
});

/**
 * The last day to answer. The day of receipt is not counted; a count of calendar days that ends on a day on which the
 * office is closed ends on the next one on which it is open.
 */
export const responseDue = (law: Jurisdiction, receivedOn: string, own: OwnClock): string => {
  const { days, count } = responseClocks[law];
  const working = workingDays(law, own);
  const term = own.responseDays ?? days;
  return count === 'business'
    ? addBusinessDays(working, receivedOn, term)
    : businessDayFrom(working, addDays(receivedOn, term));
};

/** Beyond a year nobody counts business days, and each of them would have to be looked at. */
const FAR_DAYS = 366;

/** How far a day to answer is from today, counted as the law counts. Below zero when it has passed. */
export const daysToAnswer = (
  law: Jurisdiction,
  dueOn: string,
  today: string,
  own: OwnClock,
): { readonly days: number; readonly count: ResponseClock['count'] } => {
  const { count } = responseClocks[law];
  const days = daysBetween(today, dueOn);
  return count === 'calendar' || Math.abs(days) > FAR_DAYS
    ? { days, count: 'calendar' }
    : { days: businessDaysBetween(workingDays(law, own), today, dueOn), count };
};

/** The latest day that an extension may name by law; undefined where the law leaves it to what is reasonable. */
export const latestExtension = (law: Jurisdiction, due: string, own: OwnClock): string | undefined => {
  const { extension } = responseClocks[law];
  if (extension === undefined) return undefined;
  const working = workingDays(law, own);
  return extension.count === 'business'
    ? addBusinessDays(working, due, extension.days)
    : businessDayFrom(working, addDays(due, extension.days));
};
