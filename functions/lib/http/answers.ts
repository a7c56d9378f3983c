import { jsonSchema } from '#shared/derive/schema.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { actorRoles } from '#shared/model/role.ts';
import { later } from './later.ts';

/** JSON Schemas of what the record routes answer, for the OpenAPI document. */
const moment = { type: 'string', format: 'date-time' } as const;
const id = { type: 'string', format: 'uuid' } as const;
const version = { type: 'integer', minimum: 1 } as const;
const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required });
const cursor = { type: 'string', description: 'Send as `cursor` to go on.' } as const;

export const recordAnswer = (record: AnyRecordType) =>
  object(
    {
      id,
      version,
      shape: version,
      createdAt: moment,
      createdBy: id,
      updatedAt: moment,
      updatedBy: id,
      archivedAt: moment,
      values: later(() => jsonSchema(record)),
    },
    ['id', 'version', 'shape', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'values'],
  );

export const listAnswer = (record: AnyRecordType) =>
  object({ items: { type: 'array', items: recordAnswer(record) }, next: cursor }, ['items']);

export const changesAnswer = (record: AnyRecordType) =>
  object(
    {
      rows: {
        type: 'array',
        items: object(
          {
            id,
            version,
            updatedAt: moment,
            archivedAt: moment,
            disposed: { const: true },
            values: later(() => jsonSchema(record)),
          },
          ['id', 'version', 'updatedAt', 'values'],
        ),
      },
      next: cursor,
      more: { type: 'boolean' },
    },
    ['rows', 'next', 'more'],
  );

const change = object({ field: { type: 'string' }, before: {}, after: {}, personal: { const: true } }, ['field']);
const historyEntry = object(
  {
    version,
    verb: { type: 'string' },
    at: moment,
    by: id,
    role: { enum: actorRoles },
    source: { enum: ['web', 'import', 'system'] },
    reason: { type: 'string' },
    changes: { type: 'array', items: change },
    rebuilt: { const: true, description: 'Put together afterwards: the change itself could not be read.' },
  },
  ['version', 'verb', 'at', 'by', 'role', 'source', 'changes'],
);
export const historyAnswer = object({ items: { type: 'array', items: historyEntry }, next: cursor }, ['items']);
