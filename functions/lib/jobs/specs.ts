import * as z from 'zod';
import { exportOrder, importOrder, jobStates, mappingSchema } from '#shared/model/job.ts';
import { coordinators, everyone } from '#shared/model/role.ts';

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const moment = { type: 'string', format: 'date-time' } as const;
const object = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const list = (items: object) => object({ items: { type: 'array', items }, next: text }, ['items']);

const common = {
  id: { ...text, format: 'uuid' },
  state: { enum: jobStates },
  version: { type: 'integer', minimum: 1 },
  createdAt: moment,
  createdBy: { ...text, format: 'uuid' },
  updatedAt: moment,
  progress: object({ done: count, total: count }, ['done']),
};
const mapping = z.toJSONSchema(mappingSchema, { io: 'input', target: 'draft-2020-12' });
const column = object(
  {
    name: text,
    samples: { type: 'array', items: text },
    distinct: { type: 'array', items: object({ value: text, count }) },
    nulls: count,
  },
  ['name', 'samples', 'nulls'],
);
const counts = object({ created: count, updated: count, unchanged: count, skipped: count, rejected: count });
const importAnswer = object(
  {
    ...common,
    kind: { const: 'import' },
    order: object({}),
    counts,
    undone: object({ archived: count, restored: count, leftAlone: count }),
    total: count,
    columns: { type: 'array', items: column },
    coordinates: object(
      {
        declared: object({ system: text, name: text, by: text }),
        first: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
      },
      [],
    ),
    suggested: mapping,
    remembered: object({ mapping, fileName: text, at: moment }),
    mapping,
    restricted: count,
    reason: text,
    message: text,
  },
  [...Object.keys(common), 'kind', 'order', 'counts'],
);
const file = object({ name: text, recordType: text, rows: count, bytes: count, sha256: text }, [
  'name',
  'bytes',
  'sha256',
]);
const exportAnswer = object(
  {
    ...common,
    kind: { const: 'export' },
    order: object({}),
    files: { type: 'array', items: file },
    personal: { type: 'boolean' },
    message: text,
  },
  [...Object.keys(common), 'kind', 'order'],
);
const upload = object({ url: text, method: { const: 'PUT' }, headers: { type: 'object', additionalProperties: text } });
const rowError = object({ row: count, line: count, path: text, message: text, value: text }, ['row', 'message']);

const page = (max: number, usual: number) =>
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(max).default(usual),
    cursor: z.string().max(1000).optional(),
  });
const nothing = z.strictObject({});
const start = {
  roles: coordinators,
  body: z.strictObject({ mapping: mappingSchema, reason: z.string().trim().min(1).max(1000).optional() }),
  status: 202,
  answer: importAnswer,
} as const;

/** What the imports function serves; the OpenAPI document shows the same. */
export const importSpecs = {
  create: {
    method: 'POST',
    path: '/api/v1/imports',
    summary: 'Start an import; the answer says where to send the file',
    roles: coordinators,
    body: importOrder,
    status: 201,
    answer: object({ job: importAnswer, upload }),
  },
  list: {
    method: 'GET',
    path: '/api/v1/imports',
    summary: 'Imports, newest first',
    roles: coordinators,
    query: page(100, 50),
    status: 200,
    answer: list(importAnswer),
  },
  one: {
    method: 'GET',
    path: '/api/v1/imports/{id}',
    summary: 'One import, with what its file holds',
    roles: coordinators,
    query: nothing,
    status: 200,
    answer: importAnswer,
  },
  read: {
    method: 'POST',
    path: '/api/v1/imports/{id}/read',
    summary: 'Look at the uploaded file and suggest a mapping',
    roles: coordinators,
    query: nothing,
    status: 200,
    answer: importAnswer,
  },
  check: {
    ...start,
    method: 'POST',
    path: '/api/v1/imports/{id}/check',
    summary: 'Dry run: what would become of each row',
  },
  run: { ...start, method: 'POST', path: '/api/v1/imports/{id}/run', summary: 'Import the rows' },
  undo: {
    method: 'POST',
    path: '/api/v1/imports/{id}/undo',
    summary: 'Take an import back: new records are archived, changed ones put back, later edits left alone',
    roles: coordinators,
    query: nothing,
    status: 202,
    answer: importAnswer,
  },
  errors: {
    method: 'GET',
    path: '/api/v1/imports/{id}/errors',
    summary: 'The first 1,000 errors of the last check or run, or the rows that an undo left alone, by row',
    roles: coordinators,
    query: page(200, 100),
    status: 200,
    answer: list(rowError),
  },
} as const;

/** What the exports function serves. Whoever may read records may take them out. */
export const exportSpecs = {
  create: {
    method: 'POST',
    path: '/api/v1/exports',
    summary: 'Start an export',
    roles: everyone,
    body: exportOrder,
    status: 202,
    answer: exportAnswer,
  },
  list: {
    method: 'GET',
    path: '/api/v1/exports',
    summary: 'Exports, newest first',
    roles: everyone,
    query: page(100, 50),
    status: 200,
    answer: list(exportAnswer),
  },
  one: {
    method: 'GET',
    path: '/api/v1/exports/{id}',
    summary: 'One export and its files',
    roles: everyone,
    query: nothing,
    status: 200,
    answer: exportAnswer,
  },
  download: {
    method: 'GET',
    path: '/api/v1/exports/{id}/download',
    summary: 'A link to one file, good for five minutes',
    roles: everyone,
    query: z.strictObject({ file: z.string().min(1).max(100) }),
    status: 200,
    answer: object({ url: text, expiresAt: moment }),
  },
} as const;
