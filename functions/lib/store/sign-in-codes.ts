import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Table } from './client.ts';
import { memberPartition } from './members.ts';

type Change = Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>;

/**
 * Whether a member signs in with codes, and the digests of the recovery codes that stand in for a lost device. The
 * digests are a set on the member's own item, so that taking one out is one conditional write: no code works twice.
 */
export const signInCodes = (table: Table, tenantId: string) => {
  const change = async (id: string, how: Change): Promise<boolean> => {
    const Key = { pk: memberPartition(tenantId), sk: id };
    try {
      await table.document.send(new UpdateCommand({ TableName: table.name, Key, ...how }));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  };
  return {
    /** On, with new recovery codes in place of any that were there. */
    switchOn: (id: string, digests: readonly string[]) =>
      change(id, {
        UpdateExpression: 'SET mfa = :on, recovery = :digests',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':on': true, ':digests': new Set(digests) },
      }),
    switchOff: (id: string) =>
      change(id, {
        UpdateExpression: 'SET mfa = :off REMOVE recovery',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':off': false },
      }),
    /** True for the one call that finds the code unused. */
    useRecovery: (id: string, digest: string) =>
      change(id, {
        UpdateExpression: 'DELETE recovery :used',
        ConditionExpression: 'contains(recovery, :digest)',
        ExpressionAttributeValues: { ':used': new Set([digest]), ':digest': digest },
      }),
  };
};
