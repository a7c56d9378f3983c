import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient, type Tag } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBucket, placeIn, presignUpload } from '#functions/lib/aws/objects.ts';
import type { CredentialsFor } from '#functions/lib/aws/tenant-credentials.ts';
import { becomeFunction, tenantRoleOf } from '#test/support/as-function.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';

const [own, foreign] = [fernwick.id, marlow.id];

let stack: TestStack;
let TableName: string;
let credentialsFor: CredentialsFor;
/** DynamoDB with Fernwick's credentials, as the imports function gets them: the widest there are. */
let database: DynamoDBClient;

beforeAll(async () => {
  stack = await startStack();
  TableName = stack.plan.tables[0]?.name ?? '';
  credentialsFor = becomeFunction(stack, 'imports');
  database = new DynamoDBClient({ credentials: () => credentialsFor(own) });
});
afterAll(() => stack.close());

const key = (tenantId: string): Record<string, AttributeValue> => ({
  pk: { S: `${tenantId}#rec#site` },
  sk: { S: '0199b000-0000-7000-8000-000000000001' },
});
const query = (tenantId: string, index?: string) =>
  new QueryCommand({
    TableName,
    ...(index === undefined ? {} : { IndexName: index }),
    KeyConditionExpression: '#pk = :pk',
    ExpressionAttributeNames: { '#pk': index === undefined ? 'pk' : `${index}Pk` },
    ExpressionAttributeValues: { ':pk': { S: `${tenantId}#rec#site` } },
  });
const batch = (...tenants: readonly string[]) =>
  new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: tenants.map(key) } } });
const refused = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ name: 'AccessDeniedException' });

describe("with one agency's credentials, the table", () => {
  it('gives what is its own', async () => {
    await database.send(new GetItemCommand({ TableName, Key: key(own) }));
    await database.send(batch(own));
    for (const index of [undefined, 'list1']) await database.send(query(own, index));
  });

  it.each([undefined, 'changes', 'list1', 'list2', 'list3'])(
    "refuses another agency's partition (%s)",
    async (index) => {
      await refused(database.send(query(foreign, index)));
      // The api function's is the only role that may query each index.
      const api = becomeFunction(stack, 'api');
      const its = new DynamoDBClient({ credentials: () => api(own) });
      await its.send(query(own, index));
      await refused(its.send(query(foreign, index)));
      becomeFunction(stack, 'imports');
    },
  );

  it('refuses an index that the function has no business with', async () => {
    for (const index of ['changes', 'list2', 'list3']) await refused(database.send(query(own, index)));
  });

  it('refuses the audit trail of the whole agency: that is for the function that serves administrators', async () => {
    const trail = (tenantId: string) =>
      new QueryCommand({
        TableName,
        IndexName: 'changes',
        KeyConditionExpression: 'changesPk = :pk',
        ExpressionAttributeValues: { ':pk': { S: `${tenantId}#audit` } },
      });
    await refused(database.send(trail(own)));
    const administration = becomeFunction(stack, 'admin');
    const its = new DynamoDBClient({ credentials: () => administration(own) });
    await its.send(trail(own));
    becomeFunction(stack, 'imports');
    await refused(its.send(trail(foreign)));
    await refused(its.send(query(own)));
    await refused(its.send(query(own, 'changes')));
  });

  it("refuses another agency's item, to read and to write", async () => {
    const Key = key(foreign);
    await refused(database.send(new GetItemCommand({ TableName, Key })));
    await refused(database.send(new PutItemCommand({ TableName, Item: Key })));
    await refused(database.send(new UpdateItemCommand({ TableName, Key })));
  });

  it('refuses a batch and a transaction as a whole when one of their keys is foreign', async () => {
    await refused(database.send(batch(own, foreign)));
    await refused(
      database.send(
        new BatchWriteItemCommand({
          RequestItems: { [TableName]: [own, foreign].map((t) => ({ PutRequest: { Item: key(t) } })) },
        }),
      ),
    );
    await refused(
      database.send(
        new TransactWriteItemsCommand({
          TransactItems: [own, foreign].map((t) => ({ Put: { TableName, Item: key(t) } })),
        }),
      ),
    );
  });

  it('refuses whatever names no key: Scan and PartiQL', async () => {
    await refused(database.send(new ScanCommand({ TableName })));
    await refused(database.send(new ScanCommand({ TableName, IndexName: 'changes' })));
    const Statement = `SELECT * FROM "${TableName}" WHERE pk = '${own}#rec#site'`;
    await refused(database.send(new ExecuteStatementCommand({ Statement })));
  });

  it('refuses to delete, and to write history, even its own', async () => {
    await refused(database.send(new DeleteItemCommand({ TableName, Key: key(own) })));
    const Item = { pk: { S: `${own}#audit#site#x` }, sk: { S: '000001' } };
    await refused(database.send(new PutItemCommand({ TableName, Item })));
  });
});

describe("with one agency's credentials, the buckets", () => {
  const bucket = (name: string) => stack.plan.buckets.find((one) => one.name.includes(name))?.name ?? '';
  const denied = (work: Promise<unknown>) => expect(work).rejects.toMatchObject({ name: 'AccessDenied' });
  const s3 = () => new S3Client({ forcePathStyle: true, credentials: () => credentialsFor(own) });

  it("refuse another agency's keys, a list, and buckets that the function has no business with", async () => {
    const Bucket = bucket('quarantine');
    await denied(s3().send(new PutObjectCommand({ Bucket, Key: `${foreign}/imports/x`, Body: 'x' })));
    await denied(s3().send(new GetObjectCommand({ Bucket, Key: `${foreign}/imports/x` })));
    await denied(s3().send(new ListObjectsV2Command({ Bucket, Prefix: `${own}/` })));
    await denied(s3().send(new GetObjectCommand({ Bucket: bucket('attachments'), Key: `${own}/attachments/x` })));
  });

  it("sign a link that is good for the agency's own key and cannot be bent to another's", async () => {
    const quarantine = openBucket(bucket('quarantine'), credentialsFor);
    const order = {
      contentType: 'text/csv',
      bytes: 1,
      sha256Hex: '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
      expiresSeconds: 60,
    };
    const put = ({ url, method, headers }: Awaited<ReturnType<typeof presignUpload>>) =>
      fetch(url, { method, headers, body: 'x' });

    const good = await presignUpload({ ...placeIn(quarantine, own, `${own}/imports/mine`), ...order });
    expect((await put(good)).status).toBe(200);
    const bent = { ...good, url: good.url.replace(own, foreign) };
    expect(bent.url).not.toBe(good.url);
    expect((await put(bent)).status).toBe(403);
    // The signature of a wrong key is right; what it signs is still not allowed.
    const wrong = await presignUpload({ ...placeIn(quarantine, own, `${foreign}/imports/theirs`), ...order });
    expect((await put(wrong)).status).toBe(403);
  });
});

describe('credentials of an agency', () => {
  const assume = (RoleArn: string, Tags: Tag[] | undefined) =>
    new STSClient({}).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test', Tags }));
  const tag = (Value: string, Key = 'tenantId'): Tag => ({ Key, Value });

  it('are given only for exactly one tenant', async () => {
    const role = tenantRoleOf(stack, 'imports');
    const refusal = { name: 'AccessDenied' };
    await expect(assume(role, [tag(own)])).resolves.toBeDefined();
    await expect(assume(role, undefined)).rejects.toMatchObject(refusal);
    await expect(assume(role, [tag('short')])).rejects.toMatchObject(refusal);
    await expect(assume(role, [tag('0'.repeat(26))])).rejects.toMatchObject(refusal);
    await expect(assume(role, [tag(own), tag('x', 'role')])).rejects.toMatchObject(refusal);
  });

  it('are given to no other function', async () => {
    await expect(assume(tenantRoleOf(stack, 'api'), [tag(own)])).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('are the only way: the function itself reaches neither table nor files', async () => {
    await refused(new DynamoDBClient({}).send(new GetItemCommand({ TableName, Key: key(own) })));
  });
});
