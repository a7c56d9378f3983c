import { BatchGetCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { closing, closingReport } from '#shared/permit/closing.ts';
import { roles } from '#shared/model/role.ts';
import { storedSettings } from '#shared/model/settings.ts';
import { now } from '#functions/lib/aws/clock.ts';
import type { Table } from './client.ts';
import { sessionKey, toSession, type Session } from './session-item.ts';

/**
 * `invited` until the first sign-in with an own password; only `active` comes in; `removed` keeps id, name and role,
 * because they stand on history, and nothing else.
 */
export const memberStatuses = ['invited', 'active', 'inactive', 'removed'] as const;
export type MemberStatus = (typeof memberStatuses)[number];

/** A person of one agency. `revoked` holds the sessions that were ended while their access token still lives. */
const memberItem = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Empty once the person was removed. */
  email: z.string().default(''),
  role: z.enum(roles),
  status: z.enum(memberStatuses),
  version: z.number().default(1),
  invitedAt: z.string().optional(),
  /** Signs in with a code from an authenticator app as well. */
  mfa: z.boolean().default(false),
  revoked: z.record(z.string(), z.number()).default({}),
});
export type Member = z.output<typeof memberItem>;
export type NewMember = Omit<Member, 'version' | 'mfa'>;

const tenantItem = z.object({
  id: z.string(),
  name: z.string(),
  timeZone: z.string(),
  /** Since when nobody of the agency comes in. */
  suspendedAt: z.string().optional(),
  /** Why, in the operator's words. */
  suspendedFor: z.string().optional(),
  createdAt: z.string().optional(),
  /** There from the moment an administrator starts to close the account. */
  closing: closing.optional(),
  /** There once everything is deleted; nothing else is left of the agency then. */
  closed: closingReport.optional(),
  settings: storedSettings,
  settingsVersion: z.number().default(1),
});
export type Tenant = z.output<typeof tenantItem>;
export type NewTenant = Pick<Tenant, 'id' | 'name' | 'timeZone' | 'createdAt'>;

/** Deletion has begun or is done: for its people the agency is not there any more. */
export const isGone = ({ closing, closed }: Pick<Tenant, 'closing' | 'closed'>): boolean =>
  closing?.deletion !== undefined || closed !== undefined;

export const memberPartition = (tenantId: string) => `${tenantId}#member`;
export const tenantKey = (tenantId: string) => ({ pk: `${tenantId}#tenant`, sk: 'tenant' });
export const toMember = (item: unknown): Member => memberItem.parse(item);
export const toTenant = (item: unknown): Tenant => tenantItem.parse(item);

/** Read consistently: a sign-out or a lost role must hold on the very next request. */
export const getMember = async (table: Table, tenantId: string, id: string): Promise<Member | undefined> => {
  const key = { pk: memberPartition(tenantId), sk: id };
  const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }));
  return Item && memberItem.parse(Item);
};

export interface Standing {
  readonly member?: Member;
  readonly tenant?: Tenant;
  readonly session?: Session;
}

/** The member, the agency and, where one is named, the session in one round trip, all consistent: every request begins with this. */
export const memberWithTenant = async (
  table: Table,
  tenantId: string,
  id: string,
  sessionId?: string,
): Promise<Standing> => {
  const Keys = [
    { pk: memberPartition(tenantId), sk: id },
    tenantKey(tenantId),
    ...(sessionId === undefined ? [] : [sessionKey(tenantId, id, sessionId)]),
  ];
  const { Responses, UnprocessedKeys } = await table.document.send(
    new BatchGetCommand({ RequestItems: { [table.name]: { Keys, ConsistentRead: true } } }),
  );
  if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Error('The table did not answer for all keys.');
  const items = Responses?.[table.name] ?? [];
  const [member, tenant, session] = ['member', 'tenant', 'session'].map((entity) =>
    items.find((item) => item['entity'] === entity),
  );
  return {
    ...(member && { member: toMember(member) }),
    ...(tenant && { tenant: toTenant(tenant) }),
    ...(session && { session: toSession(session) }),
  };
};

/** Everyone of an agency, those who left included: their names stay on history. An agency has tens of people, so one page is all. */
export const listMembers = async (table: Table, tenantId: string): Promise<Member[]> => {
  const { Items } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': memberPartition(tenantId) },
      ConsistentRead: true,
    }),
  );
  return (Items ?? []).map((item) => memberItem.parse(item));
};

/** Makes a member, unless there is one with that id already. */
export const putMemberOnce = async (table: Table, tenantId: string, member: NewMember): Promise<void> => {
  const Item = { pk: memberPartition(tenantId), sk: member.id, entity: 'member', version: 1, ...member };
  try {
    await table.document.send(
      new PutCommand({ TableName: table.name, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
    );
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
};

const isConditionFailed = (error: unknown) =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

/** The first sign-in accepts the invitation. Whoever is not invited, for instance deactivated meanwhile, stays as they are. */
export const activateMember = async (table: Table, tenantId: string, id: string): Promise<void> => {
  try {
    await table.document.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk: memberPartition(tenantId), sk: id },
        UpdateExpression: 'SET #status = :active, version = if_not_exists(version, :one) + :one',
        ConditionExpression: '#status = :invited',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':active': 'active', ':invited': 'invited', ':one': 1 },
      }),
    );
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
};

/** Sessions whose access tokens are over by themselves, at most a few of them at once: an item would grow with each sign-out. */
const overIn = async (table: Table, tenantId: string, memberId: string): Promise<string[]> => {
  const member = await getMember(table, tenantId, memberId);
  const at = Date.parse(now()) / 1000;
  return Object.entries(member?.revoked ?? {})
    .flatMap(([session, until]) => (until < at ? [session] : []))
    .slice(0, MOST_FORGOTTEN);
};
const MOST_FORGOTTEN = 50;

/** Ends a session: its access token is refused from now on. `until` is that token's own end, in epoch seconds. */
export const revokeSession = async (
  table: Table,
  tenantId: string,
  memberId: string,
  sessionId: string,
  until: number,
): Promise<void> => {
  const over = (await overIn(table, tenantId, memberId)).filter((session) => session !== sessionId);
  const forgotten = over.map((_session, n) => `revoked.#over${n}`).join(', ');
  await table.document.send(
    new UpdateCommand({
      TableName: table.name,
      Key: { pk: memberPartition(tenantId), sk: memberId },
      UpdateExpression: `SET revoked.#session = :until${forgotten && ` REMOVE ${forgotten}`}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: {
        '#session': sessionId,
        ...Object.fromEntries(over.map((session, n) => [`#over${n}`, session])),
      },
      ExpressionAttributeValues: { ':until': until },
    }),
  );
};

export const getTenant = async (table: Table, tenantId: string): Promise<Tenant | undefined> => {
  const { Item } = await table.document.send(
    new GetCommand({ TableName: table.name, Key: tenantKey(tenantId), ConsistentRead: true }),
  );
  return Item && toTenant(Item);
};
