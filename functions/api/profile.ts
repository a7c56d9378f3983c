import * as z from 'zod';
import { route, type Route } from '#functions/lib/http/request.ts';
import { tenantStore, type Table } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { Problem } from '#shared/model/problem.ts';
import { duties } from '#shared/model/duty.ts';

const text = { type: 'string' } as const;
const name = z.string().trim().min(1, 'Write your name.').max(120);

/** The own name. History holds the member's id, so the new name stands on what was done before as well. */
export const profileRoutes = (table: Table): Route[] => [
  route({
    method: 'PATCH',
    path: '/api/v1/me',
    summary: 'Change your own name',
    roles: duties.keepOwnAccount,
    needsVersion: true,
    body: z.strictObject({ name }),
    status: 200,
    answer: {
      type: 'object',
      properties: { id: text, version: { type: 'integer', minimum: 1 }, name: text },
      required: ['id', 'version', 'name'],
    },
    run: async (asked) => {
      const { principal, version, body } = asked;
      const store = tenantStore(table, principal);
      const member = await store.member(principal.memberId);
      if (member === undefined) throw new Problem('not-found', 'There is no such member in your agency.');
      if (member.name === body.name) return reply(member);
      if (member.version !== version)
        throw new Problem(
          'stale',
          'Something about your account changed in the meantime. Look again, then try once more.',
        );
      const { accessDays } = await store.settings();
      const event = eventOf(asked, 'nameChanged', member.id, `${member.name} to ${body.name}`);
      return reply(await store.changeMember(member, { name: body.name }, event, accessDays));
    },
  }),
];

const reply = ({ id, version, name }: { id: string; version: number; name: string }) => ({
  status: 200,
  version,
  body: { id, version, name },
});
