import { route, type Asked, type Route } from '#functions/lib/http/request.ts';
import { tenantStore, type Table } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { Problem } from '#shared/model/problem.ts';
import { duties } from '#shared/model/duty.ts';

const text = { type: 'string' } as const;
const session = {
  type: 'object',
  properties: {
    id: text,
    startedAt: { type: 'string', format: 'date-time' },
    lastSeenAt: { type: 'string', format: 'date-time' },
    address: text,
    agent: text,
    current: { type: 'boolean' },
  },
  required: ['id', 'startedAt', 'lastSeenAt', 'address', 'agent', 'current'],
};

/** Where I am signed in, and signing out from there. Nobody sees or ends a colleague's sessions here. */
export const sessionRoutes = (table: Table): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/sessions',
    summary: 'Where you are signed in, newest first',
    roles: duties.keepOwnAccount,
    status: 200,
    answer: { type: 'object', properties: { items: { type: 'array', items: session } }, required: ['items'] },
    run: async ({ principal, now }) => {
      const store = tenantStore(table, principal);
      const [all, { sessionHours }] = await Promise.all([store.sessions.list(principal.memberId), store.settings()]);
      const oldest = new Date(Date.parse(now) - sessionHours * 3_600_000).toISOString();
      const items = all
        .filter(({ endedAt, startedAt }) => endedAt === undefined && startedAt > oldest)
        .map(({ id, startedAt, lastSeenAt, address, agent }) => ({
          id,
          startedAt,
          lastSeenAt,
          address,
          agent,
          current: id === principal.sessionId,
        }));
      return { status: 200, body: { items } };
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/sessions/{id}/end',
    summary: 'Signs you out on one device, from the next request on',
    roles: duties.keepOwnAccount,
    whileClosing: true,
    status: 204,
    run: async (asked) => {
      const { principal, params, now } = asked;
      const ended = await tenantStore(table, principal).sessions.end(principal.memberId, params['id'] ?? '', now);
      if (!ended) throw new Problem('not-found', 'That session is over already.');
      await note(table, asked, 'One session');
      return { status: 204 };
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/sessions/end-all',
    summary: 'Signs you out everywhere, here too',
    roles: duties.keepOwnAccount,
    whileClosing: true,
    status: 204,
    run: async (asked) => {
      await tenantStore(table, asked.principal).sessions.endAll(asked.principal.memberId, asked.now);
      await note(table, asked, 'Everywhere');
      return { status: 204 };
    },
  }),
];

const note = (table: Table, asked: Asked, detail: string) =>
  tenantStore(table, asked.principal).access.put(eventOf(asked, 'sessionEnded', undefined, detail));
