import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Closing } from '#shared/permit/closing.ts';
import { accessItemOf, type AccessEvent } from './access-events.ts';
import type { Table } from './client.ts';
import { tenantKey } from './members.ts';
import { retentionKey } from './retention.ts';

type Steps = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** All or nothing; false when something is no longer as it was looked at. */
const transact = async (table: Table, steps: Steps): Promise<boolean> => {
  try {
    await table.document.send(new TransactWriteCommand({ TransactItems: steps }));
    return true;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') throw error;
    const reasons = (error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? [];
    if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return false;
    throw error;
  }
};

/** An agency that closes its account, or changes its mind. Each step is written with the event of it. */
export const closingStore = (table: Table, tenantId: string) => {
  const at = { TableName: table.name, Key: tenantKey(tenantId) };
  const eventPut = (event: AccessEvent, days: number) => ({
    Put: { TableName: table.name, Item: accessItemOf(tenantId, event, days) },
  });
  return {
    /** Under the condition that the legal holds are those that were looked at: one that comes at the same moment wins. */
    start: (closing: Closing, policyVersion: number, event: AccessEvent, days: number): Promise<boolean> =>
      transact(table, [
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
        eventPut(event, days),
      ]),
    /** Until deletion has begun. False when it has, or when this closing is not under way any more. */
    cancel: ({ startedAt }: Closing, event: AccessEvent, days: number): Promise<boolean> =>
      transact(table, [
        {
          Update: {
            ...at,
            UpdateExpression: 'REMOVE closing',
            ConditionExpression: 'closing.startedAt = :startedAt AND attribute_not_exists(closing.deletion)',
            ExpressionAttributeValues: { ':startedAt': startedAt },
          },
        },
        eventPut(event, days),
      ]),
  };
};
