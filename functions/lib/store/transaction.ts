import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { accessItemOf, type AccessEvent } from './access-events.ts';
import type { Table } from './client.ts';

type Steps = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** Two transactions on one item at the same moment: one of them is turned away, and may come again. */
const ATTEMPTS = 6;

/** All or nothing; false when something is no longer as it was looked at. Throws when it failed otherwise. */
export const allOrNothing = async (table: Table, steps: Steps): Promise<boolean> => {
  for (let attempt = 1; ; attempt += 1)
    try {
      await table.document.send(new TransactWriteCommand({ TransactItems: steps }));
      return true;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') throw error;
      const reasons = (error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? [];
      if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return false;
      if (attempt === ATTEMPTS || !reasons.some(({ Code }) => Code === 'TransactionConflict')) throw error;
    }
};

/** The access event that is written with what it tells of. */
export const eventPut = (table: Table, tenantId: string, event: AccessEvent, days?: number) => ({
  Put: { TableName: table.name, Item: accessItemOf(tenantId, event, days) },
});
