import type { Closing } from '#shared/permit/closing.ts';
import type { AccessEvent } from './access-events.ts';
import type { Table } from './client.ts';
import { tenantKey } from './members.ts';
import { retentionKey } from './retention.ts';
import { allOrNothing, eventPut } from './transaction.ts';

/** An agency that closes its account, or changes its mind. Each step is written with the event of it. */
export const closingStore = (table: Table, tenantId: string) => {
  const at = { TableName: table.name, Key: tenantKey(tenantId) };
  return {
    /** Under the condition that the legal holds are those that were looked at: one that comes at the same moment wins. */
    start: (closing: Closing, policyVersion: number, event: AccessEvent, days: number): Promise<boolean> =>
      allOrNothing(table, [
        {
          Update: {
            ...at,
            UpdateExpression: 'SET closing = :closing',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(closing)',
            ExpressionAttributeValues: { ':closing': closing },
          },
        },
        {
          ConditionCheck: {
            TableName: table.name,
            Key: retentionKey(tenantId),
            ConditionExpression: '#version = :was OR (attribute_not_exists(pk) AND :was = :first)',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':was': policyVersion, ':first': 1 },
          },
        },
        eventPut(table, tenantId, event, days),
      ]),
    /** Until deletion has begun. False when it has, or when this closing is not under way any more. */
    cancel: ({ startedAt }: Closing, event: AccessEvent, days: number): Promise<boolean> =>
      allOrNothing(table, [
        {
          Update: {
            ...at,
            UpdateExpression: 'REMOVE closing',
            ConditionExpression: 'closing.startedAt = :startedAt AND attribute_not_exists(closing.deletion)',
            ExpressionAttributeValues: { ':startedAt': startedAt },
          },
        },
        eventPut(table, tenantId, event, days),
      ]),
  };
};
