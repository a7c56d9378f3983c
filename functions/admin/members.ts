import type { UserAccounts } from '#functions/lib/aws/accounts.ts';
import type { Asked } from '#functions/lib/http/request.ts';
import type { Member, MemberChange, TenantStore } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import type { AccessKind } from '#shared/model/access-event.ts';
import { Problem } from '#shared/model/problem.ts';
import { roleLabels, type Role } from '#shared/model/role.ts';

/** What every step on a member is given. */
export interface Office {
  readonly store: TenantStore;
  readonly accounts: UserAccounts;
  readonly asked: Asked;
  /** How long the event of the step is kept. */
  readonly days: number;
}

const gone = () => new Problem('conflict', 'This person was removed. Invite them again if they come back.');

/** Writes the change and its event, if the caller has seen this version of the member. */
const save = (
  { store, asked, days }: Office,
  member: Member,
  change: MemberChange,
  kind: AccessKind,
  detail?: string,
) => {
  if (member.version !== asked.version)
    throw new Problem('stale', 'Someone changed this member in the meantime. Look again, then try once more.');
  return store.changeMember(member, change, eventOf(asked, kind, member.id, detail), days);
};

export const resend = async (office: Office, member: Member): Promise<Member> => {
  if (member.status === 'removed') throw gone();
  const over = new Problem('conflict', 'This person has accepted the invitation. They can ask for a new password.');
  if (member.status !== 'invited') throw over;
  const saved = await save(office, member, { invitedAt: office.asked.now }, 'invitation', 'Sent again');
  if (!(await office.accounts.resend(member.email))) throw over;
  return saved;
};

export const changeRole = async (office: Office, member: Member, role: Role): Promise<Member> => {
  if (member.status === 'removed') throw gone();
  if (member.id === office.asked.principal.memberId)
    throw new Problem('conflict', 'You cannot change your own role. Ask another administrator.');
  if (member.role === role) return member;
  return save(office, member, { role }, 'roleChange', `${roleLabels[member.role]} to ${roleLabels[role]}`);
};

/** The table first: it decides on the person's very next request. The pool follows, also when a repeat finds the first done. */
export const deactivate = async (office: Office, member: Member): Promise<Member> => {
  if (member.status === 'removed') throw gone();
  const saved =
    member.status === 'inactive' ? member : await save(office, member, { status: 'inactive' }, 'deactivation');
  await office.accounts.switchOff(member.id);
  return saved;
};

/** The pool first, so that whoever counts as active can sign in. */
export const reactivate = async (office: Office, member: Member): Promise<Member> => {
  if (member.status === 'removed') throw gone();
  if (member.status !== 'inactive') return member;
  await office.accounts.switchOn(member.id);
  const facts = await office.accounts.facts(member.id);
  return save(office, member, { status: facts?.awaitsPassword ? 'invited' : 'active' }, 'reactivation');
};

export const remove = async (office: Office, member: Member): Promise<Member> => {
  const saved = member.status === 'removed' ? member : await save(office, member, { status: 'removed' }, 'removal');
  await office.store.sessions.forget(member.id, office.asked.now);
  await office.accounts.remove(member.id);
  return saved;
};

/** Nothing to do, and nothing to write down, once the pause is over or was lifted before. */
export const unlock = async (office: Office, member: Member): Promise<Member> => {
  if (member.status === 'removed') throw gone();
  if ((await office.store.pausedUntil(member, Date.parse(office.asked.now))) === undefined) return member;
  const saved = await save(office, member, {}, 'unlock');
  await office.store.unlock(member.email);
  return saved;
};

export const resetMfa = async (office: Office, member: Member): Promise<Member> => {
  if (member.status === 'removed') throw gone();
  const saved = await save(office, member, {}, 'mfaReset');
  await office.store.codes.switchOff(member.id);
  await office.accounts.resetMfa(member.id);
  await office.store.sessions.endAll(member.id, office.asked.now);
  return saved;
};
