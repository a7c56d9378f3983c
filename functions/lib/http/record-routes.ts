import * as z from 'zod';
import { allowed, changesSeenBy, seenBy } from '#shared/derive/access.ts';
import { jsonSchema } from '#shared/derive/schema.ts';
import { shown } from '#shared/derive/shown.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { restrictedIn } from '#shared/permit/restricted-numbers.ts';
import { ownWorkOnly } from '#shared/model/duty.ts';
import { roles, type Role } from '#shared/model/role.ts';
import type { AuditEntry } from '#functions/lib/chain/entry.ts';
import {
  archiveRecord,
  changeRecord,
  createRecord,
  readItem,
  readRecord,
  restoreRecord,
} from '#functions/lib/usecases/records.ts';
import type { Deed } from '#functions/lib/usecases/deed.ts';
import { missing, permit } from '#functions/lib/usecases/deed.ts';
import { pathId } from './path-id.ts';
import { route, type Asked, type Reply, type Route } from './request.ts';
import { changesAnswer, historyAnswer, listAnswer, recordAnswer } from './answers.ts';
import { later } from './later.ts';

/** How a request becomes a deed: the function that mounts the routes knows its table. */
export type DeedOf = (asked: Asked, reason?: string) => Deed;

export interface RecordVerbs {
  readonly create?: (deed: Deed, id: string, values: unknown) => ReturnType<typeof createRecord>;
  readonly change?: (deed: Deed, id: string, version: number, values: unknown) => Promise<Stored>;
}

const page = (max: number, usual: number) => ({
  limit: z.coerce.number().int().min(1).max(max).default(usual),
  cursor: z.string().max(1000).optional(),
});
const listQuery = z.strictObject({
  ...page(100, 50),
  by: z.string().max(40).optional(),
  value: z.string().max(200).optional(),
  dir: z.enum(['asc', 'desc']).optional(),
  archived: z
    .enum(['1', '0'])
    .transform((v) => v === '1')
    .optional(),
});
/** Said once, kept in the history for good: no place for a number that should not be kept. */
const unrestricted = (text: string) => restrictedIn(text) === undefined;
export const reason = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .refine(unrestricted, 'This looks like a personal number. Take it out; it would stay in the history.');
export const createBody = z.strictObject({
  id: z.uuidv7(),
  values: z.looseObject({}),
  reason: reason.optional(),
});
/** How a description shows the id that the caller chooses: UUIDs of another version are refused. */
export const newId = later(() => z.toJSONSchema(createBody.shape.id, { target: 'draft-2020-12' }));
const patchBody = z.strictObject({ values: z.looseObject({}), reason: reason.optional() });

/** The id of the path. What is no id can be no record. */
export const idOf = (record: AnyRecordType, asked: Asked): string => {
  const id = pathId(asked);
  if (id === undefined) throw missing(record);
  return id;
};

/** One record and its version as ETag. */
export const oneRecord = (record: AnyRecordType, stored: Stored, status = 200): Reply => ({
  status,
  version: stored.version,
  body: shown(record, stored),
});

/** Every route that a declaration alone gives a record type. */
export const recordRoutes = (record: AnyRecordType, deedOf: DeedOf, verbs: RecordVerbs = {}): Route[] => [
  ...readRoutes(record, deedOf),
  ...(record.managed ? [] : writeRoutes(record, deedOf, verbs)),
  ...archiveRoutes(record, deedOf),
];

const mayDo = (record: AnyRecordType, action: 'read' | 'create' | 'update' | 'archive') =>
  roles.filter((r) => allowed(record, r, action));

const readRoutes = (record: AnyRecordType, deedOf: DeedOf): Route[] => {
  const base = `/api/v1/${record.path}`;
  const many = record.label.many.toLowerCase();
  const one = record.label.one.toLowerCase();
  const read = mayDo(record, 'read');
  return [
    route({
      method: 'GET',
      path: base,
      summary: `List ${many}, newest first or by a list key`,
      roles: read,
      query: listQuery,
      status: 200,
      answer: listAnswer(record),
      run: async (asked) => {
        const deed = deedOf(asked);
        permit(deed, record, 'read');
        const { items, next } = await deed.store.list(record, asked.query);
        return {
          status: 200,
          body: {
            items: items.map((i) => seenBy(record, asked.principal.role, shown(record, i))),
            ...(next && { next }),
          },
        };
      },
    }),
    route({
      method: 'GET',
      path: `${base}/changes`,
      summary: `All ${many} as compact rows, then only what changed`,
      roles: read,
      query: z.strictObject(page(1000, 500)),
      status: 200,
      answer: changesAnswer(record),
      run: async (asked) => {
        const deed = deedOf(asked);
        permit(deed, record, 'read');
        return {
          status: 200,
          body: await deed.store.changes(record, asked.query.limit, asked.now, asked.query.cursor),
        };
      },
    }),
    route({
      method: 'GET',
      path: `${base}/{id}`,
      summary: `Read one ${one}`,
      roles: read,
      status: 200,
      answer: recordAnswer(record),
      run: async (asked) => {
        const stored = await readRecord(deedOf(asked), record, idOf(record, asked));
        return oneRecord(record, seenBy(record, asked.principal.role, stored));
      },
    }),
    route({
      method: 'GET',
      path: `${base}/{id}/history`,
      summary: `Every version of one ${one}, newest first`,
      roles: read,
      query: z.strictObject(page(100, 20)),
      status: 200,
      answer: historyAnswer,
      run: async (asked) => {
        const deed = deedOf(asked);
        const id = idOf(record, asked);
        await readItem(deed, record, id);
        const { items, next } = await deed.store.history(record, id, asked.query.limit, asked.query.cursor);
        return {
          status: 200,
          body: { items: items.map((item) => entry(record, asked.principal.role, item)), ...(next && { next }) },
        };
      },
    }),
  ];
};

const entry = (
  record: AnyRecordType,
  reader: Role,
  { version, verb, at, by, role, source, reason: why, changes, rebuilt }: AuditEntry,
) => ({
  version,
  verb,
  at,
  by,
  role,
  source,
  changes: changesSeenBy(record, reader, changes),
  ...(why === undefined ? {} : { reason: why }),
  ...(rebuilt && { rebuilt }),
});

const writeRoutes = (record: AnyRecordType, deedOf: DeedOf, verbs: RecordVerbs): Route[] => {
  const base = `/api/v1/${record.path}`;
  const one = record.label.one.toLowerCase();
  const create: Required<RecordVerbs>['create'] =
    verbs.create ?? ((deed, id, values) => createRecord(deed, record, id, values));
  const change: Required<RecordVerbs>['change'] =
    verbs.change ?? ((deed, id, version, values) => changeRecord(deed, record, id, version, values));
  return [
    route({
      method: 'POST',
      path: base,
      summary: `Add one ${one}`,
      roles: mayDo(record, 'create'),
      body: createBody,
      status: 201,
      bodySchema: {
        type: 'object',
        required: ['id', 'values'],
        additionalProperties: false,
        properties: {
          id: newId,
          values: later(() => jsonSchema(record, 'new')),
          reason: { type: 'string', minLength: 1, maxLength: 1000 },
        },
      },
      answer: recordAnswer(record),
      run: async (asked) => {
        const { stored, replayed } = await create(deedOf(asked, asked.body.reason), asked.body.id, asked.body.values);
        return oneRecord(record, stored, replayed ? 200 : 201);
      },
    }),
    route({
      method: 'PATCH',
      path: `${base}/{id}`,
      summary: `Change some fields of one ${one}`,
      roles: mayDo(record, 'update'),
      ownOnly: ownWorkOnly,
      body: patchBody,
      status: 200,
      needsVersion: true,
      bodySchema: {
        type: 'object',
        required: ['values'],
        additionalProperties: false,
        properties: {
          values: later(() => jsonSchema(record, 'patch')),
          reason: { type: 'string', minLength: 1, maxLength: 1000 },
        },
      },
      answer: recordAnswer(record),
      run: async (asked) =>
        oneRecord(
          record,
          await change(deedOf(asked, asked.body.reason), idOf(record, asked), asked.version, asked.body.values),
        ),
    }),
  ];
};

const archiveRoutes = (record: AnyRecordType, deedOf: DeedOf): Route[] => {
  const base = `/api/v1/${record.path}/{id}`;
  const one = record.label.one.toLowerCase();
  const common = {
    method: 'POST',
    roles: mayDo(record, 'archive'),
    status: 200,
    needsVersion: true,
    answer: recordAnswer(record),
  } as const;
  return [
    route({
      ...common,
      path: `${base}/archive`,
      summary: `Archive one ${one}, with a reason`,
      body: z.strictObject({ reason }),
      run: async (asked) =>
        oneRecord(
          record,
          await archiveRecord(deedOf(asked, asked.body.reason), record, idOf(record, asked), asked.version),
        ),
    }),
    route({
      ...common,
      path: `${base}/restore`,
      summary: `Bring one archived ${one} back`,
      body: z.strictObject({ reason: reason.optional() }),
      run: async (asked) =>
        oneRecord(
          record,
          await restoreRecord(deedOf(asked, asked.body.reason), record, idOf(record, asked), asked.version),
        ),
    }),
  ];
};
