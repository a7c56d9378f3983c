import { randomInt } from 'node:crypto';
import type { Member, Tenant } from '#functions/lib/store/index.ts';
import {
  createTenant,
  inviteAgain,
  listTenants,
  resumeTenant,
  showTenant,
  suspendTenant,
  type OperatorDesk,
} from '#functions/lib/usecases/tenants.ts';
import type { CommandOf } from './command.ts';

/** What a command answers: for a person, and for a script. */
export interface Answer {
  readonly text: string;
  readonly json: object;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';
const randomId = () => Array.from({ length: 26 }, () => alphabet[randomInt(alphabet.length)]).join('');

const stateOf = ({ suspendedAt, closing, closed }: Tenant) => {
  if (closed) return 'closed';
  if (closing?.deletion) return 'deleting';
  if (suspendedAt !== undefined) return 'suspended';
  return closing ? 'closing' : 'open';
};

export const create = async (
  desk: OperatorDesk,
  command: CommandOf<'create'>,
  say: (line: string) => void,
): Promise<Answer> => {
  const id = command.id ?? randomId();
  say(`Agency ${id}. Should this be interrupted, repeat it with --id ${id}`);
  const { 'admin-name': name, 'admin-email': email, 'time-zone': timeZone } = command;
  const order = { id, name: command.name, timeZone, admin: { name, email } };
  const { tenant, admin, replayed } = await createTenant(desk, order);
  return {
    text: replayed
      ? `${tenant.name} was there already. ${admin.email} is ${waits(admin)}.`
      : `${tenant.name} is there. An invitation with a temporary password, good for 7 days, went to ${admin.email}.`,
    json: { id, name: tenant.name, timeZone: tenant.timeZone, admin: { id: admin.id, status: admin.status }, replayed },
  };
};

const waits = ({ status }: Member) => (status === 'invited' ? 'invited and has not signed in yet' : status);

export const invite = async (desk: OperatorDesk, { id }: CommandOf<'invite'>): Promise<Answer> => {
  const { id: member, email } = await inviteAgain(desk, id);
  return {
    text: `A new invitation with a temporary password, good for 7 days, went to ${email}.`,
    json: { id, admin: { id: member, status: 'invited' } },
  };
};

export const suspend = async (desk: OperatorDesk, { id, reason }: CommandOf<'suspend'>): Promise<Answer> => {
  const changed = await suspendTenant(desk, id, reason);
  return {
    text: changed
      ? `${id} is suspended. Nobody of it comes in until "tenant resume ${id}".`
      : `${id} was suspended already; the reason given then stays. "tenant show ${id}" tells it.`,
    json: { id, state: 'suspended', changed },
  };
};

export const resume = async (desk: OperatorDesk, { id }: CommandOf<'resume'>): Promise<Answer> => {
  const changed = await resumeTenant(desk, id);
  return {
    text: changed
      ? `${id} is open again. Its people sign in anew, and paused imports and exports go on within minutes.`
      : `${id} is not suspended.`,
    json: { id, state: 'open', changed },
  };
};

export const list = async (desk: OperatorDesk, { limit, after }: CommandOf<'list'>): Promise<Answer> => {
  const { items, next } = await listTenants(desk, limit, after);
  const lines = items.map((tenant) => `${tenant.id}  ${stateOf(tenant).padEnd(9)}  ${tenant.name}`);
  return {
    text: [
      ...(items.length === 0 ? ['No agencies here.'] : lines),
      ...(next === undefined ? [] : [`There are more: add --after ${next}`]),
    ].join('\n'),
    json: {
      items: items.map((tenant) => ({ id: tenant.id, name: tenant.name, state: stateOf(tenant) })),
      ...(next === undefined ? {} : { next }),
    },
  };
};

const rows = (pairs: readonly (readonly [string, string | undefined])[]): string[] =>
  pairs.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(16)}${value}`]));

/** The days of a closing that is under way, or the report of one that is over. */
const closingRows = ({ closing, closed }: Tenant): (readonly [string, string | undefined])[] => {
  if (closing)
    return [
      ['closing since', closing.startedAt],
      ['export until', closing.exportUntil],
      ['deletion on', closing.deletionOn],
      ['deletion begun', closing.deletion?.begunAt],
      ['live gone by', closing.liveGoneBy],
      ['backups gone by', closing.backupsGoneBy],
    ];
  if (!closed) return [];
  return [
    ['closing since', closed.startedAt],
    ['export until', closed.exportUntil],
    ['deletion begun', closed.deletionBegunAt],
    ['deleted', closed.deletedAt],
    ['backups gone by', closed.backupsGoneBy],
    ...Object.entries(closed.deleted).map(([kind, count]) => ['', `${count} ${kind}`] as const),
    ...closed.remains.map(({ what, until }) => ['remains', until ? `${what}, until ${until}` : what] as const),
  ];
};

const person = ({ name, email, role, status }: Member) => ({ name, email, role, status });

export const show = async (desk: OperatorDesk, command: CommandOf<'show'>): Promise<Answer> => {
  const { tenant, members, people } = await showTenant(desk, command.id);
  const { id, name, timeZone, settings, createdAt, suspendedAt, suspendedFor } = tenant;
  const counts = Object.entries(members).map(([status, count]) => `${count} ${status}`);
  const everybody = command.people ? people.map(person) : undefined;
  const lines = rows([
    ['id', id],
    ['name', name],
    ['time zone', timeZone],
    ['created', createdAt],
    ['state', stateOf(tenant)],
    ['suspended since', suspendedAt],
    ['reason', suspendedFor],
    ['people', counts.join(', ')],
    ...closingRows(tenant),
    ...Object.entries(settings).map(([setting, value]) => [setting, String(value)] as const),
  ]);
  const listed = everybody?.map((p) => `  ${p.status.padEnd(9)} ${p.role.padEnd(12)} ${p.name} <${p.email}>`);
  return {
    text: [...lines, ...(listed ?? [])].join('\n'),
    json: {
      ...{ id, name, timeZone, createdAt, state: stateOf(tenant), suspendedAt, suspendedFor, members, settings },
      ...{ closing: tenant.closing, closed: tenant.closed },
      ...(everybody && { people: everybody }),
    },
  };
};
