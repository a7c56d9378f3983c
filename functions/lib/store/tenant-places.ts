import { recordNames } from '#shared/records/index.ts';

/**
 * A kind of partition that an agency has, by its name behind `<tenant>#`. Some are named by what they belong to: there is
 * one for each item of another partition, which must still be there to find them by.
 */
export type TenantPlace = { readonly kind: string } & (
  | { readonly names: readonly string[] }
  | { readonly of: string; readonly each: (id: string) => string }
  /** Found by the agency's own list in the index `changes`, since nobody knows any more which records there ever were. */
  | { readonly listed: string }
);

/**
 * EVERY place in the table where an agency's data lies, in the order in which they can be emptied: what is found by
 * something else goes before it. The agency's own item is no such place: it stays, as its last word. A test reads the
 * source and a table that was filled, and fails when a kind of partition is missing here.
 */
export const tenantPlaces: readonly TenantPlace[] = [
  { kind: 'history entries', listed: 'audit' },
  { kind: 'work on records requests', of: 'rec#publicRecordsRequest', each: (id) => `desk#${id}` },
  { kind: 'sessions', of: 'member', each: (id) => `session#${id}` },
  { kind: 'notes of imports', of: 'job', each: (id) => `import#${id}` },
  { kind: 'records', names: recordNames.map((name) => `rec#${name}`) },
  { kind: 'remembered columns', names: recordNames.map((name) => `mapping#${name}`) },
  { kind: 'imports, exports and disposals', names: ['job'] },
  { kind: 'access events', names: ['access'] },
  { kind: 'retention rules and legal holds', names: ['retention'] },
  { kind: 'marks of mailed notices', names: ['mailed'] },
  { kind: 'members', names: ['member'] },
];

/** Partitions of indexes alone: what lies there lies in one of the places above as well. */
export const indexOnly: readonly string[] = ['arrived', 'job#active', 'audit'];
