import { expect, it } from 'vitest';
import { plausibleDate, plausibleMoment } from '#shared/time/plausible.ts';

it.each([
  ['1800-01-01', true],
  ['2199-12-31', true],
  ['1799-12-31', false],
  ['0202-06-01', false],
  ['2200-01-01', false],
  ['2026-02-30', false],
])('%s is a date as people keep it: %s', (date, right) => {
  expect(plausibleDate().safeParse(date).success).toBe(right);
  expect(plausibleMoment.safeParse(`${date}T12:00:00Z`).success).toBe(right);
});
