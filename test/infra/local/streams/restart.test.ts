import { PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aDatabase, aMapping, keyOf } from './a-mapping.ts';

let dir: string;
let checkpoints: string;
let closing: (() => Promise<void>)[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'restart-test-'));
  checkpoints = join(dir, 'checkpoints');
});
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  closing = [];
  rmSync(dir, { recursive: true, force: true });
});

async function database() {
  const started = await aDatabase(dir);
  closing.push(() => started.dynamo.close());
  return started;
}

async function mapping(...parameters: Parameters<typeof aMapping>) {
  const started = await aMapping(...parameters);
  closing.push(() => started.mapping.close());
  return started;
}

const names = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `r${from + index}`);

async function put(client: DynamoDBClient, ...sortKeys: string[]): Promise<void> {
  for (const sk of sortKeys) {
    await client.send(new PutItemCommand({ TableName: 'Records', Item: { pk: { S: 't1' }, sk: { S: sk } } }));
  }
}

const killPoller = async (endpoint: string, handled: string, after: number) => {
  const program = fileURLToPath(new URL('poller.ts', import.meta.url));
  const poller = spawn(process.execPath, [program, endpoint, checkpoints, handled]);
  await new Promise((resolve) => poller.stdout.once('data', resolve));
  while (linesOf(handled).length < after) await new Promise((resolve) => setTimeout(resolve, 2));
  poller.kill('SIGKILL');
  await new Promise((resolve) => poller.once('exit', resolve));
};

const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').filter(Boolean);

describe('after a restart, a mapping', () => {
  it('goes on where it stopped', async () => {
    const { dynamo, client } = await database();
    const first = await mapping(dynamo.endpoint, {}, undefined, checkpoints);
    await put(client, 'a', 'b');
    await first.mapping.idle();
    await first.mapping.close();
    await put(client, 'c');
    const second = await mapping(dynamo.endpoint, {}, undefined, checkpoints);
    await second.mapping.idle();
    expect(second.calls.flat().map(keyOf)).toEqual(['c']);
  });

  it('starts at LATEST only once', async () => {
    const { dynamo, client } = await database();
    await put(client, 'before');
    const first = await mapping(dynamo.endpoint, { startingPosition: 'LATEST' }, undefined, checkpoints);
    await first.mapping.close();
    await put(client, 'between');
    const second = await mapping(dynamo.endpoint, { startingPosition: 'LATEST' }, undefined, checkpoints);
    await second.mapping.idle();
    expect(second.calls.flat().map(keyOf)).toEqual(['between']);
  });

  it('reads everything again rather than trust a checkpoint of another database', async () => {
    const { dynamo, client } = await database();
    const first = await mapping(dynamo.endpoint, {}, undefined, checkpoints);
    await put(client, 'a');
    await first.mapping.idle();
    await first.mapping.close();
    const file = join(checkpoints, readdirSync(checkpoints)[0] ?? '');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"after":"1"', '"after":"900"'));
    const second = await mapping(dynamo.endpoint, {}, undefined, checkpoints);
    await second.mapping.idle();
    expect(second.calls.flat().map(keyOf)).toEqual(['a']);
    expect(second.lines).toContainEqual(expect.stringContaining('not of this database'));
  });

  it('loses nothing when the poller was killed in the midst of its work', async () => {
    const { dynamo, client } = await database();
    const handled = join(dir, 'handled');
    writeFileSync(handled, '');
    await put(client, ...names(200));
    await killPoller(dynamo.endpoint, handled, 50);
    const before = linesOf(handled);
    const { mapping: resumed, calls } = await mapping(dynamo.endpoint, {}, undefined, checkpoints);
    await resumed.idle();
    const after = calls.flat().map(keyOf);
    expect(before.length).toBeLessThan(200);
    expect(after.length).toBeLessThan(200);
    expect(new Set([...before, ...after])).toEqual(new Set(names(200)));
  });
});

describe('when the database server is killed, a mapping', () => {
  it('waits for it and misses no acknowledged write', async () => {
    const { dynamo, client } = await database();
    const { mapping: started, calls } = await mapping(dynamo.endpoint, { batchSize: 10 }, undefined, checkpoints);
    await put(client, ...names(50));
    await new Promise((resolve) => setTimeout(resolve, 600));
    const running = JSON.parse(readFileSync(join(dir, 'dynamodb.process.json'), 'utf8')) as { child: { pid: number } };
    await put(client, ...names(20, 50));
    process.kill(running.child.pid, 'SIGKILL');
    for (const name of names(30, 70)) await acknowledged(client, name);
    await started.idle();
    expect(new Set(calls.flat().map(keyOf))).toEqual(new Set(names(100)));
  });
});

/** Writes until the server takes it. */
async function acknowledged(client: DynamoDBClient, name: string): Promise<void> {
  try {
    await put(client, name);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 20));
    await acknowledged(client, name);
  }
}
