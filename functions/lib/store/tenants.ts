import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { SYSTEM_TENANT } from '#shared/model/principal.ts';
import type { AccessEvent } from './access-events.ts';
import type { Table } from './client.ts';
import { tenantKey, toTenant, type NewTenant, type Tenant } from './members.ts';
import { allOrNothing, eventPut } from './transaction.ts';

const tenantsPartition = `${SYSTEM_TENANT}#tenants`;

/**
 * Makes an agency, unless it is there, and enters it in the list of tenants, which only the named cross-tenant roles
 * and the operator read. What an agency has set since stays.
 */
export const putTenantOnce = (table: Table, tenant: NewTenant, event?: AccessEvent): Promise<boolean> => {
  const entry = { pk: tenantsPartition, sk: tenant.id, entity: 'tenantEntry' };
  const Item = { ...tenantKey(tenant.id), entity: 'tenant', ...tenant };
  return allOrNothing(table, [
    { Put: { TableName: table.name, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
    { Put: { TableName: table.name, Item: entry } },
    ...(event ? [eventPut(table, tenant.id, event)] : []),
  ]);
};

export interface Suspension {
  readonly suspendedAt: string;
  readonly suspendedFor: string;
}

/** Closes an agency, or opens it again, with the event of it. False when it is closed or open already. */
export const putSuspension = (
  table: Table,
  tenantId: string,
  suspension: Suspension | undefined,
  event: AccessEvent,
  days: number,
): Promise<boolean> => {
  const at = { TableName: table.name, Key: tenantKey(tenantId) };
  const close = {
    ...at,
    UpdateExpression: 'SET suspendedAt = :at, suspendedFor = :for',
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(suspendedAt)',
    ExpressionAttributeValues: { ':at': suspension?.suspendedAt, ':for': suspension?.suspendedFor },
  };
  const open = {
    ...at,
    UpdateExpression: 'REMOVE suspendedAt, suspendedFor',
    ConditionExpression: 'attribute_exists(suspendedAt)',
  };
  return allOrNothing(table, [{ Update: suspension ? close : open }, eventPut(table, tenantId, event, days)]);
};

export interface TenantsPage {
  readonly items: readonly Tenant[];
  /** The id to go on after; absent on the last page. */
  readonly next?: string;
}

/** The agencies in the order of their ids, which tells nothing: ids are random. At most 100 at a time. */
export const listTenants = async (table: Table, limit: number, after?: string): Promise<TenantsPage> => {
  const { Items = [], LastEvaluatedKey: last } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': tenantsPartition },
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: tenantsPartition, sk: after } }),
    }),
  );
  const ids = Items.map((item) => String(item['sk']));
  const found = await tenantsOf(table, ids);
  return {
    items: ids.flatMap((id) => found.get(id) ?? []),
    ...(last === undefined ? {} : { next: String(last['sk']) }),
  };
};

const tenantsOf = async (table: Table, ids: readonly string[]): Promise<ReadonlyMap<string, Tenant>> => {
  if (ids.length === 0) return new Map();
  const { Responses, UnprocessedKeys } = await table.document.send(
    new BatchGetCommand({ RequestItems: { [table.name]: { Keys: ids.map(tenantKey) } } }),
  );
  if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Error('The table did not answer for all keys.');
  return new Map((Responses?.[table.name] ?? []).map(toTenant).map((tenant) => [tenant.id, tenant]));
};

export const listTenantIds = async (table: Table): Promise<string[]> => {
  const ids: string[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.document.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': tenantsPartition },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    ids.push(...(page.Items ?? []).map((item) => String(item['sk'])));
    from = page.LastEvaluatedKey;
  } while (from);
  return ids;
};

export async function* everyTenant(table: Table): AsyncGenerator<Tenant> {
  let after: string | undefined;
  do {
    const { items, next }: TenantsPage = await listTenants(table, 100, after);
    yield* items;
    after = next;
  } while (after !== undefined);
}
