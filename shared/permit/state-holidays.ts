import type { Jurisdiction } from '../model/jurisdiction.ts';
import type { Holiday, HolidayCalendar, Observed } from '../time/holidays.ts';

/**
 * Days on which public offices are closed, by statute. Where a day is kept by proclamation, or we are not sure of it, it
 * is left out: a clock then ends earlier, never later. What an office closes for beyond this stands in its settings.
 */
const MONDAY = 1;
const FRIDAY_AND_MONDAY: Observed = { saturday: 'fridayBefore', sunday: 'mondayAfter' };

const newYear: Holiday = { name: "New Year's Day", rule: { on: [1, 1] } };
const king: Holiday = { name: 'Martin Luther King Jr. Day', rule: { nth: [3, MONDAY, 1] }, since: 1986 };
const presidents: Holiday = { name: "Washington's Birthday", rule: { nth: [3, MONDAY, 2] } };
const memorial: Holiday = { name: 'Memorial Day', rule: { last: [MONDAY, 5] } };
const juneteenth: Holiday = { name: 'Juneteenth', rule: { on: [6, 19] }, since: 2021 };
const independence: Holiday = { name: 'Independence Day', rule: { on: [7, 4] } };
const labor: Holiday = { name: 'Labor Day', rule: { nth: [1, MONDAY, 9] } };
const columbus: Holiday = { name: 'Columbus Day', rule: { nth: [2, MONDAY, 10] } };
const veterans: Holiday = { name: 'Veterans Day', rule: { on: [11, 11] } };
const thanksgiving: Holiday = { name: 'Thanksgiving Day', rule: { afterThanksgiving: 0 } };
const fridayAfter: Holiday = { name: 'Day after Thanksgiving', rule: { afterThanksgiving: 1 } };
const goodFriday: Holiday = { name: 'Good Friday', rule: { afterEaster: -2 } };
const christmasEve: Holiday = { name: 'Christmas Eve', rule: { on: [12, 24] } };
const christmas: Holiday = { name: 'Christmas Day', rule: { on: [12, 25] } };
const dayAfterChristmas: Holiday = { name: 'Day after Christmas', rule: { on: [12, 26] } };

/** Kept in every state below. */
const everywhere = [newYear, king, memorial, independence, labor, veterans, thanksgiving, christmas];

const federal: HolidayCalendar = {
  source: '5 U.S.C. 6103(a) and (b); Executive Order 11582 for Sundays',
  observed: FRIDAY_AND_MONDAY,
  holidays: [...everywhere, presidents, juneteenth, columbus],
};

export const stateHolidays: Readonly<Record<Jurisdiction, HolidayCalendar>> = {
  federal,
  other: federal,
  AR: {
    source: 'Ark. Code Ann. 1-5-101',
    observed: FRIDAY_AND_MONDAY,
    holidays: [...everywhere, presidents, christmasEve],
  },
  CA: {
    source: 'Cal. Gov. Code 6700, 6701 and 19853: moved off Sundays; off Saturdays for Veterans Day alone',
    observed: { sunday: 'mondayAfter' },
    holidays: [
      ...everywhere.filter((day) => day !== veterans),
      { ...veterans, observed: FRIDAY_AND_MONDAY },
      presidents,
      { name: 'Cesar Chavez Day', rule: { on: [3, 31] } },
      fridayAfter,
    ],
  },
  FL: { source: 'Fla. Stat. 110.117', observed: FRIDAY_AND_MONDAY, holidays: [...everywhere, fridayAfter] },
  GA: {
    source: 'O.C.G.A. 1-4-1; days kept by proclamation are left out',
    observed: FRIDAY_AND_MONDAY,
    holidays: [...everywhere, columbus],
  },
  KY: { source: 'KRS 18A.190', observed: FRIDAY_AND_MONDAY, holidays: [...everywhere, fridayAfter] },
  NC: {
    source: 'N.C.G.S. 103-4; 25 NCAC 01E .0901',
    observed: FRIDAY_AND_MONDAY,
    holidays: [...everywhere, goodFriday, fridayAfter],
  },
  SC: {
    source: 'S.C. Code Ann. 53-5-10',
    observed: FRIDAY_AND_MONDAY,
    holidays: [
      ...everywhere,
      presidents,
      { name: 'Confederate Memorial Day', rule: { on: [5, 10] } },
      fridayAfter,
      christmasEve,
      dayAfterChristmas,
    ],
  },
  TX: {
    source: "Tex. Gov't Code 552.0031 with 662.003(a) and (b): a day that falls on a weekend is not moved",
    observed: {},
    holidays: [
      ...everywhere,
      presidents,
      { name: 'Confederate Heroes Day', rule: { on: [1, 19] } },
      { name: 'Texas Independence Day', rule: { on: [3, 2] } },
      { name: 'San Jacinto Day', rule: { on: [4, 21] } },
      { name: 'Emancipation Day', rule: { on: [6, 19] } },
      { name: 'Lyndon Baines Johnson Day', rule: { on: [8, 27] } },
      fridayAfter,
      christmasEve,
      dayAfterChristmas,
    ],
  },
  WA: {
    source: 'RCW 1.16.050',
    observed: FRIDAY_AND_MONDAY,
    holidays: [
      ...everywhere,
      presidents,
      { ...juneteenth, since: 2022 },
      { ...fridayAfter, name: 'Native American Heritage Day' },
    ],
  },
};
