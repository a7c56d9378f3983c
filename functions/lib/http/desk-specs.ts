import * as z from 'zod';
import { requestMoves, type RequestStatus } from '#shared/permit/request-status.ts';
import { records } from '#shared/records/index.ts';
import { redactionsSchema } from '#shared/permit/redaction/redaction-set.ts';
import { plausibleDate } from '#shared/time/plausible.ts';
import { recordAnswer } from './answers.ts';
import { reason } from './record-routes.ts';

const { publicRecordsRequest: request } = records;
const at = (rest: string) => `/api/v1/${request.path}/{id}/${rest}`;

/** A move that needs no reason says nothing new: work on it begins. */
const moved = [...new Set(Object.values(requestMoves).flat())] as [RequestStatus, ...RequestStatus[]];
const moveBody = z
  .strictObject({ to: z.enum(moved), reason: reason.optional() })
  .refine(({ to, reason: why }) => why !== undefined || to === 'gathering', {
    path: ['reason'],
    message: 'Say why. It is kept with the request.',
  });

const step = {
  method: 'POST',
  roles: request.access.update,
  status: 200,
  needsVersion: true,
  answer: recordAnswer(request),
} as const;

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const object = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const recordType = z.string().min(1).max(60);
const id = z.uuid().transform((one) => one.toLowerCase());
const named = z.strictObject({ records: z.array(z.strictObject({ recordType, id })).min(1).max(100) });
const matching = z.strictObject({
  recordType,
  take: z.enum(['in', 'out']),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  date: z.string().max(60).optional(),
  about: id.optional(),
  text: z.string().trim().min(1).max(200).optional(),
  is: z.strictObject({ field: z.string().max(60), value: z.string().max(60) }).optional(),
  archived: z.boolean().optional(),
  after: id.optional(),
});
const choosing = {
  method: 'POST',
  roles: request.access.update,
  status: 200,
  answer: object({ changed: count }),
} as const;
const reading = { method: 'GET', roles: request.access.update, status: 200 } as const;
const redactionsAnswer = object(
  {
    version: { type: 'integer', minimum: 1 },
    rules: { type: 'array', items: { type: 'object' } },
    ordinary: { type: 'array', items: text },
    fileMetadata: { type: 'object' },
  },
  ['version', 'rules', 'ordinary'],
);
const chosenAnswer = object(
  {
    recordType: text,
    id: { ...text, format: 'uuid' },
    chosenBy: { ...text, format: 'uuid' },
    chosenAt: { ...text, format: 'date-time' },
    row: { type: 'object' },
  },
  ['recordType', 'id', 'chosenBy', 'chosenAt'],
);

/** What the desk function serves beside the derived routes of requests; the OpenAPI document shows the same. */
export const deskSpecs = {
  move: {
    ...step,
    path: at('status'),
    summary: 'Take a request up, take it back, deny it or note that it was withdrawn',
    body: moveBody,
  },
  extend: {
    ...step,
    path: at('extend'),
    summary: 'Put the answer to a request off to a later day, with the reason',
    body: z.strictObject({ dueOn: plausibleDate(), reason }),
  },
  choose: { ...choosing, path: at('choose'), summary: 'Choose records for a request, by their ids', body: named },
  takeOut: { ...choosing, path: at('take-out'), summary: 'Take chosen records out again', body: named },
  chooseMatching: {
    ...choosing,
    path: at('choose-matching'),
    summary: 'Choose, or take out, what matches among the next 500 records of a type; `after` says where to go on',
    body: matching,
    answer: object({ looked: count, matched: count, changed: count, after: { ...text, format: 'uuid' } }, [
      'looked',
      'matched',
      'changed',
    ]),
  },
  chosen: {
    ...reading,
    path: at('chosen'),
    summary: 'What is chosen for a request, by type and id; a page may be short and not the last',
    query: z.strictObject({
      recordType: recordType.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
      cursor: z.string().max(1000).optional(),
    }),
    answer: object({ items: { type: 'array', items: chosenAnswer }, next: text }, ['items']),
  },
  redactions: {
    ...reading,
    path: at('redactions'),
    summary: 'What is removed from the copies for a request, each rule with its exemption',
    query: z.strictObject({}),
    answer: redactionsAnswer,
  },
  setRedactions: {
    ...choosing,
    path: at('redactions'),
    summary: 'Set what is removed from the copies for a request',
    needsVersion: true,
    body: redactionsSchema,
    answer: redactionsAnswer,
  },
  preview: {
    ...reading,
    path: at('preview'),
    summary: 'One record as it is and as it would go out, with its files',
    query: z.strictObject({ recordType, recordId: id }),
    answer: object(
      {
        record: { type: 'object' },
        copy: { type: 'object' },
        deletions: { type: 'array', items: { type: 'object' } },
        refusals: { type: 'array', items: { type: 'object' } },
        files: { type: 'array', items: { type: 'object' } },
        moreFiles: { type: 'boolean' },
      },
      ['record', 'deletions', 'refusals', 'files', 'moreFiles'],
    ),
  },
  prepare: {
    ...step,
    path: at('copy'),
    summary: 'Make a copy of what is chosen, without what is removed, and put it up for review',
    body: z.strictObject({ copy: z.uuidv7().transform((one) => one.toLowerCase()) }),
  },
  copy: {
    ...reading,
    path: at('copy'),
    summary: 'How far the copy in review is, and what was released before',
    query: z.strictObject({}),
    answer: object(
      {
        secondReview: { type: 'boolean' },
        copy: { type: 'object' },
        releases: { type: 'array', items: { type: 'object' } },
      },
      ['secondReview', 'releases'],
    ),
  },
  approve: {
    ...step,
    path: at('approve'),
    summary: 'Approve the copy in review; nobody approves what they prepared',
    body: z.strictObject({}),
  },
  release: {
    ...step,
    path: at('release'),
    summary: 'Release the copy in review: it is kept for good, with its hash on the request',
    body: z.strictObject({}),
  },
  releaseDownload: {
    ...reading,
    path: at('releases/download'),
    summary: 'A link to one file of what was released, good for five minutes',
    query: z.strictObject({
      release: z.coerce.number().int().min(1).max(999),
      file: z.string().min(1).max(100),
    }),
    answer: object({ url: text, expiresAt: { ...text, format: 'date-time' } }),
  },
  counts: {
    ...reading,
    path: at('chosen/counts'),
    summary: 'How many records of each type are chosen for a request',
    answer: object({ counts: { type: 'object', additionalProperties: count } }),
  },
} as const;
