import * as z from 'zod';
import { duties } from '#shared/model/duty.ts';
import { actorRoles } from '#shared/model/role.ts';
import { auditVerbs } from '#shared/model/verb.ts';
import { recordNames } from '#shared/records/index.ts';
import { csvAnswer, items, object, period } from './admin-specs.ts';

const text = { type: 'string' } as const;
const id = { ...text, format: 'uuid' } as const;
const flag = { const: true } as const;

const said = {
  type: { enum: recordNames },
  id,
  version: { type: 'integer', minimum: 1 },
  /** It came after its version had been marked as a gap, and stands beside the gap. */
  late: flag,
  verb: { enum: auditVerbs },
  at: { ...text, format: 'date-time' },
  by: id,
  role: { enum: actorRoles },
  source: { enum: ['web', 'import', 'system'] },
  reason: text,
  rebuilt: flag,
} as const;
const always = ['type', 'id', 'version', 'verb', 'at', 'by', 'role', 'source'];
const changes = {
  type: 'array',
  items: object({ field: text, before: {}, after: {}, personal: flag }, ['field']),
} as const;

const foundAnswer = object({ ...said, fields: { type: 'array', items: text } }, [...always, 'fields']);
const wholeEntry = { ...said, requestId: text, changes };
const entryAnswer = object({ ...wholeEntry, chain: { enum: ['whole', 'unchained', 'altered', 'unlinked'] } }, [
  ...always,
  'requestId',
  'changes',
  'chain',
]);
const exportAnswer = object({ ...wholeEntry, name: text, previous: text, hash: text }, [
  ...always,
  'requestId',
  'changes',
]);

const recordId = z.uuid().transform((v) => v.toLowerCase());
const filter = {
  ...period,
  type: z.enum(recordNames).optional(),
  /** One record, with its type. */
  id: recordId.optional(),
  verb: z.enum(auditVerbs).optional(),
  memberId: z.uuid().optional(),
  cursor: z.string().max(1000).optional(),
};

const typed = (q: { readonly type?: string | undefined; readonly id?: string | undefined }) =>
  q.id === undefined || q.type !== undefined;
const untyped = { path: ['type'], message: 'Name the type of the record as well.' };

const exported = z
  .strictObject({
    ...filter,
    /** False leaves out what names or reaches a person: that it was changed is said, from what to what is not. */
    personal: z.boolean().default(true),
  })
  .refine(typed, untyped);

const path = '/api/v1/audit';
const review = { roles: duties.reviewAudit, status: 200 } as const;

/** Reading the agency's audit trail: single entries in the order of their time, for administrators. Nothing is counted. */
export const auditSpecs = {
  search: {
    ...review,
    method: 'GET',
    path,
    summary:
      'Who changed which record when, newest first. A page may be short, or empty, and have a next one; a look-up by person is an access event itself',
    query: z
      .strictObject({ ...filter, limit: z.coerce.number().int().min(1).max(200).default(50) })
      .refine(typed, untyped),
    answer: {
      ...items(foundAnswer),
      properties: { ...items(foundAnswer).properties, searchedTo: { ...text, format: 'date-time' } },
    },
  },
  entry: {
    ...review,
    method: 'GET',
    path: `${path}/entry`,
    mayMiss: true,
    summary: 'One entry with what was there before and after, and whether it is still as it was written',
    query: z.strictObject({
      type: z.enum(recordNames),
      id: recordId,
      version: z.coerce.number().int().min(1).max(999_999),
      late: z
        .enum(['1', '0'])
        .transform((v) => v === '1')
        .default(false),
    }),
    answer: entryAnswer,
  },
  csv: {
    ...review,
    method: 'POST',
    path: `${path}/csv`,
    summary:
      'Entries as text for a spreadsheet, a line for each field, in pages; each download is an access event itself',
    body: exported,
    answer: csvAnswer,
  },
  json: {
    ...review,
    method: 'POST',
    path: `${path}/json`,
    summary: 'Entries to take along as JSON, in pages; each download is an access event itself',
    body: exported,
    answer: items(exportAnswer),
  },
} as const;
