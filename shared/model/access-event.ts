/** What is written down of coming in, going out, taking data along and administering people and the agency. */
export const accessKindLabels = {
  signIn: 'Signed in',
  signInFailed: 'Sign-in failed',
  lockout: 'Locked after failed sign-ins',
  unlock: 'Unlocked',
  signOut: 'Signed out',
  sessionEnded: 'Session ended',
  passwordResetAsked: 'Asked for a new password',
  passwordChanged: 'Password changed',
  emailChanged: 'E-mail address changed',
  nameChanged: 'Name changed',
  mfaOn: 'Sign-in codes switched on',
  mfaOff: 'Sign-in codes switched off',
  mfaReset: 'Sign-in codes reset',
  recoveryCodeUsed: 'Recovery code used',
  invitation: 'Invited',
  roleChange: 'Role changed',
  deactivation: 'Deactivated',
  reactivation: 'Reactivated',
  removal: 'Removed',
  settingsChange: 'Settings changed',
  download: 'File downloaded',
  export: 'Data exported',
  lookUp: 'Looked up by person',
  agencyCreated: 'Agency created',
  suspension: 'Agency suspended',
  resumption: 'Agency resumed',
} as const;

export type AccessKind = keyof typeof accessKindLabels;
export const accessKinds = Object.keys(accessKindLabels) as [AccessKind, ...AccessKind[]];
