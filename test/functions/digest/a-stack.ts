import { S3Client } from '@aws-sdk/client-s3';
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { operatorOf } from '#test/functions/session/desk.ts';
import type { TestStack } from '#test/support/stack.ts';

/** The archive of a running stack, as the person at the machine reaches it. */
export const archiveOf = (stack: TestStack) => {
  const bucket = stack.plan.buckets.find(({ lock }) => lock !== undefined)?.name;
  const signer = stack.plan.signingKeys[0]?.arn;
  if (bucket === undefined || signer === undefined) throw new Error('The template has no archive or nothing signs it.');
  const at = { endpoint: stack.endpoint, region: stack.region, credentials: stack.operator };
  return { bucket, signer, at, s3: new S3Client(at) };
};

/** What arrived since then counts as arrived some hours ago: nothing moves the clock of a function that runs. */
export const arrivedHoursAgo = async (stack: TestStack, tenantId: string, hours: number): Promise<void> => {
  const { table } = operatorOf(stack);
  const { Items = [] } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'changes',
      KeyConditionExpression: 'changesPk = :pk AND changesSk > :recent',
      ExpressionAttributeValues: {
        ':pk': `${tenantId}#audit`,
        ':recent': new Date(Date.now() - 3_600_000).toISOString(),
      },
    }),
  );
  for (const { pk, sk, id, arrived } of Items) {
    const before = new Date(Date.parse(String(arrived)) - hours * 3_600_000).toISOString();
    await table.document.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk, sk },
        UpdateExpression: 'SET arrived = :at, list1Pk = :pk, list1Sk = :sk',
        ExpressionAttributeValues: {
          ':at': before,
          ':pk': `${tenantId}#arrived`,
          ':sk': `${before}#${String(id)}#${String(sk)}`,
        },
      }),
    );
  }
};
