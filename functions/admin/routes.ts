import type { UserAccounts } from '#functions/lib/aws/accounts.ts';
import { adminSpecs } from '#functions/lib/http/admin-specs.ts';
import { pathId } from '#functions/lib/http/path-id.ts';
import { route, type Asked, type Reply, type Route } from '#functions/lib/http/request.ts';
import { tenantStore, type Member, type Table } from '#functions/lib/store/index.ts';
import { inviteMember } from '#functions/lib/usecases/invite.ts';
import { Problem } from '#shared/model/problem.ts';
import { changeRole, deactivate, reactivate, remove, resend, resetMfa, unlock, type Office } from './members.ts';

const missing = () => new Problem('not-found', 'There is no such member in your agency.');

const shown = ({ id, version, name, email, role, status, invitedAt }: Member, facts: object = {}) => ({
  id,
  version,
  name,
  email,
  role,
  status,
  ...(invitedAt === undefined ? {} : { invitedAt }),
  ...facts,
});
const reply = (member: Member, status = 200): Reply => ({ status, version: member.version, body: shown(member) });

export const memberRoutes = (table: Table, accounts: UserAccounts): Route[] => {
  const officeOf = async (asked: Asked): Promise<Office> => {
    const store = tenantStore(table, asked.principal);
    return { store, accounts, asked, days: (await store.settings()).accessDays };
  };
  const found = async ({ store, asked }: Office): Promise<Member> => {
    const id = pathId(asked);
    const member = id === undefined ? undefined : await store.member(id);
    if (member === undefined) throw missing();
    return member;
  };
  const step = (does: (office: Office, member: Member) => Promise<Member>) => async (asked: Asked) => {
    const office = await officeOf(asked);
    return reply(await does(office, await found(office)));
  };
  return [
    route({ ...adminSpecs.list, run: (asked) => list(tenantStore(table, asked.principal), accounts, asked.now) }),
    route({
      ...adminSpecs.invite,
      run: async (asked) => {
        const { member, replayed } = await inviteMember(await officeOf(asked), asked.body);
        return reply(member, replayed ? 200 : 201);
      },
    }),
    route({
      ...adminSpecs.change,
      run: async (asked) => {
        const office = await officeOf(asked);
        return reply(await changeRole(office, await found(office), asked.body.role));
      },
    }),
    route({ ...adminSpecs.resend, run: step(resend) }),
    route({ ...adminSpecs.deactivate, run: step(deactivate) }),
    route({ ...adminSpecs.reactivate, run: step(reactivate) }),
    route({ ...adminSpecs.remove, run: step(remove) }),
    route({ ...adminSpecs.unlock, run: step(unlock) }),
    route({ ...adminSpecs.resetMfa, run: step(resetMfa) }),
  ];
};

/** An agency has tens of people: one look into the user pool, and one at the pauses, for each who has an account. */
const list = async (store: Office['store'], accounts: UserAccounts, now: string): Promise<Reply> => {
  const members = await store.members();
  const items = await Promise.all(
    members.map(async (member) => {
      if (member.status === 'removed') return shown(member);
      const [facts, until] = await Promise.all([accounts.facts(member.id), store.pausedUntil(member, Date.parse(now))]);
      const lockedUntil = until === undefined ? {} : { lockedUntil: new Date(until).toISOString() };
      return shown(member, { ...(facts && { mfa: facts.mfa }), ...lockedUntil });
    }),
  );
  return { status: 200, body: { items } };
};
