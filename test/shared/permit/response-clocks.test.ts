import { describe, expect, it } from 'vitest';
import { jurisdictions } from '#shared/model/jurisdiction.ts';
import { daysToAnswer, latestExtension, responseClocks, responseDue } from '#shared/permit/response-clocks.ts';
import { stateHolidays } from '#shared/permit/state-holidays.ts';

const own = { closingDays: [] };

describe('the last day to answer', () => {
  it.each([
    ['WA', '2026-11-23', '2026-12-02', 'five business days around Thanksgiving and the day after'],
    ['WA', '2026-11-25', '2026-12-04', 'counted from the day after receipt'],
    ['federal', '2026-11-25', '2026-12-24', 'twenty business days; the Friday after Thanksgiving is one of them'],
    ['GA', '2026-07-02', '2026-07-08', 'three business days; 4 July is kept on Friday'],
    ['TX', '2026-07-02', '2026-07-16', 'ten business days; Texas does not move 4 July off a Saturday'],
    ['TX', '2026-12-21', '2027-01-07', 'ten business days around Christmas Eve and New Year'],
    ['CA', '2026-03-21', '2026-04-01', 'ten calendar days that end on Cesar Chavez Day'],
    ['CA', '2026-11-16', '2026-11-30', 'ten calendar days that end on Thanksgiving'],
    ['CA', '2026-06-01', '2026-06-11', 'ten calendar days'],
    ['KY', '2026-05-20', '2026-05-28', 'five business days around Memorial Day'],
    ['KY', '2026-05-23', '2026-06-01', 'received on a Saturday'],
    ['AR', '2026-12-22', '2026-12-29', 'three working days around Christmas Eve'],
    ['SC', '2026-12-21', '2027-01-07', 'ten business days around three days of Christmas'],
    ['NC', '2026-03-30', '2026-04-14', 'our ten business days around Good Friday'],
    ['FL', '2026-08-31', '2026-09-15', 'our ten business days around Labor Day'],
    ['other', '2026-06-01', '2026-06-15', 'our ten business days'],
  ] as const)('%s, received %s: %s (%s)', (law, received, due, _why) => {
    expect(responseDue(law, received, own)).toBe(due);
  });

  it('comes later by each day on which the agency itself is closed', () => {
    expect(responseDue('WA', '2026-11-23', { closingDays: ['2026-11-30', '2026-12-05'] })).toBe('2026-12-03');
  });
  it("is the agency's own where it set its own number of days, counted as the law counts", () => {
    expect(responseDue('other', '2026-06-01', { ...own, responseDays: 5 })).toBe('2026-06-08');
    expect(responseDue('CA', '2026-06-01', { ...own, responseDays: 7 })).toBe('2026-06-08');
  });
});

it.each([
  ['CA', '2026-06-11', '2026-06-25'],
  ['federal', '2026-12-24', '2027-01-11'],
  ['GA', '2026-07-08', undefined],
] as const)('under the law of %s, %s can be put off to %s', (law, due, latest) => {
  expect(latestExtension(law, due, own)).toBe(latest);
});

it.each([
  ['WA', '2026-12-02', '2026-11-25', 3, 'Thanksgiving and the day after are no business days'],
  ['WA', '2026-12-02', '2026-12-02', 0, 'today'],
  ['WA', '2026-11-25', '2026-11-29', 0, 'overdue, but the office has not been open since'],
  ['WA', '2026-11-25', '2026-12-01', -2, 'overdue by Monday and Tuesday'],
  ['CA', '2026-11-30', '2026-11-25', 5, 'counted in calendar days'],
  ['CA', '2026-11-20', '2026-11-25', -5, 'overdue in calendar days'],
] as const)('under the law of %s, an answer due %s is on %s %i days away (%s)', (law, due, today, days, _why) => {
  expect(daysToAnswer(law, due, today, own).days).toBe(days);
});
it('is said in calendar days where it is more than a year away', () => {
  expect(daysToAnswer('WA', '2099-05-20', '2026-11-25', own)).toEqual({ days: 26_474, count: 'calendar' });
});
it('is nearer by each day on which the agency itself is closed', () => {
  expect(daysToAnswer('WA', '2026-12-02', '2026-11-25', { closingDays: ['2026-11-30'] }).days).toBe(2);
});

it.each(jurisdictions)('%s says where its clock and its holidays come from', (law) => {
  expect(responseClocks[law].source).not.toBe('');
  expect(stateHolidays[law].source).toMatch(/\d/);
});
