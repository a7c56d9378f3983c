/** What was done to a record, as its history says it. */
export const verbLabels = {
  create: 'Made',
  change: 'Changed',
  signOff: 'Signed off',
  amend: 'Amended',
  archive: 'Archived',
  restore: 'Restored',
  close: 'Closed',
  reopen: 'Opened again',
  check: 'Checked',
  release: 'Released',
  dispose: 'Disposed of',
} as const;

export type Verb = keyof typeof verbLabels;

/** A gap stands for a version whose change could not be read. */
export const auditVerbLabels = { ...verbLabels, gap: 'Gap' } as const;
export type AuditVerb = keyof typeof auditVerbLabels;
export const auditVerbs = Object.keys(auditVerbLabels) as [AuditVerb, ...AuditVerb[]];

/** In words; a verb of a later or earlier version of the system is said as it is. */
export const verbText = (verb: string): string =>
  Object.hasOwn(auditVerbLabels, verb) ? auditVerbLabels[verb as AuditVerb] : verb;
