import { route, type Route } from '#functions/lib/http/request.ts';
import { tenantStore, type Table } from '#functions/lib/store/index.ts';
import { shownAgency } from '#functions/lib/usecases/shown-agency.ts';
import { Problem } from '#shared/model/problem.ts';
import { duties } from '#shared/model/duty.ts';
import { codesRequired } from '#shared/model/settings.ts';

const text = { type: 'string' } as const;

/** Who I am, and who my colleagues are. */
export const agencyRoutes = (table: Table): Route[] => [
  route({
    method: 'GET',
    path: '/api/v1/me',
    summary: 'The signed-in member and the agency',
    roles: duties.keepOwnAccount,
    beforeCodes: true,
    status: 200,
    answer: {
      type: 'object',
      properties: { member: { type: 'object' }, tenant: { type: 'object' } },
      required: ['member', 'tenant'],
    },
    run: async ({ principal }) => {
      const store = tenantStore(table, principal);
      const [member, tenant] = await Promise.all([store.member(principal.memberId), store.tenant()]);
      if (member === undefined || tenant === undefined) throw new Problem('not-found', 'Your agency is not set up.');
      const { id, version, name, email, role, mfa } = member;
      return {
        status: 200,
        version,
        body: {
          member: { id, version, name, email, role, mfa },
          tenant: shownAgency(tenant),
          codes: { required: codesRequired(role, tenant.settings), missing: principal.lacksCodes === true },
        },
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/people',
    summary: 'The names and roles of everyone in the agency, those who left included',
    roles: duties.seeColleagues,
    status: 200,
    answer: {
      type: 'object',
      properties: {
        items: {
          type: 'array',
          items: { type: 'object', properties: { id: text, name: text, role: text, active: { type: 'boolean' } } },
        },
      },
      required: ['items'],
    },
    run: async ({ principal }) => {
      const members = await tenantStore(table, principal).members();
      return {
        status: 200,
        body: { items: members.map(({ id, name, role, status }) => ({ id, name, role, active: status === 'active' })) },
      };
    },
  }),
];
