import { describe, expect, it } from 'vitest';
import { BACKUP_DAYS, RECOVERY_DAYS } from '#shared/permit/backup-days.ts';
import { closingOrder, closingPlan, exportDaysLeft, exportPeriod } from '#shared/permit/closing.ts';

describe('the plan of closing an account', () => {
  it('has the export period first, deletion on the day after it, and nothing left within 30 days of its end', () => {
    expect(closingPlan('2026-11-25', 60)).toEqual({
      startsOn: '2026-11-25',
      exportUntil: '2027-01-24',
      deletionOn: '2027-01-25',
      liveGoneBy: '2027-02-23',
      backupsGoneBy: '2027-05-25',
    });
  });
  it('holds for about 90 days of backups, the longest that any copy is kept', () => {
    expect(Math.max(BACKUP_DAYS, RECOVERY_DAYS)).toBe(90);
  });
  it('counts the days left with today, and none once the period is over', () => {
    const plan = closingPlan('2026-11-25', 30);
    expect(['2026-11-25', '2026-12-24', '2026-12-25', '2026-12-26'].map((day) => exportDaysLeft(plan, day))).toEqual([
      31, 2, 1, 0,
    ]);
  });
});

describe('the export period', () => {
  it.each([
    [exportPeriod.least - 1, false],
    [exportPeriod.least, true],
    [exportPeriod.usual, true],
    [exportPeriod.most, true],
    [exportPeriod.most + 1, false],
    [60.5, false],
  ])('of %d days is taken: %s', (exportDays, taken) => {
    expect(closingOrder.safeParse({ name: 'City of Fernwick', exportDays }).success).toBe(taken);
  });
});
