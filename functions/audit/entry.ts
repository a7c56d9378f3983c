import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { fromImage, type AuditEntry } from '#functions/lib/store/index.ts';
import { diff } from '#shared/derive/diff.ts';
import { unpackValues } from '#shared/derive/stored.ts';
import { tenantIdPattern } from '#shared/model/principal.ts';
import type { Values } from '#shared/model/record.ts';
import { actorRoles } from '#shared/model/role.ts';
import { recordNamed } from '#shared/records/index.ts';

/** A record's item as the store writes it. An image without its provenance is refused: better set aside than audited as nobody's. */
const image = z.object({
  pk: z.string(),
  tenantId: z.string().regex(tenantIdPattern),
  type: z.string(),
  id: z.string(),
  version: z.int().min(1),
  verb: z.string(),
  updatedAt: z.string(),
  actor: z.object({ id: z.string(), role: z.enum(actorRoles) }),
  requestId: z.string(),
  source: z.string(),
  reason: z.string().optional(),
  values: z.record(z.string(), z.unknown()),
});
type Image = z.output<typeof image>;

/** The audit entry of one stream record, with the tenant it belongs to. Throws when the record cannot be attributed. */
export const entryOf = (change: DynamoDBRecord): { tenantId: string; entry: AuditEntry } => {
  const { NewImage, OldImage } = change.dynamodb ?? {};
  if (NewImage === undefined) throw new Error('A record was removed outside of its own verbs.');
  const next = image.parse(fromImage(NewImage));
  const before = OldImage && image.parse(fromImage(OldImage));
  const record = recordNamed(next.type);
  if (record === undefined) throw new Error('A change of an unknown record type.');
  if (!next.pk.startsWith(`${next.tenantId}#`)) throw new Error('A change outside of its own tenant.');
  return {
    tenantId: next.tenantId,
    entry: {
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
      changes: diff(record, before === undefined ? {} : valuesOf(before), valuesOf(next)),
    },
  };
  function valuesOf(of: Image): Values {
    return record === undefined ? {} : unpackValues(record, of.values);
  }
};
