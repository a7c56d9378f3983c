import { describe, expect, it } from 'vitest';
import { stateHolidays } from '#shared/permit/state-holidays.ts';
import { addBusinessDays, businessDayFrom, isBusinessDay } from '#shared/time/business-days.ts';
import { addDays } from '#shared/time/civil.ts';
import { dayOf, holidayOn, weekday, type HolidayCalendar } from '#shared/time/holidays.ts';

const daysOf = (year: number) => {
  const days: string[] = [];
  for (let at = `${year}-01-01`; at.startsWith(String(year)); at = addDays(at, 1)) days.push(at);
  return days;
};
const closedIn = (calendar: HolidayCalendar, year: number) =>
  daysOf(year).filter((day) => weekday(day) % 6 !== 0 && holidayOn(calendar, day) !== undefined);

describe('federal holidays are on the days that the Office of Personnel Management publishes', () => {
  it.each([
    [2026, '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25'],
    [2027, '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31'],
    [2021, '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31'],
    [2020, '01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25'],
  ])('%i', (year, days) => {
    expect(closedIn(stateHolidays.federal, year).map((day) => day.slice(5))).toEqual(days.split(' '));
  });
});

it('counts in any year that a date can name', () => {
  expect(addBusinessDays({ calendar: stateHolidays.FL, closed: new Set() }, '0315-11-07', 1)).toBe('0315-11-08');
});

it.each([
  [2019, '2019-04-21'],
  [2024, '2024-03-31'],
  [2026, '2026-04-05'],
  [2027, '2027-03-28'],
  [2038, '2038-04-25'],
])('Easter %i is %s', (year, day) => expect(dayOf({ afterEaster: 0 }, year)).toBe(day));

describe('a state adds days of its own, and moves them by its own rule', () => {
  it.each([
    ['CA', '2026-03-31', 'Cesar Chavez Day'],
    ['CA', '2024-04-01', 'Cesar Chavez Day'], // 31 March 2024 was a Sunday.
    ['CA', '2026-07-03', undefined], // 4 July 2026 is a Saturday, which California does not move.
    ['CA', '2028-11-10', 'Veterans Day'], // 11 November 2028 is a Saturday, which it does.
    ['TX', '2026-03-02', 'Texas Independence Day'],
    ['TX', '2026-07-03', undefined],
    ['TX', '2026-04-21', 'San Jacinto Day'],
    ['TX', '2026-10-12', undefined],
    ['WA', '2026-11-27', 'Native American Heritage Day'],
    ['WA', '2021-06-18', undefined], // Washington began in 2022.
    ['NC', '2026-04-03', 'Good Friday'],
    ['SC', '2027-05-10', 'Confederate Memorial Day'],
    ['FL', '2026-02-16', undefined],
    ['AR', '2026-12-24', 'Christmas Eve'],
    ['KY', '2026-11-27', 'Day after Thanksgiving'],
    ['GA', '2026-10-12', 'Columbus Day'],
  ] as const)('%s on %s: %s', (state, day, name) => expect(holidayOn(stateHolidays[state], day)).toBe(name));
});

describe('business days', () => {
  const federal = { calendar: stateHolidays.federal, closed: new Set<string>() };

  it('are neither weekends, nor holidays, nor days on which the agency is closed', () => {
    const week = ['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30'];
    expect(week.filter((day) => isBusinessDay(federal, day))).toEqual(['2026-11-25', '2026-11-27', '2026-11-30']);
    const closed = { ...federal, closed: new Set(['2026-11-27']) };
    expect(week.filter((day) => isBusinessDay(closed, day))).toEqual(['2026-11-25', '2026-11-30']);
  });
  it('are counted from the day after, whatever day it is', () => {
    expect(addBusinessDays(federal, '2026-11-27', 1)).toBe('2026-11-30');
    expect(addBusinessDays(federal, '2026-11-28', 1)).toBe('2026-11-30');
    expect(addBusinessDays(federal, '2026-11-29', 1)).toBe('2026-11-30');
    expect(addBusinessDays(federal, '2027-12-30', 1)).toBe('2028-01-03');
    expect(businessDayFrom(federal, '2026-11-26')).toBe('2026-11-27');
  });
  it('do not go on for ever when every day is closed', () => {
    const never = { ...federal, closed: new Set([...daysOf(2026), ...daysOf(2027), ...daysOf(2028)]) };
    expect(() => businessDayFrom(never, '2026-01-01')).toThrow('No business day');
  });
});
