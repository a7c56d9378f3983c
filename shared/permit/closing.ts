import * as z from 'zod';
import { addDays, daysBetween } from '../time/civil.ts';
import { BACKUP_DAYS } from './backup-days.ts';

/** Days for which an agency that closes its account may still read and export, counted from the day it says so. */
export const exportPeriod = {
  usual: 60,
  least: 30,
  most: 365,
  source:
    'Our choice: two months leave room for a council meeting and for another system to be filled and checked. At least 30 days, because an export may wait for the one person who can make it; at most a year.',
} as const;

/** Days before the last day to export on which administrators are reminded of it. */
export const REMINDER_DAYS = 7;

/** What administrators still do with members meanwhile: keeping people out, and helping them in. */
export const memberStepsWhileClosing: readonly string[] = ['deactivate', 'unlock', 'reset-mfa'];

/** Days after the export period within which everything is gone from the systems in use. */
export const LIVE_DAYS = 30;

const day = z.iso.date();

/** What happens on which civil date, in the agency's time zone. The later steps are promises: it is done by then. */
const plan = z.object({
  /** Nothing is added or changed from here on. */
  startsOn: day,
  /** The last day to export, and to cancel. */
  exportUntil: day,
  /** Nobody comes in any more, and deletion begins. */
  deletionOn: day,
  liveGoneBy: day,
  backupsGoneBy: day,
});
export type ClosingPlan = z.output<typeof plan>;

const counts = z.record(z.string(), z.int().min(0));

/** How far deletion has come, so that whoever is interrupted goes on. There from the moment nobody comes in any more. */
const deletion = z.object({
  begunAt: z.string(),
  version: z.int(),
  lease: z.object({ owner: z.string(), until: z.string() }).optional(),
  /** Which of the rounds over everything, where in it, and behind what. */
  round: z.int(),
  shelf: z.int(),
  after: z.string().optional(),
  /** How many there were of each kind, counted before any was deleted. */
  counts,
});
export type Deletion = z.output<typeof deletion>;

/** An agency that closes its account, as kept on its own item. */
export const closing = plan.extend({
  startedAt: z.string(),
  startedBy: z.string(),
  exportDays: z.int(),
  /** When it was time to remind the administrators that the export period ends. */
  remindedAt: z.string().optional(),
  deletion: deletion.optional(),
});
export type Closing = z.output<typeof closing>;

/** The name is typed so that nobody closes an agency by a slip of the hand. */
export const closingOrder = z.strictObject({
  name: z.string().trim().min(1, 'Write the name of your agency.').max(200),
  exportDays: z
    .int('Whole days.')
    .min(exportPeriod.least, `At least ${exportPeriod.least} days.`)
    .max(exportPeriod.most, `At most ${exportPeriod.most} days.`),
});
export type ClosingOrder = z.output<typeof closingOrder>;

/** What everybody of the agency is told on every screen. */
export type ClosingNotice = Pick<Closing, 'exportUntil' | 'deletionOn'>;

/** A copy of the night in which the last item goes may still hold it; so a day more than copies are kept. */
export const backupsGoneAfter = (goneOn: string): string => addDays(goneOn, BACKUP_DAYS + 1);

export const closingPlan = (startsOn: string, exportDays: number): ClosingPlan => {
  const exportUntil = addDays(startsOn, exportDays);
  const liveGoneBy = addDays(exportUntil, LIVE_DAYS);
  return {
    startsOn,
    exportUntil,
    deletionOn: addDays(exportUntil, 1),
    liveGoneBy,
    backupsGoneBy: backupsGoneAfter(liveGoneBy),
  };
};

/** Whole days left to export, today included; 0 once the period is over. */
export const exportDaysLeft = ({ exportUntil }: Pick<ClosingPlan, 'exportUntil'>, today: string): number =>
  Math.max(0, daysBetween(today, exportUntil) + 1);

/** What proves that an agency is gone. It names nobody: who started it stands there by number. */
export const closingReport = z.object({
  format: z.literal('stormledger closing report 1'),
  tenantId: z.string(),
  name: z.string(),
  startedAt: z.string(),
  startedBy: z.string(),
  exportUntil: day,
  deletionBegunAt: z.string(),
  /** The moment at which a last look found nothing any more in the systems in use. */
  deletedAt: z.string(),
  liveGoneBy: day,
  backupsGoneBy: day,
  /** How many of each kind. */
  deleted: counts,
  remains: z.array(z.object({ what: z.string(), until: day.optional(), why: z.string() })),
});
export type ClosingReport = z.output<typeof closingReport>;
