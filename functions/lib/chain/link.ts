import { hash } from 'node:crypto';
import { canonical } from '#shared/derive/canonical.ts';
import { auditPartition } from '#shared/derive/keys.ts';
import type { SealedEntry } from './entry.ts';

/** Told apart from any other use of the hash, and from a later way of hashing entries. */
const START = 'stormledger audit start 1';
const ENTRY = 'stormledger audit entry 1';

const sha256 = (...parts: readonly string[]): string => hash('sha256', parts.join('\n'), 'base64url');

/** What the first entry of a chain follows: an entry of another agency, type or record does not fit here. */
export const chainStart = (tenantId: string, type: string, id: string): string =>
  sha256(START, auditPartition(tenantId, type, id));

/**
 * The hash of an entry: over everything it says, the agency it belongs to and the hash of the entry before it. The
 * values of personal fields are beside the chain; the digests that bind them are in it.
 */
export const linkOf = (tenantId: string, entry: SealedEntry): string => {
  const { hash: _own, personal: _personal, ...said } = entry;
  return sha256(ENTRY, canonical({ ...said, tenantId }) ?? '');
};
