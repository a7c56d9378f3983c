import * as z from 'zod';
import { later } from '#functions/lib/http/later.ts';
import { exportStates, importStates, mappingSchema } from '#shared/model/job.ts';

/** JSON Schemas of what the routes of jobs answer, for the OpenAPI document. */
export const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
export const moment = { type: 'string', format: 'date-time' } as const;
export const object = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
export const list = (items: object) => object({ items: { type: 'array', items }, next: text }, ['items']);

const common = {
  id: { ...text, format: 'uuid' },
  version: { type: 'integer', minimum: 1 },
  createdAt: moment,
  createdBy: { ...text, format: 'uuid' },
  updatedAt: moment,
  progress: object({ done: count, total: count, packed: count }, ['done']),
};
const mapping = later(() => z.toJSONSchema(mappingSchema, { io: 'input', target: 'draft-2020-12' }));
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
export const importAnswer = object(
  {
    ...common,
    kind: { const: 'import' },
    state: { enum: importStates },
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
  [...Object.keys(common), 'kind', 'state', 'order', 'counts'],
);
const file = object({ name: text, recordType: text, rows: count, bytes: count, sha256: text }, [
  'name',
  'bytes',
  'sha256',
]);
export const exportAnswer = object(
  {
    ...common,
    kind: { const: 'export' },
    state: { enum: exportStates },
    order: object({}),
    files: { type: 'array', items: file },
    personal: { type: 'boolean' },
    message: text,
  },
  [...Object.keys(common), 'kind', 'state', 'order'],
);
export const upload = object({
  url: text,
  method: { const: 'PUT' },
  headers: { type: 'object', additionalProperties: text },
});
export const rowError = object({ row: count, line: count, path: text, message: text, value: text }, ['row', 'message']);
