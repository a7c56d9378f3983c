import type { Change } from '#shared/derive/diff.ts';
import type { ActorRole } from '#shared/model/role.ts';

/** What one version of a record changed, by whom, when and why. */
export interface AuditEntry {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly verb: string;
  readonly at: string;
  readonly by: string;
  readonly role: ActorRole;
  readonly source: string;
  readonly requestId: string;
  readonly reason?: string | undefined;
  readonly changes: readonly Change[];
  /** Not from the version's own change, which was set aside, but from what the record held afterwards. */
  readonly rebuilt?: true;
}

/** The verb of an entry that stands for a version whose own change could not be audited. */
export const GAP = 'gap';

/** A change of a personal field as the chain holds it: bound to the values by a salted digest, without holding them. */
export interface SealedChange {
  readonly field: string;
  readonly personal: true;
  readonly digest: string;
}

/** The values of a personal field beside the chain. Erasing one of these, salt and all, leaves the chain whole. */
export interface PersonalValues {
  readonly salt: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Where an entry was before, and what its chain was there. */
export interface Imported {
  readonly tenantId: string;
  readonly previous?: string | undefined;
  readonly hash: string;
  readonly imported?: Imported | undefined;
}

/** An entry as it is kept. Entries written before there was a chain have neither `previous` nor `hash`. */
export interface SealedEntry extends Omit<AuditEntry, 'changes'> {
  readonly changes: readonly (Change | SealedChange)[];
  readonly personal?: Readonly<Record<string, PersonalValues>>;
  readonly previous?: string;
  readonly hash?: string;
  readonly imported?: Imported;
}
