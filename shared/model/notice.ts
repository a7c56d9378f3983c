import type { AccessKind } from './access-event.ts';

/** What must not pass unseen, and so is told by mail as well as on the screens. */
export type NoticeKind =
  | (typeof mailedEvents)[number]
  | 'closingReminder'
  | 'deletionBegun'
  | 'emailChanged'
  | 'requestDue'
  | 'requestOverdue';

/** Access events that are told by mail as they are written. */
export const mailedEvents = [
  'closingStarted',
  'closingCancelled',
  'disposalProposed',
  'passwordChanged',
  'mfaOff',
  'mfaReset',
  'recoveryCodeUsed',
] as const satisfies readonly AccessKind[];

/** Says of an event that a person chose the first password of their own: they were sitting there, so nobody is told. */
export const FIRST_SIGN_IN = 'First sign-in';
