import type { Role } from './role.ts';

/** Who asks. Built only from a verified access token and the member's own item, never from a request body. */
export interface Principal {
  readonly tenantId: string;
  readonly memberId: string;
  readonly name: string;
  readonly role: Role;
  readonly sessionId: string;
  /** The agency asks this person for sign-in codes, and they have none yet: nothing else may be done before. */
  readonly lacksCodes?: true;
  /** The agency closes its account: it may read and export, and change nothing. */
  readonly closing?: true;
}

/** Where a change came from, kept with every version for the audit trail. */
export type Source = 'web' | 'import' | 'system';

/** Fixed length and alphabet, so that `<tenantId>#` can never be a prefix of another tenant's keys. */
export const tenantIdPattern = /^[0-9a-z]{26}$/;

/** The partition of what belongs to no agency: the list of tenants. No person can sign in to it. */
export const SYSTEM_TENANT = '0'.repeat(26);

/** Who acted when it was the system itself: the content check of a file, for instance. */
export const SYSTEM_MEMBER = '00000000-0000-7000-8000-000000000000';

/** Who acted when it was the operator, at the command line: whoever runs Stormledger for the agencies. Nobody signs in as this. */
export const OPERATOR_MEMBER = '00000000-0000-7000-8000-000000000001';
export const OPERATOR_NAME = 'the operator of Stormledger';
