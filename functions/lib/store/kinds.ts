/**
 * Every kind of item that an agency has in the table, with the word behind the tenant in the key of its partition. What
 * an agency takes along, and what is to become of it, is decided kind by kind: one that is missing here fails a test.
 */
export const kinds = {
  access: 'access',
  audit: 'audit',
  chosen: 'desk',
  importBefore: 'import',
  importError: 'import',
  importMapping: 'mapping',
  importReading: 'import',
  job: 'job',
  mailed: 'mailed',
  member: 'member',
  record: 'rec',
  redactions: 'desk',
  release: 'desk',
  retention: 'retention',
  session: 'session',
  tenant: 'tenant',
} as const;
export type Kind = keyof typeof kinds;

/** Beside the partitions of `kinds`: in indexes only. */
export const indexPartitions = ['arrived'] as const;
