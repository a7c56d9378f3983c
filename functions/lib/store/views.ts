import { accessPartition, type AccessEvent } from './access-events.ts';
import type { Table } from './client.ts';
import { allOrNothing, eventPut } from './transaction.ts';

/** Milliseconds for which one event stands for all views of the same file in the same session. */
const ONE_VIEW_MS = 60 * 60_000;

export interface View {
  readonly memberId: string;
  readonly sessionId: string;
  readonly fileId: string;
}

/**
 * Writes that a file was viewed, unless that was written within the hour for the same person, file and session. With
 * the event goes a mark in the same partition, behind all moments, so that no list of events comes upon it.
 */
export const putView = async (
  table: Table,
  tenantId: string,
  { memberId, sessionId, fileId }: View,
  event: AccessEvent,
  days: number,
): Promise<void> => {
  const key = { pk: accessPartition(tenantId), sk: `viewed#${memberId}#${sessionId}#${fileId}` };
  const at = Date.parse(event.at);
  const mark = {
    TableName: table.name,
    Item: { ...key, entity: 'access', at: event.at, expiresAt: Math.ceil((at + ONE_VIEW_MS) / 1000) },
    ConditionExpression: 'attribute_not_exists(pk) OR #at <= :before',
    ExpressionAttributeNames: { '#at': 'at' },
    ExpressionAttributeValues: { ':before': new Date(at - ONE_VIEW_MS).toISOString() },
  };
  await allOrNothing(table, [{ Put: mark }, eventPut(table, tenantId, event, days)]);
};
