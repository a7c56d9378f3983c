import { createHash } from 'node:crypto';
import { canonical } from '#shared/derive/canonical.ts';
import { keysOf } from '#shared/derive/keys.ts';
import { packValues, unpackValues } from '#shared/derive/stored.ts';
import type { Principal, Source } from '#shared/model/principal.ts';
import type { ActorRole } from '#shared/model/role.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType, Stored, Values } from '#shared/model/record.ts';
import type { Verb } from '#shared/model/verb.ts';

export type { Verb } from '#shared/model/verb.ts';
/** The verb of a record's last version: nothing follows it. */
export const DISPOSE = 'dispose' satisfies Verb;

/** Who writes, when, through what and why. Written into the item itself: the stream knows what changed, never who. */
export interface Provenance {
  readonly principal: Pick<Principal, 'tenantId' | 'memberId'> & { readonly role: ActorRole };
  readonly at: string;
  readonly requestId: string;
  readonly source: Source;
  readonly reason?: string | undefined;
}

/** Room for both images of a record in one audit entry, under DynamoDB's 400 KB an item. */
export const MAX_RECORD_BYTES = 150_000;

export const bodyHash = (values: Values): string =>
  createHash('sha256')
    .update(canonical(values) ?? '')
    .digest('base64url');

/** The item of one version of a record. */
export const toItem = (record: AnyRecordType, stored: Stored, verb: Verb, by: Provenance, created: string) => {
  if (Buffer.byteLength(JSON.stringify(stored.values)) > MAX_RECORD_BYTES)
    throw new Problem(
      'invalid',
      `This ${record.label.one.toLowerCase()} holds more than ${MAX_RECORD_BYTES / 1000} KB. Shorten its texts or simplify its shape.`,
    );
  return {
    ...keysOf(record, by.principal.tenantId, stored),
    entity: 'record',
    type: record.name,
    tenantId: by.principal.tenantId,
    ...stored,
    values: packValues(record, stored.values),
    verb,
    actor: { id: by.principal.memberId, role: by.principal.role },
    requestId: by.requestId,
    source: by.source,
    reason: by.reason,
    createdHash: created,
  };
};

export type Item = Readonly<Record<string, unknown>>;

/** What is left of a record after its disposal: who did it, when and under which certificate, and no content. */
export const isTombstone = (item: Item): boolean => item['verb'] === DISPOSE;

/** The record that an item holds. */
export const fromItem = (record: AnyRecordType, item: Item): Stored => {
  const at = item as unknown as Stored;
  return {
    id: at.id,
    version: at.version,
    shape: at.shape,
    createdAt: at.createdAt,
    createdBy: at.createdBy,
    updatedAt: at.updatedAt,
    updatedBy: at.updatedBy,
    ...(at.archivedAt === undefined ? {} : { archivedAt: at.archivedAt }),
    ...(isTombstone(item) && { disposed: true as const }),
    values: unpackValues(record, at.values),
  };
};
