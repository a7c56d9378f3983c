import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetItemCommand, PutItemCommand, QueryCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalStack } from '#infra/local/index.ts';
import { clientOf, startFixture } from '#test/infra/local/support/stack.ts';

let stack: LocalStack;
let dynamo: DynamoDBClient;
let s3: S3Client;
let lambda: LambdaClient;
let table = '';
let bucket = '';

beforeAll(async () => {
  stack = await startFixture();
  table = stack.plan.tables[0]?.name ?? '';
  bucket = stack.plan.buckets[0]?.name ?? '';
  dynamo = new DynamoDBClient(clientOf(stack));
  s3 = new S3Client(clientOf(stack));
  lambda = new LambdaClient(clientOf(stack));
});
afterAll(() => stack.close());

/** Events that the `seen` function was given, read from the table it writes them to. */
async function seen(): Promise<unknown[]> {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'seen' } },
    }),
  );
  return Items.map((item) => JSON.parse(item['event']?.S ?? '') as unknown);
}

test('a write of a record reaches the function behind the stream, any other write does not', async () => {
  const put = (pk: string, entity: string) =>
    dynamo.send(
      new PutItemCommand({ TableName: table, Item: { pk: { S: pk }, sk: { S: '1' }, entity: { S: entity } } }),
    );
  await put('r', 'record');
  await put('n', 'note');
  await stack.idle();
  const records = (await seen()).flatMap((event) => (event as { Records?: unknown[] }).Records ?? []);
  expect(records).toHaveLength(1);
  expect(records[0]).toMatchObject({
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    dynamodb: { Keys: { pk: { S: 'r' } } },
  });
});

test('an upload by a signed address reaches the function of the rule', async () => {
  const address = await getSignedUrl(
    new S3Client({ ...clientOf(stack), requestChecksumCalculation: 'WHEN_REQUIRED' }),
    new PutObjectCommand({ Bucket: bucket, Key: 'a/b.txt' }),
  );
  expect((await fetch(address, { method: 'PUT', body: 'hello' })).status).toBe(200);
  await stack.idle();
  const [event] = (await seen()).filter((one) => (one as { source?: string }).source === 'aws.s3');
  expect(event).toMatchObject({
    'detail-type': 'Object Created',
    detail: { bucket: { name: bucket }, object: { key: 'a/b.txt', size: 5 } },
  });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'a/b.txt' }));
  expect(await Body?.transformToString()).toBe('hello');
});

test('a fired schedule reaches its function', async () => {
  const before = (await seen()).length;
  stack.fire('sweep');
  await stack.idle();
  expect((await seen()).length).toBe(before + 1);
  expect(() => stack.fire('nothing')).toThrow('There is no schedule nothing. There are: sweep.');
});

test('Lambda answers a waiting caller, and takes an event for later', async () => {
  const name = stack.plan.functions.find(({ shortName }) => shortName === 'flaky')?.name;
  const Payload = JSON.stringify({ succeedAt: 1 });
  const waited = await lambda.send(new InvokeCommand({ FunctionName: name, Payload }));
  expect(JSON.parse(waited.Payload?.transformToString() ?? '')).toEqual({ attempts: 1 });
  const later = await lambda.send(new InvokeCommand({ FunctionName: name, Payload, InvocationType: 'Event' }));
  expect(later.StatusCode).toBe(202);
  await stack.idle();
});

test('a failing function is an answer with FunctionError, as on Lambda', async () => {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: 'echo', Payload: '{"ask":{"fail":true}}' }));
  expect(answer.FunctionError).toBe('Unhandled');
  expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({
    errorType: 'Error',
    errorMessage: 'asked to fail',
  });
});

test('a request over 6 MB is refused, an event over 1 MB too', async () => {
  const Payload = JSON.stringify('x'.repeat(6_300_000));
  await expect(lambda.send(new InvokeCommand({ FunctionName: 'echo', Payload }))).rejects.toThrow('RequestResponse');
  const event = {
    FunctionName: 'echo',
    InvocationType: 'Event' as const,
    Payload: JSON.stringify('x'.repeat(1_100_000)),
  };
  await expect(lambda.send(new InvokeCommand(event))).rejects.toMatchObject({ name: 'RequestTooLargeException' });
});

test('an unknown key and a wrong secret are refused by each service in its own words', async () => {
  const get = new GetItemCommand({ TableName: table, Key: { pk: { S: 'x' }, sk: { S: 'x' } } });
  const as = (accessKeyId: string) => ({ ...clientOf(stack), credentials: { accessKeyId, secretAccessKey: 'wrong' } });
  const { accessKeyId } = stack.operator;
  await expect(new DynamoDBClient(as('AKIAUNKNOWN')).send(get)).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
  await expect(new DynamoDBClient(as(accessKeyId)).send(get)).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  });
  const head = new GetObjectCommand({ Bucket: bucket, Key: 'a/b.txt' });
  await expect(new S3Client(as(accessKeyId)).send(head)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
});

test('the policies have a say before a call is answered', async () => {
  const get = new GetItemCommand({ TableName: table, Key: { pk: { S: 'x' }, sk: { S: 'x' } } });
  await expect(new DynamoDBClient(clientOf(stack, 'slow')).send(get)).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  await expect(new DynamoDBClient(clientOf(stack, 'echo')).send(get)).resolves.toBeDefined();
  await expect(new DynamoDBClient(clientOf(stack)).send(get)).resolves.toBeDefined();
});

test.each(['endpoint', 'url'] as const)('a foreign name in Host is refused (%s)', async (which) => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    request(stack[which], { headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(403);
});
