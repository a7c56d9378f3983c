import { GetItemCommand, PutItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientOf, startFixture } from '#test/infra/local/support/stack.ts';

test('a restart keeps the data, the address of the endpoint and the keys; a second start beside it is refused', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'restart-'));
  const first = await startFixture({ dir });
  const TableName = first.plan.tables[0]?.name;
  const Key = { pk: { S: 'kept' }, sk: { S: '1' } };
  await new DynamoDBClient(clientOf(first)).send(new PutItemCommand({ TableName, Item: Key }));
  await expect(startFixture({ dir })).rejects.toThrow(`The folder ${dir} is in use by process ${process.pid}`);
  await first.close();

  const second = await startFixture({ dir });
  expect(second.endpoint).toBe(first.endpoint);
  expect(second.credentialsOf('echo')).toEqual(first.credentialsOf('echo'));
  const { Item } = await new DynamoDBClient(clientOf(second)).send(new GetItemCommand({ TableName, Key }));
  expect(Item).toEqual(Key);
  await second.close();
  rmSync(dir, { recursive: true });
});

test('a taken port is said, with what to do', async () => {
  const first = await startFixture();
  const { port } = new URL(first.url);
  await expect(startFixture({ port: Number(port) })).rejects.toThrow(`Port ${port} is taken by another program.`);
  await first.close();
});
