import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { roles } from '#shared/model/role.ts';
import { SYSTEM_TENANT } from '#shared/model/principal.ts';
import type { Table } from './client.ts';

/** A person of one agency. `revoked` holds the sessions that were ended while their access token still lives. */
const memberItem = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  status: z.enum(['active', 'inactive']),
  revoked: z.record(z.string(), z.number()).default({}),
});
export type Member = z.output<typeof memberItem>;

const tenantItem = z.object({ id: z.string(), name: z.string(), timeZone: z.string() });
export type Tenant = z.output<typeof tenantItem>;

const memberPartition = (tenantId: string) => `${tenantId}#member`;

/** Read consistently: a sign-out or a lost role must hold on the very next request. */
export const getMember = async (table: Table, tenantId: string, id: string): Promise<Member | undefined> => {
  const key = { pk: memberPartition(tenantId), sk: id };
  const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }));
  return Item && memberItem.parse(Item);
};

/** Everyone of an agency, those who left included: their names stay on history. An agency has tens of people, so one page is all. */
export const listMembers = async (table: Table, tenantId: string): Promise<Member[]> => {
  const { Items } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': memberPartition(tenantId) },
    }),
  );
  return (Items ?? []).map((item) => memberItem.parse(item));
};

/** Makes a member, unless there is one with that id already. */
export const putMemberOnce = async (table: Table, tenantId: string, member: Member): Promise<void> => {
  const Item = { pk: memberPartition(tenantId), sk: member.id, entity: 'member', ...member };
  try {
    await table.document.send(
      new PutCommand({ TableName: table.name, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
  }
};

/** Ends a session: its access token is refused from now on. `until` is that token's own end, in epoch seconds. */
export const revokeSession = async (
  table: Table,
  tenantId: string,
  memberId: string,
  sessionId: string,
  until: number,
): Promise<void> => {
  await table.document.send(
    new UpdateCommand({
      TableName: table.name,
      Key: { pk: memberPartition(tenantId), sk: memberId },
      UpdateExpression: 'SET revoked.#session = :until',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#session': sessionId },
      ExpressionAttributeValues: { ':until': until },
    }),
  );
};

export const getTenant = async (table: Table, tenantId: string): Promise<Tenant | undefined> => {
  const key = { pk: `${tenantId}#tenant`, sk: 'tenant' };
  const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key: key }));
  return Item && tenantItem.parse(Item);
};

/** Makes an agency and enters it in the list of tenants, which only the named cross-tenant roles read. */
export const putTenant = async (table: Table, tenant: Tenant): Promise<void> => {
  const put = (Item: Record<string, unknown>) => table.document.send(new PutCommand({ TableName: table.name, Item }));
  await put({ pk: `${tenant.id}#tenant`, sk: 'tenant', entity: 'tenant', ...tenant });
  await put({ pk: `${SYSTEM_TENANT}#tenants`, sk: tenant.id, entity: 'tenantEntry' });
};

export const listTenantIds = async (table: Table): Promise<string[]> => {
  const ids: string[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.document.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `${SYSTEM_TENANT}#tenants` },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    ids.push(...(page.Items ?? []).map((item) => String(item['sk'])));
    from = page.LastEvaluatedKey;
  } while (from);
  return ids;
};
