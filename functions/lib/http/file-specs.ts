import * as z from 'zod';
import { jsonSchema } from '#shared/derive/schema.ts';
import { duties, ownWorkOnly } from '#shared/model/duty.ts';
import { records } from '#shared/records/index.ts';
import { recordAnswer } from './answers.ts';
import { later } from './later.ts';
import { createBody, newId, reason } from './record-routes.ts';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 1 } as const;
const link = {
  roles: duties.readFiles,
  query: z.strictObject({}),
  status: 200,
  answer: {
    type: 'object',
    required: ['url', 'expiresAt'],
    properties: { url: text, expiresAt: { ...text, format: 'date-time' } },
  },
} as const;
const upload = {
  type: 'object',
  required: ['url', 'method', 'headers'],
  properties: { url: text, method: { const: 'PUT' }, headers: { type: 'object', additionalProperties: text } },
};

/** What the files function serves beside the derived routes of attachments; the OpenAPI document shows the same. */
export const fileSpecs = {
  create: {
    method: 'POST',
    path: '/api/v1/attachments',
    summary: 'Announce a file; the answer says where to send its bytes',
    roles: duties.attachFiles,
    body: createBody,
    bodySchema: {
      type: 'object',
      required: ['id', 'values'],
      additionalProperties: false,
      properties: {
        id: newId,
        values: later(() => jsonSchema(records.attachment, 'new')),
        reason: { ...text, minLength: 1, maxLength: 1000 },
      },
    },
    status: 201,
    answer: {
      type: 'object',
      required: ['record', 'upload'],
      properties: { record: recordAnswer(records.attachment), upload },
    },
  },
  keep: {
    method: 'POST',
    path: '/api/v1/attachments/{id}/keep',
    summary: 'Keep a file that is held back for a number in its text, with a reason',
    roles: duties.keepHeldFiles,
    ownOnly: ownWorkOnly,
    needsVersion: true,
    body: z.strictObject({ reason }),
    status: 200,
    answer: recordAnswer(records.attachment),
  },
  page: {
    method: 'GET',
    path: '/api/v1/attachments/{id}/page',
    summary: 'One page of a checked PDF as a JPEG in base64, drawn as a redacted copy draws it',
    roles: duties.redactCopies,
    query: z.strictObject({ number: z.coerce.number().int().min(1).max(10_000).default(1) }),
    status: 200,
    answer: {
      type: 'object',
      required: ['number', 'pages', 'width', 'height', 'jpeg'],
      properties: { number: count, pages: count, width: count, height: count, jpeg: text },
    },
  },
  copyLimits: {
    method: 'GET',
    path: '/api/v1/attachments/{id}/copy-limits',
    summary: 'Why a redacted copy goes without a checked picture: as it is, and once parts of it are marked',
    roles: duties.redactCopies,
    query: z.strictObject({}),
    status: 200,
    answer: { type: 'object', properties: { unmarked: text, marked: text } },
  },
  download: {
    method: 'GET',
    path: '/api/v1/attachments/{id}/download',
    summary: 'A link to one checked file to take along, good for a minute',
    ...link,
  },
  view: {
    method: 'GET',
    path: '/api/v1/attachments/{id}/view',
    summary: 'A link to show one checked file within a page, good for a minute',
    ...link,
  },
} as const;
