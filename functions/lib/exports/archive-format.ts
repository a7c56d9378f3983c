import * as z from 'zod';
import { entryFromItem, type Item } from '#functions/lib/store/index.ts';
import { actorRoles, roles } from '#shared/model/role.ts';
import type { AnyRecordType } from '#shared/model/record.ts';

export const ARCHIVE_FORMAT = 'stormledger-archive';
export const AGENCY_FILE = 'agency.json';

export const recordsFile = ({ path }: AnyRecordType) => `records/${path}.ndjson`;
export const entriesFile = ({ path }: AnyRecordType) => `audit/${path}.ndjson`;
export const attachmentFile = (id: string) => `attachments/${id}`;

/** A record as it is kept, without what depends on where it is kept: keys and the agency's id. */
export const archivedRecordSchema = z.strictObject({
  id: z.uuid(),
  type: z.string(),
  version: z.int().min(1),
  shape: z.int().min(1),
  createdAt: z.string(),
  createdBy: z.string(),
  updatedAt: z.string(),
  updatedBy: z.string(),
  archivedAt: z.string().optional(),
  /** As packed: geometry is text. */
  values: z.record(z.string(), z.unknown()),
  verb: z.string(),
  actor: z.object({ id: z.string(), role: z.enum(actorRoles) }),
  requestId: z.string(),
  source: z.string(),
  reason: z.string().optional(),
  createdHash: z.string(),
});
export type ArchivedRecord = z.output<typeof archivedRecordSchema>;

const recordFields = Object.keys(archivedRecordSchema.shape);

export const archivedRecord = (item: Item): Record<string, unknown> =>
  Object.fromEntries(recordFields.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));

/** An entry as it is kept, with its sort key: what came late for a gap has another one than the gap. */
export const archivedEntrySchema = z.strictObject({
  key: z.string().regex(/^(late#)?v\d{6}$/),
  entry: z.looseObject({ type: z.string(), id: z.uuid(), version: z.int().min(1), at: z.string(), verb: z.string() }),
});
export type ArchivedEntry = z.output<typeof archivedEntrySchema>;

export const archivedEntry = (item: Item) => ({ key: item['sk'], entry: entryFromItem(item) });

/** The agency itself. Of its people only who they are on records: nothing to reach them by or to sign in with. */
export const archivedAgencySchema = z.strictObject({
  format: z.literal(ARCHIVE_FORMAT),
  /** Of 2, an archive has what stands beside the records, too: retention rules, disposals, releases, mappings. */
  version: z.union([z.literal(1), z.literal(2)]),
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  settings: z.record(z.string(), z.unknown()),
  members: z.array(z.strictObject({ id: z.uuid(), name: z.string(), role: z.enum(roles) })),
});
export type ArchivedAgency = z.output<typeof archivedAgencySchema>;
