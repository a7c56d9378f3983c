import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { records } from '#shared/records/index.ts';
import { midSentence, textOf, type Words } from '#web/fields/text.ts';
import { titleOf } from '#web/fields/title.ts';
import { momentOf, wallTime } from '#web/fields/zoned-time.ts';
import { dueText } from '#web/records/due.ts';

const zone = 'America/New_York';
const words: Words = { zone, titles: 0, title: () => 'CB-1', person: () => undefined };

it('a label within a sentence begins small, and its abbreviations stay', () => {
  expect(midSentence('CSV marked as UTF-8, for Excel')).toBe('CSV marked as UTF-8, for Excel');
  expect(midSentence('A folder for each record')).toBe('a folder for each record');
});

describe("the agency's clock", () => {
  it('shows moments as the clock on its wall does', () => {
    expect(wallTime('2026-01-15T03:05:00Z', zone)).toBe('2026-01-14T22:05');
    expect(wallTime('2026-07-15T03:05:00Z', zone)).toBe('2026-07-14T23:05');
  });
  it('reads them back, to the minute, on every day but where the clock repeats an hour', () => {
    const day = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2030-01-01') });
    fc.assert(
      fc.property(day, (at) => {
        const instant = new Date(Math.floor(at / 60_000) * 60_000).toISOString();
        const wall = wallTime(instant, zone);
        expect(wallTime(momentOf(wall, zone) ?? '', zone)).toBe(wall);
      }),
    );
  });
  it('takes the earlier of two hours of the same name in autumn', () => {
    expect(momentOf('2026-11-01T01:30', zone)).toBe('2026-11-01T05:30:00.000Z');
  });
  it('moves a time that the clock skips in spring on by an hour', () => {
    expect(wallTime(momentOf('2026-03-08T02:30', zone) ?? '', zone)).toBe('2026-03-08T03:30');
  });
  it('does not make a moment of what is none', () => {
    expect(momentOf('next week', zone)).toBeUndefined();
  });
});

describe('values in words', () => {
  it('carry their unit, their label, their day', () => {
    expect(textOf(records.structure.fields.diameter, 1200, words)).toBe('1,200 in');
    expect(textOf(records.structure.fields.kind, 'treatmentDevice', words)).toBe('Water quality device');
    expect(textOf(records.task.fields.dueOn, '2026-11-22', words)).toBe('Nov 22, 2026');
    expect(textOf(records.inspection.fields.flowing, false, words)).toBe('No');
  });
  it('name a place by latitude and longitude, and a line by its kind', () => {
    expect(textOf(records.site.fields.location, { type: 'Point', coordinates: [-84.5, 38.03] }, words)).toBe(
      '38.03000, -84.50000',
    );
    expect(
      textOf(
        records.site.fields.location,
        {
          type: 'LineString',
          coordinates: [
            [-84.5, 38.03],
            [-84, 38],
          ],
        },
        words,
      ),
    ).toMatch(/^Line near 38/);
  });
  it('do not fail for a person who is no longer listed', () => {
    expect(textOf(records.inspection.fields.inspector, 'x', words)).toBe('Someone no longer listed');
  });
  it('tell one inspection from another by its day', () => {
    expect(titleOf(records.inspection, { kind: 'structure', inspectedAt: '2026-11-22T03:00:00Z' }, words)).toBe(
      'Structure inspection, Nov 21, 2026',
    );
    expect(titleOf(records.structure, { name: 'CB-1' }, words)).toBe('CB-1');
  });
});

describe('due dates in words', () => {
  it.each([
    ['2026-11-22', 'Due today'],
    ['2026-11-23', 'Due tomorrow'],
    ['2026-11-30', 'Due in 8 days'],
    ['2026-11-21', 'Overdue by 1 day'],
    ['2026-11-12', 'Overdue by 10 days'],
  ])('%s is %s', (dueOn, text) => {
    expect(dueText(dueOn, '2026-11-22')).toBe(text);
  });
});
