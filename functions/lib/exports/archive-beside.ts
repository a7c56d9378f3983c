import * as z from 'zod';
import { mappingSchema } from '#shared/model/job.ts';
import { MOST_ROWS } from '#shared/model/disposal.ts';
import { redactionsSchema } from '#shared/permit/redaction/redaction-set.ts';

export const RETENTION_FILE = 'retention.json';
export const MAPPINGS_FILE = 'mappings.ndjson';
export const JOBS = 'jobs/';
export const jobFile = (id: string) => `${JOBS}${id}.json`;
export const deskFile = (requestId: string) => `desk/${requestId}.ndjson`;
export const releasedFile = (requestId: string, copyId: string, name: string) =>
  `releases/${requestId}/${copyId}/${name}`;

const moment = z.iso.datetime();
const someone = z.uuid();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const releaseSchema = z.strictObject({
  number: z.int().min(1),
  copyId: z.uuid(),
  files: z.array(z.strictObject({ name: z.string().regex(/^[\w.-]+$/), bytes: z.int().min(0), sha256 })).max(100),
  preparedBy: someone,
  preparedAt: moment,
  approvedBy: someone.optional(),
  approvedAt: moment.optional(),
  releasedBy: someone,
  releasedAt: moment,
});

/** What stands beside a request, a line for each item: the key says which one it is. */
export const archivedDeskSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('chosen'),
    sk: z.string().regex(/^chosen#\w+#[0-9a-f-]{36}$/),
    item: z.strictObject({
      state: z.enum(['in', 'out']),
      recordType: z.string(),
      recordId: z.uuid(),
      chosenBy: someone,
      chosenAt: moment,
      takenOutBy: someone.optional(),
      takenOutAt: moment.optional(),
    }),
  }),
  z.strictObject({
    kind: z.literal('redactions'),
    sk: z.literal('redactions'),
    item: z.strictObject({ set: redactionsSchema, version: z.int().min(1), updatedBy: someone, updatedAt: moment }),
  }),
  z.strictObject({ kind: z.literal('release'), sk: z.string().regex(/^release#\d{4,}$/), item: releaseSchema }),
]);
export type ArchivedDesk = z.output<typeof archivedDeskSchema>;

export const archivedMappingSchema = z.strictObject({
  recordType: z.string().regex(/^\w{1,40}$/),
  kind: z.literal('importMapping'),
  sk: sha256,
  item: z.strictObject({ mapping: mappingSchema, fileName: z.string(), at: moment }),
});

const row = z.strictObject({
  type: z.string(),
  id: z.uuid(),
  version: z.int().min(1),
  class: z.string(),
  years: z.number(),
  from: z.string(),
  on: z.string(),
  with: z.string().optional(),
});
const keptRow = z.strictObject({ id: z.uuid(), reason: z.string() });

/** A disposal that was decided on. Any other job is there for reading alone. */
export const archivedDisposalSchema = z.strictObject({
  kind: z.literal('disposal'),
  id: z.uuid(),
  state: z.enum(['done', 'declined']),
  version: z.int().min(1),
  createdAt: moment,
  createdBy: someone,
  startedBy: someone.optional(),
  updatedAt: moment,
  progress: z.strictObject({ done: z.int(), total: z.int().optional() }),
  message: z.string().optional(),
  order: z.strictObject({ asked: someone, dueBy: z.string() }),
  rows: z.array(row).max(MOST_ROWS),
  decision: z
    .strictObject({ by: someone, at: moment, excluded: z.array(keptRow), reason: z.string().optional() })
    .optional(),
  kept: z.array(keptRow).optional(),
  certificate: z.strictObject({ at: moment, count: z.int().min(0), sha256 }).optional(),
});
