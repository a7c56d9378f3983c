import * as z from 'zod';
import { plausibleDate } from '../time/plausible.ts';
import { jurisdictions, type Jurisdiction } from './jurisdiction.ts';
import type { Role } from './role.ts';

/** What an agency decides about its own sign-in and its public records. A field that was never set has its default. */
export interface Settings {
  /** How long a session lives at most, in hours, however busy it is. */
  readonly sessionHours: number;
  /** After how many minutes without a request a session is over. */
  readonly idleMinutes: number;
  /** Who must confirm a sign-in with a code. Administrators always must. */
  readonly mfaRequired: 'admins' | 'all';
  /** How many days an access event is kept. */
  readonly accessDays: number;
  /** The law that requests for public records are answered under; null until somebody says. */
  readonly requestLaw: Jurisdiction | null;
  /** The agency's own number of days to answer, in place of the law's; counted as the law counts. */
  readonly requestDays: number | null;
  /** Civil dates on which the office is closed, beyond the holidays of its state. */
  readonly closingDays: readonly string[];
  /** Does a second person look at a copy before it goes out? */
  readonly secondReview: boolean;
}

interface Default<T> {
  readonly value: T;
  readonly source: string;
}

/** Defaults of ours, with what each one leans on. */
export const settingDefaults: { readonly [K in keyof Settings]: Default<Settings[K]> } = {
  sessionHours: {
    value: 12,
    source: 'A long working day. NIST SP 800-63B-4 asks for a new sign-in within 24 hours at AAL2.',
  },
  idleMinutes: { value: 60, source: 'NIST SP 800-63B-4, AAL2: at most one hour without activity.' },
  mfaRequired: { value: 'admins', source: 'Our choice: who can let others in needs more than a password.' },
  accessDays: { value: 400, source: 'Our choice: a year and some, so that an incident can be looked back on.' },
  requestLaw: { value: null, source: 'Cities and counties answer under the law of their state.' },
  requestDays: { value: null, source: 'The number of days in the law.' },
  closingDays: { value: [], source: 'The holidays of your state are known already.' },
  secondReview: { value: false, source: 'Our choice: a small office may have one person for it.' },
};

const values = Object.entries(settingDefaults).map(([name, { value }]) => [name, value]);
export const defaultSettings = Object.fromEntries(values) as unknown as Settings;

const sessionHours = z.int('Whole hours.').min(1, 'At least 1 hour.').max(12, 'At most 12 hours.');
const idleMinutes = z.int('Whole minutes.').min(5, 'At least 5 minutes.').max(720, 'At most 720 minutes.');
const mfaRequired = z.enum(['admins', 'all']);
const accessDays = z.int('Whole days.').min(90, 'At least 90 days.').max(3650, 'At most 3,650 days.');
const requestLaw = z.enum(jurisdictions).nullable();
const requestDays = z.int('Whole days.').min(1, 'At least 1 day.').max(90, 'At most 90 days.').nullable();
const closingDays = z
  .array(plausibleDate('Write each day as year-month-day, for example 2026-12-24.'))
  .max(200, 'At most 200 days. Take out those that are past.')
  .transform((days) => [...new Set(days)].sort());
const secondReview = z.boolean();

/** As kept on the agency's item: only what was ever set. */
export const storedSettings = z
  .object({
    sessionHours,
    idleMinutes,
    mfaRequired,
    accessDays,
    requestLaw,
    requestDays,
    closingDays,
    secondReview,
  })
  .partial()
  .default({})
  .transform((set): Settings => ({
    sessionHours: set.sessionHours ?? defaultSettings.sessionHours,
    idleMinutes: set.idleMinutes ?? defaultSettings.idleMinutes,
    mfaRequired: set.mfaRequired ?? defaultSettings.mfaRequired,
    accessDays: set.accessDays ?? defaultSettings.accessDays,
    requestLaw: set.requestLaw ?? defaultSettings.requestLaw,
    requestDays: set.requestDays ?? defaultSettings.requestDays,
    closingDays: set.closingDays ?? defaultSettings.closingDays,
    secondReview: set.secondReview ?? defaultSettings.secondReview,
  }));

/** A change by an administrator: some of them, nothing else. */
export const settingsPatch = z.strictObject({
  sessionHours: sessionHours.optional(),
  idleMinutes: idleMinutes.optional(),
  mfaRequired: mfaRequired.optional(),
  accessDays: accessDays.optional(),
  requestLaw: requestLaw.optional(),
  requestDays: requestDays.optional(),
  closingDays: closingDays.optional(),
  secondReview: secondReview.optional(),
});
export type SettingsPatch = z.output<typeof settingsPatch>;

/** Must this person confirm a sign-in with a code? Administrators always must. */
export const codesRequired = (role: Role, { mfaRequired }: Pick<Settings, 'mfaRequired'>): boolean =>
  role === 'admin' || mfaRequired === 'all';
