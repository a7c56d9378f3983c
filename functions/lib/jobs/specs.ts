import * as z from 'zod';
import { mayDo } from '#shared/derive/access.ts';
import { duties } from '#shared/model/duty.ts';
import { exportOrder, importOrder, mappingSchema } from '#shared/model/job.ts';
import { exportAnswer, importAnswer, list, moment, object, rowError, text, upload } from './answers.ts';

const page = (max: number, usual: number) =>
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(max).default(usual),
    cursor: z.string().max(1000).optional(),
  });
const nothing = z.strictObject({});
const start = {
  roles: duties.importRecords,
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
    roles: duties.importRecords,
    body: importOrder,
    status: 201,
    answer: object({ job: importAnswer, upload }),
  },
  list: {
    method: 'GET',
    path: '/api/v1/imports',
    summary: 'Imports, newest first',
    roles: duties.importRecords,
    query: page(100, 50),
    status: 200,
    answer: list(importAnswer),
  },
  one: {
    method: 'GET',
    path: '/api/v1/imports/{id}',
    summary: 'One import, with what its file holds',
    roles: duties.importRecords,
    query: nothing,
    status: 200,
    answer: importAnswer,
  },
  read: {
    method: 'POST',
    path: '/api/v1/imports/{id}/read',
    summary: 'Look at the uploaded file and suggest a mapping',
    roles: duties.importRecords,
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
    roles: duties.importRecords,
    query: nothing,
    status: 202,
    answer: importAnswer,
  },
  errors: {
    method: 'GET',
    path: '/api/v1/imports/{id}/errors',
    summary: 'The first 1,000 errors of the last check or run, or the rows that an undo left alone, by row',
    roles: duties.importRecords,
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
    roles: duties.exportRecords,
    whileClosing: true,
    body: exportOrder,
    status: 202,
    answer: exportAnswer,
  },
  list: {
    method: 'GET',
    path: '/api/v1/exports',
    summary: 'Exports, newest first',
    roles: duties.exportRecords,
    query: page(100, 50),
    status: 200,
    answer: list(exportAnswer),
  },
  one: {
    method: 'GET',
    path: '/api/v1/exports/{id}',
    summary: 'One export and its files',
    roles: duties.exportRecords,
    query: nothing,
    status: 200,
    answer: exportAnswer,
  },
  cancel: {
    method: 'POST',
    path: '/api/v1/exports/{id}/cancel',
    summary: 'Stop an export of your own, or as an administrator any',
    roles: duties.exportRecords,
    whileClosing: true,
    ownOnly: duties.exportRecords.filter((role) => !mayDo(role, 'cancelAnyExport')),
    query: nothing,
    status: 202,
    answer: exportAnswer,
  },
  download: {
    method: 'GET',
    path: '/api/v1/exports/{id}/download',
    summary: 'A link to one file, good for five minutes',
    roles: duties.exportRecords,
    query: z.strictObject({ file: z.string().min(1).max(100) }),
    status: 200,
    answer: object({ url: text, expiresAt: moment }),
  },
} as const;
