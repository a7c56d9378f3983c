import { putLocked, readText, type ArchivePlace, type LockRule } from '#functions/lib/aws/archive-bucket.ts';
import type { Tenant } from '#functions/lib/store/index.ts';
import { BACKUP_DAYS } from '#shared/permit/backup-days.ts';
import {
  backupsGoneAfter,
  closingReport,
  type Closing,
  type ClosingReport,
  type Deletion,
} from '#shared/permit/closing.ts';
import { addDays, civilDate } from '#shared/time/civil.ts';

/** Where the report lies for good, beside the archive of the audit trail. */
export const reportKey = (tenantId: string): string => `${tenantId}/closing/report.json`;

interface Ended {
  readonly tenant: Tenant;
  readonly closing: Closing;
  readonly deletion: Deletion;
  readonly at: string;
  readonly lockDays: number;
}

export const reportOf = ({ tenant, closing, deletion, at, lockDays }: Ended): ClosingReport => {
  const today = civilDate(at, tenant.timeZone);
  return {
    format: 'stormledger closing report 1',
    tenantId: tenant.id,
    name: tenant.name,
    startedAt: closing.startedAt,
    startedBy: closing.startedBy,
    exportUntil: closing.exportUntil,
    deletionBegunAt: deletion.begunAt,
    deletedAt: at,
    liveGoneBy: closing.liveGoneBy,
    backupsGoneBy: backupsGoneAfter(today),
    deleted: deletion.counts,
    remains: [
      {
        what: 'Copies of the table',
        until: backupsGoneAfter(today),
        why: `Nightly copies are kept for ${BACKUP_DAYS} days and go as a whole.`,
      },
      {
        what: 'The archive of the audit trail',
        until: addDays(today, lockDays),
        why: 'Locked until then so that nobody can delete it. It holds no values marked as personal and no names of people.',
      },
      { what: 'The id and the name of the agency, and this report', why: 'They prove that the agency is gone.' },
    ],
  };
};

/**
 * Puts the report where nobody can alter it. Once: a worker that comes after one that died here finds the report of that
 * one, and goes on with it.
 */
export const keepReport = async (
  archive: ArchivePlace,
  lock: LockRule,
  report: ClosingReport,
): Promise<ClosingReport> => {
  const key = reportKey(report.tenantId);
  const body = Buffer.from(`${JSON.stringify(report, undefined, 2)}\n`);
  if (await putLocked(archive, key, body, lock, report.deletedAt)) return report;
  return closingReport.parse(JSON.parse(await readText(archive, key)));
};
