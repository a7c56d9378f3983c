import { v7 } from 'uuid';
import type { UserAccounts } from '#functions/lib/aws/accounts.ts';
import {
  provisioning,
  tenantStore,
  type AccessEvent,
  type Member,
  type MemberStatus,
  type Table,
  type Tenant,
} from '#functions/lib/store/index.ts';
import type { AccessKind } from '#shared/model/access-event.ts';
import { OPERATOR_MEMBER, SYSTEM_TENANT } from '#shared/model/principal.ts';
import { Problem } from '#shared/model/problem.ts';
import { eventOf } from './access.ts';
import { inviteMember } from './invite.ts';

/** What the operator's commands work with. */
export interface OperatorDesk {
  readonly table: Table;
  readonly accounts: UserAccounts;
  readonly now: string;
}

export interface TenantOrder {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly admin: { readonly name: string; readonly email: string };
}

const storeOf = ({ table }: OperatorDesk, tenantId: string) => tenantStore(table, { tenantId });

const found = async (desk: OperatorDesk, id: string): Promise<Tenant> => {
  const tenant = id === SYSTEM_TENANT ? undefined : await storeOf(desk, id).tenant();
  if (tenant === undefined)
    throw new Problem('not-found', `There is no agency ${id}. "tenant list" shows those that are there.`);
  return tenant;
};

/** Nothing is brought into an agency that is leaving, and nothing of one that is gone can be worked on. */
export const requireOpen = async (desk: OperatorDesk, id: string): Promise<void> => {
  const { closing, closed } = await found(desk, id);
  if (closed) throw isClosed(id);
  if (closing)
    throw new Problem(
      'conflict',
      `${id} is closing its account. Its administrators can cancel that until deletion begins.`,
    );
};

const isClosed = (id: string) =>
  new Problem('conflict', `${id} is closed. Nothing is left of it but its report, which "tenant show ${id}" prints.`);

/** Concerns the agency, not a person; its administrators see it among their access events. */
const deed = ({ now }: OperatorDesk, kind: AccessKind, detail?: string): AccessEvent => ({
  id: v7(),
  at: now,
  kind,
  by: OPERATOR_MEMBER,
  detail,
});

/** Before anything is written: an order that cannot be carried out leaves nothing behind. */
const refuseOther = async (desk: OperatorDesk, { id, name, timeZone, admin }: TenantOrder): Promise<void> => {
  const there = await storeOf(desk, id).tenant();
  if (id === SYSTEM_TENANT || (there && (there.name !== name || there.timeZone !== timeZone)))
    throw new Problem('conflict', `${id} is not free. Leave --id out to make a new agency.`);
  const owner = await desk.accounts.tenantOf(admin.email);
  if (owner !== undefined && owner !== id)
    throw new Problem(
      'conflict',
      `${admin.email} has an account in another agency already. Name another address of this person, ` +
        'or have an administrator of that agency remove the account first.',
    );
};

/** Whoever is in may invite; an operator who could add people to an agency at work could let anybody in. */
const refuseSecond = (members: readonly Member[]): void => {
  if (members.some(({ status }) => status !== 'removed'))
    throw new Problem(
      'conflict',
      'This agency has a first administrator with another address. They invite everybody else. If the address was ' +
        'wrong, suspend this agency and make another one.',
    );
};

/**
 * Makes an agency and invites its first administrator. The same order once more finishes what was interrupted: what is
 * there stays, and nobody is invited twice.
 */
export const createTenant = async (
  desk: OperatorDesk,
  order: TenantOrder,
): Promise<{ readonly tenant: Tenant; readonly admin: Member; readonly replayed: boolean }> => {
  const { id, name, timeZone, admin } = order;
  await refuseOther(desk, order);
  const agency = { id, name, timeZone, createdAt: desk.now };
  await provisioning(desk.table).putTenantOnce(agency, deed(desk, 'agencyCreated'));
  await requireOpen(desk, id);
  const tenant = await found(desk, id);
  const store = storeOf(desk, id);
  const members = await store.members();
  const there = members.find(({ email }) => email === admin.email);
  if (there) return { tenant, admin: there, replayed: true };
  refuseSecond(members);
  const asked = { principal: { tenantId: id, memberId: OPERATOR_MEMBER }, now: desk.now, viewer: {} };
  const inviting = { store, accounts: desk.accounts, asked, days: tenant.settings.accessDays };
  return {
    tenant,
    admin: (await inviteMember(inviting, { id: v7(), ...admin, role: 'admin' })).member,
    replayed: false,
  };
};

/**
 * Sends the first administrator a new temporary password. Only while nobody has come in: from then on administrators
 * invite, and an operator has no say in who is of the agency.
 */
export const inviteAgain = async (desk: OperatorDesk, id: string): Promise<Member> => {
  const { settings } = await found(desk, id);
  const store = storeOf(desk, id);
  const members = (await store.members()).filter(({ status }) => status !== 'removed');
  const waiting = members.find(({ role, status }) => role === 'admin' && status === 'invited');
  if (waiting === undefined || members.some(({ status }) => status !== 'invited'))
    throw new Problem('conflict', 'Somebody of this agency has signed in. Its administrators invite, on their screen.');
  const asked = { principal: { tenantId: id, memberId: OPERATOR_MEMBER }, now: desk.now, viewer: {} };
  const event = eventOf(asked, 'invitation', waiting.id, 'Sent again');
  const saved = await store.changeMember(waiting, { invitedAt: desk.now }, event, settings.accessDays);
  if (!(await desk.accounts.resend(waiting.email)))
    throw new Problem('conflict', 'This person has chosen a password already. They can ask for a new one at sign-in.');
  return saved;
};

/** Nobody of the agency comes in from the next request on; their sessions are over, also once it is resumed. */
export const suspendTenant = async (desk: OperatorDesk, id: string, reason: string): Promise<boolean> => {
  const { settings, closed } = await found(desk, id);
  if (closed) throw isClosed(id);
  const event = deed(desk, 'suspension', reason);
  const suspension = { suspendedAt: desk.now, suspendedFor: reason };
  const done = await provisioning(desk.table).suspend(id, suspension, event, settings.accessDays);
  const store = storeOf(desk, id);
  // Also when it was suspended before: a command that died in between is finished by its repeat.
  for (const member of await store.members()) await store.sessions.endAll(member.id, desk.now);
  return done;
};

/** False when it was open already. */
export const resumeTenant = async (desk: OperatorDesk, id: string): Promise<boolean> => {
  const { settings } = await found(desk, id);
  return provisioning(desk.table).resume(id, deed(desk, 'resumption'), settings.accessDays);
};

export const listTenants = ({ table }: OperatorDesk, limit: number, after?: string) =>
  provisioning(table).tenants(limit, after);

/** How an agency stands: how many people, and who they are only for a caller that asks for it. */
export const showTenant = async (desk: OperatorDesk, id: string) => {
  const tenant = await found(desk, id);
  const members = await storeOf(desk, id).members();
  const count = (status: MemberStatus) => members.filter((m) => m.status === status).length;
  return {
    tenant,
    members: {
      invited: count('invited'),
      active: count('active'),
      inactive: count('inactive'),
      removed: count('removed'),
    },
    people: members,
  };
};

/** That the operator brought records back from a copy: what each held before stands in its history. */
export const noteRestoration = async (desk: OperatorDesk, id: string, detail: string): Promise<void> => {
  await storeOf(desk, id).access.put(deed(desk, 'restoration', detail));
};
