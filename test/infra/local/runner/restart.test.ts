import { GetItemCommand, PutItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

test('an event accepted before kill -9 is delivered by the next start', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'killed-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'support', 'doomed.ts'), dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const [left = ''] = readdirSync(join(dir, 'invocations'));

  const stack = await startFixture({ dir });
  await stack.idle();
  expect(stack.invocations()).toMatchObject([{ functionName: 'echo', kind: 'event', outcome: 'ok' }]);
  expect(`${stack.invocations()[0]?.id ?? ''}.json`).toBe(left);
  expect(readdirSync(join(dir, 'invocations'))).toEqual([]);
  await stack.close();
  rmSync(dir, { recursive: true });
});
