import { adminSpecs } from '#functions/lib/http/admin-specs.ts';
import { route, type Route } from '#functions/lib/http/request.ts';
import { tenantStore, type AccessEvent, type Table } from '#functions/lib/store/index.ts';
import { csvLine } from '#shared/derive/export.ts';
import { accessKindLabels } from '#shared/model/access-event.ts';
import { namesOf } from './names.ts';
import { noteDownload, noteLookUp } from './take-along.ts';

/** Keeps an answer far below the 6 MB that a function may send. */
const EXPORTED = 5000;

const heading = ['When (UTC)', 'What', 'Person', 'Done by', 'Address', 'Browser', 'Detail'];

const line = (event: AccessEvent, nameOf: (id: string | undefined) => string | undefined) => {
  const said = (id: string | undefined) => nameOf(id) ?? id ?? '';
  return csvLine([
    event.at,
    accessKindLabels[event.kind],
    said(event.memberId),
    said(event.by ?? event.memberId),
    event.address ?? '',
    event.agent ?? '',
    event.detail ?? '',
  ]);
};

/** Single events only: nothing here counts or compares what people do. */
export const accessRoutes = (table: Table): Route[] => [
  route({
    ...adminSpecs.access,
    run: async (asked) => {
      const store = tenantStore(table, asked.principal);
      const body = await store.access.list(asked.query);
      await noteLookUp(store, asked, asked.query.memberId, 'Access events');
      return { status: 200, body };
    },
  }),
  route({
    ...adminSpecs.accessCsv,
    run: async (asked) => {
      const store = tenantStore(table, asked.principal);
      const taking = await noteDownload(store, asked, asked.body, 'Access events as CSV');
      const [{ items, next }, members] = await Promise.all([
        store.access.list({ ...asked.body, cursor: taking.cursor, limit: EXPORTED }),
        store.members(),
      ]);
      const nameOf = namesOf(members);
      const lines = items.map((event) => `${line(event, nameOf)}\r\n`);
      const csv = [...(asked.body.cursor === undefined ? [`${csvLine(heading)}\r\n`] : []), ...lines].join('');
      return { status: 200, body: { csv, ...taking.linkTo(next) } };
    },
  }),
  route({
    ...adminSpecs.accessJson,
    run: async (asked) => {
      const store = tenantStore(table, asked.principal);
      const taking = await noteDownload(store, asked, asked.body, 'Access events as JSON');
      const { items, next } = await store.access.list({ ...asked.body, cursor: taking.cursor, limit: EXPORTED });
      return { status: 200, body: { items, ...taking.linkTo(next) } };
    },
  }),
];
