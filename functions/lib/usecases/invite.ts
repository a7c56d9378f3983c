import type { UserAccounts } from '#functions/lib/aws/accounts.ts';
import type { Member, TenantStore } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import { roleLabels, type Role } from '#shared/model/role.ts';
import { eventOf, type Acting } from './access.ts';

/** What an invitation is made with: by an administrator, or by the operator for an agency's first one. */
export interface Inviting {
  readonly store: TenantStore;
  readonly accounts: UserAccounts;
  readonly asked: Acting;
  /** How long the event of it is kept. */
  readonly days: number;
}

interface Invitation {
  /** Of the event, so that a repeat writes none beside it. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

export const inviteMember = async (
  { store, accounts, asked, days }: Inviting,
  { id: eventId, name, email, role }: Invitation,
): Promise<{ readonly member: Member; readonly replayed: boolean }> => {
  const there = (await store.members()).find((m) => m.email.toLowerCase() === email);
  if (there !== undefined) return again(there, name, role);
  const id = await accounts.invite(asked.principal.tenantId, email);
  if (id === undefined)
    throw new Problem('conflict', 'This address cannot be invited. Ask the person for another address.', [
      { path: 'email', message: 'Cannot be invited. Use another address of this person.' },
    ]);
  const made = { id, name, email, role, status: 'invited' as const, revoked: {}, invitedAt: asked.now };
  const event = { ...eventOf(asked, 'invitation', id, roleLabels[role]), id: eventId };
  if (await store.addMember(made, event, days)) return { member: { ...made, version: 1, mfa: false }, replayed: false };
  const member = await store.member(id);
  if (member === undefined) throw new Error('A member that was just refused as present is not there.');
  return again(member, name, role);
};

/** The same invitation once more is the first one; another one for that address is not. */
const again = (member: Member, name: string, role: Role) => {
  if (member.status === 'invited' && member.name === name && member.role === role) return { member, replayed: true };
  throw new Problem('conflict', `${member.name} has an account with this address already.`, [
    { path: 'email', message: 'Somebody of your agency has this address already.' },
  ]);
};
