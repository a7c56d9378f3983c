import { BACKUP_DAYS, RECOVERY_DAYS } from '#shared/permit/backup-days.ts';
import { LIVE_DAYS, type ClosingPlan } from '#shared/permit/closing.ts';
import { addDays } from '#shared/time/civil.ts';
import { dateText } from '#web/fields/text.ts';

const years = (days: number): string => {
  const whole = Math.round(days / 365.25);
  return days < 365 ? `${days} ${days === 1 ? 'day' : 'days'}` : `${whole} ${whole === 1 ? 'year' : 'years'}`;
};

interface StepsProps {
  readonly plan: ClosingPlan;
  readonly archiveDays: number;
}

/** Every step with its day, before anything is begun and for as long as it goes on. */
export const ClosingSteps = ({ plan }: Pick<StepsProps, 'plan'>) => (
  <ol className="closing-steps">
    <li>
      <strong>{dateText(plan.startsOn)}: reading and exporting only</strong>
      <p>
        Everybody can sign in, read, and export with history and files. Nothing can be added or changed. Imports and
        disposals that are at work stop.
      </p>
    </li>
    <li>
      <strong>Until {dateText(plan.exportUntil)}: export period</strong>
      <p>An administrator can cancel on any day of it. Everything is then as it was before.</p>
    </li>
    <li>
      <strong>{dateText(plan.deletionOn)}: deletion begins</strong>
      <p>From here on nobody of your agency can sign in, and nothing can be stopped or had back.</p>
    </li>
    <li>
      <strong>By {dateText(plan.liveGoneBy)}: nothing is left in the systems in use</strong>
      <p>
        Records with their history, photos and documents, exports, copies released to the public, settings, access
        events and accounts are deleted. That is usually done on the first day, and within {LIVE_DAYS} days after the
        export period.
      </p>
    </li>
    <li>
      <strong>By {dateText(plan.backupsGoneBy)}: nothing is left in backups</strong>
      <p>
        Nightly copies are kept for {BACKUP_DAYS} days and the running one for {RECOVERY_DAYS}. Nobody takes data of one
        agency out of them; they go as a whole.
      </p>
    </li>
  </ol>
);

/** Said as plainly as what goes. */
export const WhatStays = ({ plan, archiveDays }: StepsProps) => (
  <>
    <p>Whoever runs Stormledger for you keeps:</p>
    <ul>
      <li>the name and id of your agency, the days of each step, and how many items of each kind were deleted;</li>
      <li>
        the archive of the audit trail. It is locked for {years(archiveDays)}: nobody can delete the last of it before{' '}
        {dateText(addDays(plan.liveGoneBy, archiveDays))}, and after that they decide how long it stays. It holds which
        record was changed when and how. Your people stand in it by number and not by name, and values that are marked
        as personal are not in it.
      </li>
    </ul>
  </>
);
