import { PutCommand, QueryCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './client.ts';
import { revokeSession } from './members.ts';
import { sessionKey, sessionPartition, toSession, type Session } from './session-item.ts';

/** How long an access token lives, in seconds; the user pool client says the same. */
const ACCESS_SECONDS = 900;
/** A session is over within a day at most; a week shows where somebody was signed in. */
const KEPT_SECONDS = 7 * 86_400;

const seconds = (at: string) => Math.floor(Date.parse(at) / 1000);

const startSession = async (table: Table, tenantId: string, session: Session): Promise<void> => {
  const Item = {
    ...sessionKey(tenantId, session.memberId, session.id),
    entity: 'session',
    ...session,
    expiresAt: seconds(session.startedAt) + KEPT_SECONDS,
  };
  await table.document.send(new PutCommand({ TableName: table.name, Item }));
};

const getSession = async (table: Table, tenantId: string, memberId: string, id: string) => {
  const Key = sessionKey(tenantId, memberId, id);
  const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
  return Item && toSession(Item);
};

/** False when the session was ended, or was never there. */
const setOnOpen = async (
  table: Table,
  tenantId: string,
  memberId: string,
  id: string,
  field: 'lastSeenAt' | 'endedAt' | 'provenAt',
  at: string,
): Promise<boolean> => {
  try {
    await table.document.send(
      new UpdateCommand({
        TableName: table.name,
        Key: sessionKey(tenantId, memberId, id),
        UpdateExpression: `SET ${field} = :at`,
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(endedAt)',
        ExpressionAttributeValues: { ':at': at },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
};

/** Newest first, those that ended in the last week included. A person has a handful, so one page is all. */
const listSessions = async (table: Table, tenantId: string, memberId: string): Promise<Session[]> => {
  const { Items } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': sessionPartition(tenantId, memberId) },
      ConsistentRead: true,
    }),
  );
  return (Items ?? []).map(toSession).toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
};

/** Two writes: tokens are refused from the first on, and the session cannot be renewed from the second on. */
const endSession = async (
  table: Table,
  tenantId: string,
  memberId: string,
  id: string,
  at: string,
): Promise<boolean> => {
  const known = await getSession(table, tenantId, memberId, id);
  if (known === undefined || known.endedAt !== undefined) return false;
  await revokeSession(table, tenantId, memberId, id, seconds(at) + ACCESS_SECONDS);
  return setOnOpen(table, tenantId, memberId, id, 'endedAt', at);
};

const openSessions = async (table: Table, tenantId: string, memberId: string): Promise<Session[]> =>
  (await listSessions(table, tenantId, memberId)).filter(({ endedAt }) => endedAt === undefined);

/** Nothing is left of where and with what a person was signed in; TTL takes the empty items away. */
const forgetSessions = async (table: Table, tenantId: string, memberId: string, at: string): Promise<void> => {
  for (const { id } of await listSessions(table, tenantId, memberId))
    await table.document.send(
      new UpdateCommand({
        TableName: table.name,
        Key: sessionKey(tenantId, memberId, id),
        UpdateExpression:
          'SET endedAt = if_not_exists(endedAt, :at), #address = :none, #agent = :none, expiresAt = :now',
        ExpressionAttributeNames: { '#address': 'address', '#agent': 'agent' },
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':at': at, ':none': '', ':now': seconds(at) },
      }),
    );
};

export const sessionStore = (table: Table, tenantId: string) => ({
  start: (session: Session) => startSession(table, tenantId, session),
  get: (memberId: string, id: string) => getSession(table, tenantId, memberId, id),
  list: (memberId: string) => listSessions(table, tenantId, memberId),
  /** The session goes on; false when it was ended meanwhile. */
  touch: (memberId: string, id: string, at: string) => setOnOpen(table, tenantId, memberId, id, 'lastSeenAt', at),
  /** The person gave their password again; false when the session was ended meanwhile. */
  prove: (memberId: string, id: string, at: string) => setOnOpen(table, tenantId, memberId, id, 'provenAt', at),
  /** Its access token is refused from the next request on, and it is not renewed again. False when it was over. */
  end: (memberId: string, id: string, at: string) => endSession(table, tenantId, memberId, id, at),
  /** Every open session of a person; answers how many there were. */
  endAll: async (memberId: string, at: string): Promise<number> => {
    const open = await openSessions(table, tenantId, memberId);
    for (const { id } of open) await endSession(table, tenantId, memberId, id, at);
    return open.length;
  },
  /** Of somebody who was removed: ends every session, and keeps no address and no browser of them. */
  forget: (memberId: string, at: string) => forgetSessions(table, tenantId, memberId, at),
  /** Every open session of a person but the one in use. */
  endOthers: async (memberId: string, kept: string, at: string): Promise<void> => {
    for (const { id } of await openSessions(table, tenantId, memberId))
      if (id !== kept) await endSession(table, tenantId, memberId, id, at);
  },
});
