import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Change } from '#shared/derive/diff.ts';
import type { ActorRole } from '#shared/model/role.ts';
import type { Table } from './client.ts';

/** What one version of a record changed, by whom, when and why. */
export interface AuditEntry {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly verb: string;
  readonly at: string;
  readonly by: string;
  readonly role: ActorRole;
  readonly source: string;
  readonly requestId: string;
  readonly reason?: string | undefined;
  readonly changes: readonly Change[];
}

/** Written once: a replay of the stream finds the entry there and leaves it. Tells whether this call wrote it. */
export const appendAudit = async (
  table: Table,
  key: { pk: string; sk: string },
  tenantId: string,
  entry: AuditEntry,
): Promise<boolean> => {
  // Also listed by time for the whole agency, in the same index as record changes.
  const index = { changesPk: `${tenantId}#audit`, changesSk: `${entry.at}#${entry.id}#${key.sk}` };
  try {
    await table.document.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...key, ...index, entity: 'audit', ...entry },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
};
