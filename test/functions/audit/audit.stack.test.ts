import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make } from '#test/support/make.ts';
import { fernwick, seedTarget, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let coordinator: Visitor;
let database: DynamoDBDocumentClient;
let TableName: string;

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
  TableName = seedTarget(stack).tableName;
  database = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: stack.endpoint, region: stack.region, credentials: stack.operator }),
  );
});
afterAll(async () => {
  database.destroy();
  await stack.close();
});

const entriesOf = async (type: string, id: string) => {
  const pk = `${fernwick.id}#audit#${type}#${id}`;
  const { Items } = await database.send(
    new QueryCommand({ TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } }),
  );
  return Items ?? [];
};
const itemOf = async (type: string, id: string) =>
  (await database.send(new GetCommand({ TableName, Key: { pk: `${fernwick.id}#rec#${type}`, sk: id } }))).Item ?? {};
const streamRecord = (NewImage: object, OldImage?: object) => ({
  eventName: OldImage === undefined ? 'INSERT' : 'MODIFY',
  dynamodb: {
    SequenceNumber: '100000000000000000001',
    NewImage: marshall(NewImage),
    ...(OldImage && { OldImage: marshall(OldImage) }),
  },
});

describe('the audit function', () => {
  it('writes one entry for each version, in order', async () => {
    const { id } = await make(coordinator, 'site');
    for (let version = 1; version <= 9; version++)
      await coordinator.patch(`/api/v1/sites/${id}`, version, { values: { name: `Name ${version}` } });
    await stack.idle();
    const entries = await entriesOf('site', id);
    expect(entries.map((e) => e['version'])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(entries[9]).toMatchObject({ changes: [{ field: 'name', before: 'Name 8', after: 'Name 9' }] });
    expect(entries.slice(1).map((e) => e['previous'])).toEqual(entries.slice(0, 9).map((e) => e['hash']));
  });
  it('goes on behind a version that nobody can be named for, with a gap in its place', async () => {
    const { id } = await make(coordinator, 'site');
    const before = stack.deadLetters().length;
    const { actor: _actor, ...nobodys } = await itemOf('site', id);
    await database.send(new PutCommand({ TableName, Item: { ...nobodys, version: 2 } }));
    await coordinator.patch(`/api/v1/sites/${id}`, 2, { values: { name: 'Third' } });
    await coordinator.patch(`/api/v1/sites/${id}`, 3, { values: { name: 'Fourth' } });
    await stack.idle();
    expect((await entriesOf('site', id)).map((e) => e['verb'])).toEqual(['create', 'gap', 'change', 'change']);
    expect(stack.deadLetters()).toHaveLength(before + 1);
    const { body } = await coordinator.get(`/api/v1/sites/${id}/history`);
    expect(body.items[2]).toMatchObject({ version: 2, verb: 'gap', role: 'system', changes: [] });
  });
  it('keeps personal values beside what is hashed, and the history shows them', async () => {
    const { id } = await make(coordinator, 'site', { contactName: 'Example contact' });
    await stack.idle();
    const [{ personal, ...rest } = {}] = await entriesOf('site', id);
    expect(personal).toMatchObject({ contactName: { after: 'Example contact', salt: expect.any(String) } });
    expect(JSON.stringify(rest)).not.toContain('Example contact');
    const { body } = await coordinator.get(`/api/v1/sites/${id}/history`);
    expect(body.items[0].changes).toContainEqual({ field: 'contactName', personal: true, after: 'Example contact' });
    expect(JSON.stringify(body)).not.toMatch(/salt|digest|hash/i);
  });
  it('leaves an entry as it is when the stream comes again', async () => {
    const { id } = await make(coordinator, 'site');
    await stack.idle();
    const before = await entriesOf('site', id);
    const replay = await stack.invoke('audit', {
      Records: [streamRecord({ ...(await itemOf('site', id)), requestId: 'other' })],
    });
    expect(replay).toEqual({ batchItemFailures: [] });
    expect(await entriesOf('site', id)).toEqual(before);
  });
  it('does not audit its own entries, members or jobs', async () => {
    const before = stack.deadLetters().length;
    const { id } = await make(coordinator, 'site');
    await stack.idle();
    const [entry] = await entriesOf('site', id);
    expect(await entriesOf('site', String(entry?.['sk']))).toEqual([]);
    expect(stack.deadLetters()).toHaveLength(before);
  });
  it('sets a change aside that nobody can be named for, and goes on with the rest', async () => {
    const { id } = await make(coordinator, 'site');
    const before = stack.deadLetters().length;
    const { actor: _actor, ...nobodys } = await itemOf('site', id);
    await database.send(new PutCommand({ TableName, Item: { ...nobodys, version: 2 } }));
    const after = await make(coordinator, 'site');
    await stack.idle();
    expect((await entriesOf('site', id)).map((e) => e['version'])).toEqual([1]);
    expect((await entriesOf('site', after.id)).map((e) => e['version'])).toEqual([1]);
    expect(stack.deadLetters()).toHaveLength(before + 1);
  });
  it('refuses a change that says it belongs to another agency than its key', async () => {
    const { id } = await make(coordinator, 'site');
    const moved = { ...(await itemOf('site', id)), tenantId: 'x'.repeat(26) };
    expect(await stack.invoke('audit', { Records: [streamRecord(moved)] })).toEqual({
      batchItemFailures: [{ itemIdentifier: '100000000000000000001' }],
    });
  });
});
