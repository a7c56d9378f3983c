import { adminSpecs } from '#functions/lib/http/admin-specs.ts';
import { route, type Route } from '#functions/lib/http/request.ts';
import { tenantStore, type AccessEvent, type Member, type Table } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { csvLine } from '#shared/derive/export.ts';
import { accessKindLabels } from '#shared/model/access-event.ts';
import { OPERATOR_MEMBER, OPERATOR_NAME } from '#shared/model/principal.ts';

/** Keeps an answer far below the 6 MB that a function may send. */
const CSV_ROWS = 5000;

const heading = ['When (UTC)', 'What', 'Person', 'Done by', 'Address', 'Browser', 'Detail'];

const line = (event: AccessEvent, nameOf: (id: string | undefined) => string) =>
  csvLine([
    event.at,
    accessKindLabels[event.kind],
    nameOf(event.memberId),
    nameOf(event.by ?? event.memberId),
    event.address ?? '',
    event.agent ?? '',
    event.detail ?? '',
  ]);

const namesOf = (members: readonly Member[]) => {
  const names = new Map([[OPERATOR_MEMBER, OPERATOR_NAME], ...members.map(({ id, name }) => [id, name] as const)]);
  return (id: string | undefined) => (id === undefined ? '' : (names.get(id) ?? id));
};

/** Single events only: nothing here counts or compares what people do. */
export const accessRoutes = (table: Table): Route[] => [
  route({
    ...adminSpecs.access,
    run: async ({ principal, query }) => ({
      status: 200,
      body: await tenantStore(table, principal).access.list(query),
    }),
  }),
  route({
    ...adminSpecs.accessCsv,
    run: async (asked) => {
      const store = tenantStore(table, asked.principal);
      await store.access.put(eventOf(asked, 'export', undefined, 'Access events as CSV'));
      const [{ items, next }, members] = await Promise.all([
        store.access.list({ ...asked.body, limit: CSV_ROWS }),
        store.members(),
      ]);
      const nameOf = namesOf(members);
      const lines = items.map((event) => `${line(event, nameOf)}\r\n`);
      const csv = [...(asked.body.cursor === undefined ? [`${csvLine(heading)}\r\n`] : []), ...lines].join('');
      return { status: 200, body: { csv, ...(next && { next }) } };
    },
  }),
];
