import { GetCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { Problem } from '#shared/model/problem.ts';
import type { SettingsPatch } from '#shared/model/settings.ts';
import { accessItemOf, type AccessEvent } from './access-events.ts';
import type { Table } from './client.ts';
import {
  listMembers,
  memberPartition,
  tenantKey,
  toTenant,
  type Member,
  type NewMember,
  type Tenant,
} from './members.ts';

type Step = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** What may change of a member. Removing takes everything away but id, name and role, which stand on history. */
export type MemberChange = Partial<Pick<Member, 'name' | 'email' | 'role' | 'status' | 'invitedAt'>>;

const ATTEMPTS = 6;
const lastAdmin = () =>
  new Problem(
    'conflict',
    'This is the last active administrator. Make somebody else an administrator first, who has signed in once.',
  );
const moved = () =>
  new Problem('stale', 'Someone changed this member in the meantime. Look again, then try once more.');

const codesOf = (error: unknown): (string | undefined)[] | undefined =>
  error instanceof Error && error.name === 'TransactionCanceledException'
    ? ((error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? []).map(({ Code }) => Code)
    : undefined;

const REFUSED = 'ConditionalCheckFailed';

/** Enters an invited person with the event of it, both or none. False when the person is there already. */
export const addMember = async (
  table: Table,
  tenantId: string,
  member: NewMember,
  event: AccessEvent,
  days: number,
): Promise<boolean> => {
  const Item = { pk: memberPartition(tenantId), sk: member.id, entity: 'member', version: 1, ...member };
  const steps: Step[] = [
    { Put: { TableName: table.name, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
    { Put: { TableName: table.name, Item: accessItemOf(tenantId, event, days) } },
  ];
  for (let attempt = 1; ; attempt += 1)
    try {
      await table.document.send(new TransactWriteCommand({ TransactItems: steps }));
      return true;
    } catch (error) {
      const codes = codesOf(error);
      if (codes?.[0] === REFUSED) return false;
      if (codes === undefined || attempt === ATTEMPTS) throw error;
    }
};

const isActiveAdmin = ({ role, status }: Pick<Member, 'role' | 'status'>) => role === 'admin' && status === 'active';

/** Another administrator must still be one at the moment of the write: two who depose each other cannot both succeed. */
const stillAdmin = (table: Table, tenantId: string, id: string): Step => ({
  ConditionCheck: {
    TableName: table.name,
    Key: { pk: memberPartition(tenantId), sk: id },
    ConditionExpression: '#role = :admin AND #status = :active',
    ExpressionAttributeNames: { '#role': 'role', '#status': 'status' },
    ExpressionAttributeValues: { ':admin': 'admin', ':active': 'active' },
  },
});

const updateOf = (table: Table, tenantId: string, before: Member, change: MemberChange): Step => {
  const fields = Object.entries(change);
  const names = Object.fromEntries(fields.map(([name]) => [`#${name}`, name]));
  const values = Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value]));
  const set = [...fields.map(([name]) => `#${name} = :${name}`), '#version = :next'].join(', ');
  return {
    Update: {
      TableName: table.name,
      Key: { pk: memberPartition(tenantId), sk: before.id },
      UpdateExpression: `SET ${set}${change.status === 'removed' ? ' REMOVE email, recovery, mfa, invitedAt, revoked' : ''}`,
      ConditionExpression: '#version = :was OR (attribute_not_exists(#version) AND :was = :first)',
      ExpressionAttributeNames: { ...names, '#version': 'version' },
      ExpressionAttributeValues: { ...values, ':next': before.version + 1, ':was': before.version, ':first': 1 },
    },
  };
};

/** Changes a member at the version that was read, with the event of it. An agency always keeps an active administrator. */
export const changeMember = async (
  table: Table,
  tenantId: string,
  before: Member,
  change: MemberChange,
  event: AccessEvent,
  days: number,
): Promise<Member> => {
  const after: Member = { ...before, ...change, version: before.version + 1 };
  if (change.status === 'removed') Object.assign(after, { email: '', mfa: false, invitedAt: undefined, revoked: {} });
  const deposes = isActiveAdmin(before) && !isActiveAdmin(after);
  for (let attempt = 1; ; attempt += 1) {
    const others = deposes ? (await listMembers(table, tenantId)).filter((m) => m.id !== before.id) : [];
    const other = others.find(isActiveAdmin);
    if (deposes && other === undefined) throw lastAdmin();
    const steps: Step[] = [
      updateOf(table, tenantId, before, change),
      { Put: { TableName: table.name, Item: accessItemOf(tenantId, event, days) } },
      ...(other ? [stillAdmin(table, tenantId, other.id)] : []),
    ];
    try {
      await table.document.send(new TransactWriteCommand({ TransactItems: steps }));
      return after;
    } catch (error) {
      const codes = codesOf(error);
      if (codes?.[0] === REFUSED) throw moved();
      if (codes === undefined || attempt === ATTEMPTS) throw error;
    }
  }
};

/**
 * Keeps what was ever set, and no more: a default that changes later still reaches the rest. The event is written with
 * the change, both or none, and kept for as long as holds from now on.
 */
export const changeSettings = async (
  table: Table,
  tenantId: string,
  version: number,
  patch: SettingsPatch,
  event: AccessEvent,
): Promise<Tenant> => {
  const Key = tenantKey(tenantId);
  const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
  const set = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const settings = { ...(Item?.['settings'] as object | undefined), ...set };
  if (Item === undefined) throw settingsMoved();
  const after = toTenant({ ...Item, settings, settingsVersion: version + 1 });
  const update = {
    TableName: table.name,
    Key,
    UpdateExpression: 'SET settings = :settings, settingsVersion = :next',
    ConditionExpression:
      'attribute_exists(pk) AND (settingsVersion = :was OR (attribute_not_exists(settingsVersion) AND :was = :first))',
    ExpressionAttributeValues: { ':settings': settings, ':next': version + 1, ':was': version, ':first': 1 },
  };
  const put = { TableName: table.name, Item: accessItemOf(tenantId, event, after.settings.accessDays) };
  for (let attempt = 1; ; attempt += 1)
    try {
      await table.document.send(new TransactWriteCommand({ TransactItems: [{ Update: update }, { Put: put }] }));
      return after;
    } catch (error) {
      const codes = codesOf(error);
      if (codes?.[0] === REFUSED) throw settingsMoved();
      if (codes === undefined || attempt === ATTEMPTS) throw error;
    }
};

const settingsMoved = () =>
  new Problem('stale', 'Someone changed the settings in the meantime. Look again, then try once more.');
