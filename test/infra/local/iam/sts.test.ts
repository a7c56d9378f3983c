import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalStack } from '#infra/local/index.ts';
import { clientOf, startFixture } from '#test/infra/local/support/stack.ts';
import { assume, tenantKeys, tenantRole } from './tenant.ts';

let stack: LocalStack;
/** Milliseconds that the clock of the endpoint is ahead. */
let ahead = 0;

beforeAll(async () => {
  stack = await startFixture({ now: () => new Date(Date.now() + ahead) });
});
afterAll(() => stack.close());

const read = (credentials: Awaited<ReturnType<typeof tenantKeys>>, clockOffset = 0) =>
  new DynamoDBClient({ ...clientOf(stack), credentials, maxAttempts: 1, systemClockOffset: clockOffset }).send(
    new GetItemCommand({ TableName: stack.plan.tables[0]?.name, Key: { pk: { S: 't1#a' }, sk: { S: '1' } } }),
  );

describe('becoming a role', () => {
  test('is for whom its trust policy names', async () => {
    await expect(assume(stack, 'echo')).resolves.toMatchObject({
      Credentials: { AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/) as string },
    });
    await expect(assume(stack, 'slow')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume(stack, 'slow')).rejects.toThrow(`sts:AssumeRole on resource: ${tenantRole(stack)}`);
  });

  test('needs the tag that the trust policy asks for', async () => {
    await expect(assume(stack, 'echo', { Tags: [] })).rejects.toMatchObject({ name: 'AccessDenied' });
    const otherTag = { Tags: [{ Key: 'other', Value: 't1' }] };
    await expect(assume(stack, 'echo', otherTag)).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('lasts an hour at most from one role to the next', async () => {
    await expect(assume(stack, 'echo', { DurationSeconds: 3601 })).rejects.toThrow('1 hour session limit');
    await expect(assume(stack, 'echo', { DurationSeconds: 60 })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('of another template is refused', async () => {
    const RoleArn = 'arn:aws:iam::000000000000:role/other';
    await expect(assume(stack, 'echo', { RoleArn })).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('shows in who one is', async () => {
    const sts = new STSClient({ ...clientOf(stack), credentials: await tenantKeys(stack) });
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toMatch(/^arn:aws:sts::000000000000:assumed-role\/\S*Tenant\S*\/echo$/);
  });
});

describe('the keys of a role session', () => {
  test('open with their own token only', async () => {
    const keys = await tenantKeys(stack);
    const other = await tenantKeys(stack, 't2');
    await expect(read(keys)).resolves.toBeDefined();
    const { accessKeyId, secretAccessKey, sessionToken } = keys;
    const [content = '', seal = ''] = sessionToken.split('.');
    const widened = Buffer.from(Buffer.from(content, 'base64url').toString().replace('"t1"', '"t2"')).toString(
      'base64url',
    );
    const forgeries = [other.sessionToken, 'made.up', `${widened}.${seal}`, `${content}.`];
    for (const forged of forgeries)
      await expect(read({ ...keys, sessionToken: forged })).rejects.toMatchObject({
        name: 'UnrecognizedClientException',
      });
    const without = { accessKeyId, secretAccessKey } as typeof keys;
    await expect(read(without)).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    const wrongSecret = { ...keys, secretAccessKey: other.secretAccessKey };
    await expect(read(wrongSecret)).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const s3 = new S3Client({
      ...clientOf(stack),
      credentials: { ...keys, sessionToken: other.sessionToken },
      maxAttempts: 1,
    });
    await expect(s3.send(new HeadBucketCommand({ Bucket: stack.plan.buckets[0]?.name }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("do not lend their token to a function's own keys", async () => {
    const { sessionToken } = await tenantKeys(stack);
    await expect(read({ ...stack.credentialsOf('echo'), sessionToken })).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  test('end when they said they would', async () => {
    const keys = await tenantKeys(stack);
    ahead = 3_599_000;
    await expect(read(keys, ahead)).resolves.toBeDefined();
    ahead = 3_601_000;
    await expect(read(keys, ahead)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    ahead = 0;
  });
});
