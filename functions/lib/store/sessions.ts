import { PutCommand, QueryCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Table } from './client.ts';
import { revokeSession } from './members.ts';

const sessionItem = z.object({
  id: z.string(),
  memberId: z.string(),
  startedAt: z.string(),
  /** Written when tokens are renewed, and so up to fifteen minutes behind. */
  lastSeenAt: z.string(),
  address: z.string(),
  agent: z.string(),
  endedAt: z.string().optional(),
});
/** One sign-in on one device, with all that was renewed from it. Its id is the `origin_jti` of its tokens. */
export type Session = z.output<typeof sessionItem>;

/** How long an access token lives, in seconds; the user pool client says the same. */
const ACCESS_SECONDS = 900;
/** A session is over within a day at most; a week shows where somebody was signed in. */
const KEPT_SECONDS = 7 * 86_400;

const seconds = (at: string) => Math.floor(Date.parse(at) / 1000);
const partition = (tenantId: string, memberId: string) => `${tenantId}#session#${memberId}`;

const startSession = async (table: Table, tenantId: string, session: Session): Promise<void> => {
  const Item = {
    pk: partition(tenantId, session.memberId),
    sk: session.id,
    entity: 'session',
    ...session,
    expiresAt: seconds(session.startedAt) + KEPT_SECONDS,
  };
  await table.document.send(new PutCommand({ TableName: table.name, Item }));
};

const getSession = async (table: Table, tenantId: string, memberId: string, id: string) => {
  const Key = { pk: partition(tenantId, memberId), sk: id };
  const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
  return Item && sessionItem.parse(Item);
};

/** False when the session was ended, or was never there. */
const setOnOpen = async (
  table: Table,
  tenantId: string,
  memberId: string,
  id: string,
  field: 'lastSeenAt' | 'endedAt',
  at: string,
): Promise<boolean> => {
  try {
    await table.document.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk: partition(tenantId, memberId), sk: id },
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
      ExpressionAttributeValues: { ':pk': partition(tenantId, memberId) },
      ConsistentRead: true,
    }),
  );
  return (Items ?? [])
    .map((item) => sessionItem.parse(item))
    .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
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

export const sessionStore = (table: Table, tenantId: string) => ({
  start: (session: Session) => startSession(table, tenantId, session),
  get: (memberId: string, id: string) => getSession(table, tenantId, memberId, id),
  list: (memberId: string) => listSessions(table, tenantId, memberId),
  /** The session goes on; false when it was ended meanwhile. */
  touch: (memberId: string, id: string, at: string) => setOnOpen(table, tenantId, memberId, id, 'lastSeenAt', at),
  /** Its access token is refused from the next request on, and it is not renewed again. False when it was over. */
  end: (memberId: string, id: string, at: string) => endSession(table, tenantId, memberId, id, at),
  /** Every open session of a person; answers how many there were. */
  endAll: async (memberId: string, at: string): Promise<number> => {
    const open = (await listSessions(table, tenantId, memberId)).filter(({ endedAt }) => endedAt === undefined);
    for (const { id } of open) await endSession(table, tenantId, memberId, id, at);
    return open.length;
  },
});
