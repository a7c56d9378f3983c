import { expect, it } from 'vitest';
import { startOfDay } from '#shared/time/day-start.ts';

it.each([
  ['2026-01-15', 'America/New_York', '2026-01-15T05:00:00.000Z'],
  ['2026-07-15', 'America/New_York', '2026-07-15T04:00:00.000Z'],
  ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00.000Z'],
  ['2026-03-09', 'America/New_York', '2026-03-09T04:00:00.000Z'],
  ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
  ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
  ['2026-06-01', 'Pacific/Honolulu', '2026-06-01T10:00:00.000Z'],
  ['2026-06-01', 'Pacific/Guam', '2026-05-31T14:00:00.000Z'],
])('%s begins in %s at %s', (date, zone, moment) => {
  expect(startOfDay(date, zone)).toBe(moment);
});
