import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalStack } from '#infra/local/index.ts';
import { clientOf, startFixture } from '#test/infra/local/support/stack.ts';
import { tenantKeys } from './tenant.ts';

let stack: LocalStack;
let own: DynamoDBClient;
let files: S3Client;
let TableName = '';
let Bucket = '';

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: '1' } });
const denied = { name: 'AccessDeniedException' };

beforeAll(async () => {
  stack = await startFixture();
  TableName = stack.plan.tables[0]?.name ?? '';
  Bucket = stack.plan.buckets[0]?.name ?? '';
  const session = { ...clientOf(stack), credentials: await tenantKeys(stack), maxAttempts: 1 };
  own = new DynamoDBClient(session);
  files = new S3Client({ ...session, requestChecksumCalculation: 'WHEN_REQUIRED' });
  const operator = new DynamoDBClient(clientOf(stack));
  for (const tenant of ['t1', 't2', 't12'])
    await operator.send(
      new PutItemCommand({
        TableName,
        Item: { ...key(`${tenant}#rec`), changesPk: { S: `${tenant}#rec` }, changesSk: { S: '1' } },
      }),
    );
});
afterAll(() => stack.close());

const query = (pk: string, IndexName?: string) =>
  own.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: '#pk = :pk and begins_with(#sk, :sk)',
      ExpressionAttributeNames: { '#pk': IndexName ? 'changesPk' : 'pk', '#sk': IndexName ? 'changesSk' : 'sk' },
      ExpressionAttributeValues: { ':pk': { S: pk }, ':sk': { S: '1' } },
      ...(IndexName && { IndexName }),
    }),
  );

describe('a session tagged with one tenant', () => {
  test('reads and writes its own keys: item, batch, transaction, query, index', async () => {
    const Keys = [key('t1#rec')];
    expect((await own.send(new GetItemCommand({ TableName, Key: key('t1#rec') }))).Item).toBeDefined();
    await own.send(new PutItemCommand({ TableName, Item: key('t1#new') }));
    const got = await own.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
    expect(got.Responses?.[TableName]).toHaveLength(1);
    const put = { PutRequest: { Item: key('t1#other') } };
    await own.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [put] } }));
    await own.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: key('t1#rec') } }] }));
    await own.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: key('t1#in') } }] }));
    expect((await query('t1#rec')).Count).toBe(1);
    expect((await query('t1#rec', 'changes')).Count).toBe(1);
  });

  test.each(['t2#rec', 't12#rec', '*#rec', 't1'])('is refused the key %s', async (pk) => {
    await expect(own.send(new GetItemCommand({ TableName, Key: key(pk) }))).rejects.toMatchObject(denied);
    await expect(query(pk)).rejects.toMatchObject(denied);
    await expect(query(pk, 'changes')).rejects.toMatchObject(denied);
  });

  test('is refused a batch or a transaction with one foreign key among its own', async () => {
    const Keys = [key('t1#rec'), key('t2#rec')];
    const writes = Keys.map((Item) => ({ PutRequest: { Item } }));
    const all: Promise<unknown>[] = [
      own.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } })),
      own.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: writes } })),
      own.send(new TransactGetItemsCommand({ TransactItems: Keys.map((Key) => ({ Get: { TableName, Key } })) })),
      own.send(new TransactWriteItemsCommand({ TransactItems: Keys.map((Item) => ({ Put: { TableName, Item } })) })),
    ];
    for (const answer of await Promise.allSettled(all))
      expect(answer).toMatchObject({ status: 'rejected', reason: denied });
  });

  test('is refused what the role does not name, inside a transaction too', async () => {
    const update = {
      TableName,
      Key: key('t1#rec'),
      UpdateExpression: 'set a = :a',
      ExpressionAttributeValues: { ':a': { S: 'a' } },
    };
    await expect(own.send(new UpdateItemCommand(update))).rejects.toMatchObject(denied);
    const transaction = new TransactWriteItemsCommand({ TransactItems: [{ Update: update }] });
    await expect(own.send(transaction)).rejects.toThrow('dynamodb:UpdateItem');
  });

  test('is refused Scan and PartiQL, which name no key', async () => {
    await expect(own.send(new ScanCommand({ TableName }))).rejects.toMatchObject(denied);
    const Statement = `select * from "${TableName}" where pk = 't1#rec'`;
    await expect(own.send(new ExecuteStatementCommand({ Statement }))).rejects.toMatchObject(denied);
  });

  test('has its own files only, through a signed address too', async () => {
    await files.send(new PutObjectCommand({ Bucket, Key: 't1/a', Body: 'a' }));
    const foreign = { Bucket, Key: 't2/a' };
    await expect(files.send(new PutObjectCommand({ ...foreign, Body: 'a' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    const address = (Key: string) => getSignedUrl(files, new GetObjectCommand({ Bucket, Key }));
    expect((await fetch(await address('t1/a'))).status).toBe(200);
    expect((await fetch(await address('t2/a'))).status).toBe(403);
  });

  test('is told which role, action, resource and condition stood in the way, and the console says it too', async () => {
    const foreign = own.send(new GetItemCommand({ TableName, Key: key('t2#secret') }));
    await expect(foreign).rejects.toThrow(
      /^User: arn:aws:sts::000000000000:assumed-role\/\S*Tenant\S*\/echo is not authorized to perform: dynamodb:GetItem on resource: \S+ because no identity-based policy allows the dynamodb:GetItem action\. Statement OwnItems of \S+ covers it, but its condition .+ does not hold for: .*dynamodb:LeadingKeys = \["t2#secret"\]/,
    );
    expect(stack.denials().at(-1)).toMatchObject({ action: 'dynamodb:GetItem' });
    expect(await (await fetch(`${stack.url}/_local/denials`)).text()).toContain('t2#secret');
  });
});

test('each right that a call made use of is on record, with the statement that gave it', () => {
  const used = stack.usedPermissions().filter(({ role }) => role.includes('Tenant'));
  expect(used).toContainEqual(expect.objectContaining({ statement: 'OwnItems', action: 'dynamodb:BatchGetItem' }));
  expect(used).toContainEqual(expect.objectContaining({ statement: 'OwnFiles', action: 's3:PutObject' }));
  expect(used.map(({ action }) => action)).not.toContain('dynamodb:Scan');
  const places = (one: string) => used.filter(({ action }) => action === one).map(({ resource }) => resource);
  const table = stack.plan.tables[0]?.arn ?? '';
  expect(places('dynamodb:Query').sort()).toEqual([table, `${table}/index/*`]);
  expect(places('dynamodb:PutItem')).toEqual([table]);
});
