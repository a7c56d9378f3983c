import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { GAP, type AuditEntry } from '#functions/lib/chain/entry.ts';
import { DISPOSE, fromImage } from '#functions/lib/store/index.ts';
import { diff } from '#shared/derive/diff.ts';
import { unpackValues } from '#shared/derive/stored.ts';
import { SYSTEM_MEMBER, tenantIdPattern } from '#shared/model/principal.ts';
import type { AnyRecordType, Values } from '#shared/model/record.ts';
import { actorRoles } from '#shared/model/role.ts';
import { recordNamed } from '#shared/records/index.ts';

/** What is needed of the version before: what it held, even where nobody can be named for it. */
const content = z.object({ version: z.int().min(1), values: z.record(z.string(), z.unknown()) });

/** A record's item as the store writes it. An image without its provenance is refused: better set aside than audited as nobody's. */
const image = content.extend({
  pk: z.string(),
  tenantId: z.string().regex(tenantIdPattern),
  type: z.string(),
  id: z.string(),
  verb: z.string(),
  updatedAt: z.string(),
  actor: z.object({ id: z.string(), role: z.enum(actorRoles) }),
  requestId: z.string(),
  source: z.string(),
  reason: z.string().optional(),
});
type Image = z.output<typeof image>;

/** The version before: what it held, and its whole image where somebody can be named for it, which is seldom asked for. */
export interface Before {
  readonly version: number;
  readonly values: Values;
  readonly image: () => Image | undefined;
}

/** One change of the stream: a version of a record, and what can be said of the version before it. */
export interface Audited {
  readonly tenantId: string;
  readonly record: AnyRecordType;
  readonly next: Image;
  readonly before: Before | undefined;
}

/** The agency whose table lost a record by this change; undefined for every other change. */
export const removedFrom = ({ dynamodb }: DynamoDBRecord): string | undefined => {
  if (dynamodb?.NewImage !== undefined) return undefined;
  const [tenantId = ''] = (dynamodb?.Keys?.['pk']?.S ?? dynamodb?.OldImage?.['pk']?.S ?? '').split('#');
  return tenantIdPattern.test(tenantId) ? tenantId : undefined;
};

/** Throws when the change cannot be attributed. */
export const auditedOf = (change: DynamoDBRecord): Audited => {
  const { NewImage, OldImage } = change.dynamodb ?? {};
  if (NewImage === undefined) throw new Error('A record was removed outside of its own verbs.');
  const next = image.parse(fromImage(NewImage));
  const record = recordNamed(next.type);
  if (record === undefined) throw new Error('A change of an unknown record type.');
  if (!next.pk.startsWith(`${next.tenantId}#`)) throw new Error('A change outside of its own tenant.');
  const { tenantId } = next;
  if (OldImage === undefined) return { tenantId, record, next, before: undefined };
  const old = fromImage(OldImage);
  const { version, values } = content.parse(old);
  const before = { version, values: unpackValues(record, values), image: () => image.safeParse(old).data };
  return { tenantId, record, next, before };
};

/** The entry of a version, by what the record held before it. */
export const entryOf = (record: AnyRecordType, next: Image, before: Values): AuditEntry => ({
  type: next.type,
  id: next.id,
  version: next.version,
  verb: next.verb,
  at: next.updatedAt,
  by: next.actor.id,
  role: next.actor.role,
  source: next.source,
  requestId: next.requestId,
  reason: next.reason,
  changes: contentOf(next.verb, diff(record, before, unpackValues(record, next.values))),
});

/** The last entry of a record that was disposed of says which fields are gone, and not once more what they held. */
const contentOf = (verb: string, changes: AuditEntry['changes']): AuditEntry['changes'] =>
  verb === DISPOSE ? changes.map(({ before: _before, ...change }) => change) : changes;

/** Stands for a version that nobody can be named for, or of which nothing is known any more. */
export const gapOf = (next: Image, version: number, changes: AuditEntry['changes'] = []): AuditEntry => ({
  type: next.type,
  id: next.id,
  version,
  verb: GAP,
  at: next.updatedAt,
  by: SYSTEM_MEMBER,
  role: 'system',
  source: 'system',
  requestId: next.requestId,
  changes,
});
