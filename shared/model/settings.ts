import * as z from 'zod';
import type { Role } from './role.ts';

/** What an agency decides about its own sign-in. A field that was never set has its default. */
export interface Settings {
  /** How long a session lives at most, in hours, however busy it is. */
  readonly sessionHours: number;
  /** After how many minutes without a request a session is over. */
  readonly idleMinutes: number;
  /** Who must confirm a sign-in with a code. Administrators always must. */
  readonly mfaRequired: 'admins' | 'all';
  /** How many days an access event is kept. */
  readonly accessDays: number;
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
};

const values = Object.entries(settingDefaults).map(([name, { value }]) => [name, value]);
export const defaultSettings = Object.fromEntries(values) as unknown as Settings;

const sessionHours = z.int('Whole hours.').min(1, 'At least 1 hour.').max(12, 'At most 12 hours.');
const idleMinutes = z.int('Whole minutes.').min(5, 'At least 5 minutes.').max(720, 'At most 720 minutes.');
const mfaRequired = z.enum(['admins', 'all']);
const accessDays = z.int('Whole days.').min(90, 'At least 90 days.').max(3650, 'At most 3,650 days.');

/** As kept on the agency's item: only what was ever set. */
export const storedSettings = z
  .object({ sessionHours, idleMinutes, mfaRequired, accessDays })
  .partial()
  .default({})
  .transform((set): Settings => ({
    sessionHours: set.sessionHours ?? defaultSettings.sessionHours,
    idleMinutes: set.idleMinutes ?? defaultSettings.idleMinutes,
    mfaRequired: set.mfaRequired ?? defaultSettings.mfaRequired,
    accessDays: set.accessDays ?? defaultSettings.accessDays,
  }));

/** A change by an administrator: some of them, nothing else. */
export const settingsPatch = z.strictObject({
  sessionHours: sessionHours.optional(),
  idleMinutes: idleMinutes.optional(),
  mfaRequired: mfaRequired.optional(),
  accessDays: accessDays.optional(),
});
export type SettingsPatch = z.output<typeof settingsPatch>;

/** Must this person confirm a sign-in with a code? Administrators always must. */
export const codesRequired = (role: Role, { mfaRequired }: Pick<Settings, 'mfaRequired'>): boolean =>
  role === 'admin' || mfaRequired === 'all';
