import { expect, test } from 'vitest';
import { isDue } from '#infra/local/schedules/expression.ts';

const began = new Date('2026-01-01T00:00:30Z');
const due = (expression: string, at: string, timezone = 'UTC') => isDue(expression, timezone, new Date(at), began);

test.each([
  ['every five minutes, five minutes on', 'rate(5 minutes)', '2026-01-01T00:05:30Z', true],
  ['every five minutes, four minutes on', 'rate(5 minutes)', '2026-01-01T00:04:30Z', false],
  ['every hour', 'rate(1 hour)', '2026-01-01T02:00:30Z', true],
  ['at its hour', 'cron(0 9 * * ? *)', '2026-03-05T09:00:00Z', true],
  ['not at another hour', 'cron(0 9 * * ? *)', '2026-03-05T10:00:00Z', false],
  ['on a weekday by name', 'cron(30 6 ? * MON-FRI *)', '2026-03-06T06:30:00Z', true],
  ['not on Saturday', 'cron(30 6 ? * MON-FRI *)', '2026-03-07T06:30:00Z', false],
  ['every quarter of an hour', 'cron(0/15 * * * ? *)', '2026-03-07T06:45:00Z', true],
  ['on the last day of February', 'cron(0 0 L * ? *)', '2026-02-28T00:00:00Z', true],
  ['on the second Tuesday', 'cron(0 0 ? * TUE#2 *)', '2026-03-10T00:00:00Z', true],
  ['not on the third', 'cron(0 0 ? * TUE#2 *)', '2026-03-17T00:00:00Z', false],
  ['in a named month', 'cron(0 0 1 JUL ? *)', '2026-07-01T00:00:00Z', true],
  ['once at its minute', 'at(2026-05-04T03:02:01)', '2026-05-04T03:02:00Z', true],
])('%s', (_name, expression, at, expected) => {
  expect(due(expression, at)).toBe(expected);
});

test('the time zone decides, through summer time too', () => {
  expect(due('cron(0 9 * * ? *)', '2026-01-05T14:00:00Z', 'America/New_York')).toBe(true);
  expect(due('cron(0 9 * * ? *)', '2026-07-06T13:00:00Z', 'America/New_York')).toBe(true);
});

test('an expression that cannot be read is refused', () => {
  expect(() => due('rate(soon)', '2026-01-01T00:01:00Z')).toThrow('rate(soon)');
});
