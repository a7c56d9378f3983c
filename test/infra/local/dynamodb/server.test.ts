import { GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findDynamo } from '#infra/local/dynamodb/binary.ts';
import { startDynamo } from '#infra/local/dynamodb/index.ts';
import { identify } from '#infra/local/process-identity.ts';
import { aTable, clientFor } from './a-table.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

const quiet = () => undefined;

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'dynamo-test-'));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function started(dir?: string, log: (line: string) => void = quiet) {
  const dynamo = await startDynamo({ ...(dir !== undefined && { dir }), log });
  const client = clientFor(dynamo.endpoint);
  cleanups.push(() => dynamo.close());
  return { dynamo, client };
}

const childOf = (dir: string) =>
  (JSON.parse(readFileSync(join(dir, 'dynamodb.process.json'), 'utf8')) as { child: { pid: number } }).child.pid;

/** Another process that started the database and was killed without a chance to stop it. */
async function killedRunner(dir?: string): Promise<void> {
  const runner = spawn(process.execPath, [
    fileURLToPath(new URL('runner.ts', import.meta.url)),
    ...(dir === undefined ? [] : [dir]),
  ]);
  await new Promise((resolve) => runner.stdout.once('data', resolve));
  runner.kill('SIGKILL');
  await new Promise((resolve) => runner.once('exit', resolve));
}

const item = { pk: { S: 't1#rec#outfall' }, sk: { S: 'o1' } };

describe('the database server', () => {
  it('keeps what was written in its folder', async () => {
    const dir = folder();
    const first = await started(dir);
    await first.dynamo.createTable(aTable());
    await first.client.send(new PutItemCommand({ TableName: 'Records', Item: item }));
    await first.dynamo.close();

    const second = await started(dir);
    await second.dynamo.createTable(aTable());
    const { Item } = await second.client.send(new GetItemCommand({ TableName: 'Records', Key: item }));
    expect(Item).toEqual(item);
  });

  it('leaves nothing behind when it has no folder', async () => {
    const temporary = folder();
    vi.stubEnv('TMPDIR', temporary);
    const { dynamo } = await started();
    expect(readdirSync(temporary)).toHaveLength(1);
    await dynamo.close();
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('clears up what a killed runner without a folder left behind', async () => {
    const temporary = folder();
    vi.stubEnv('TMPDIR', temporary);
    await killedRunner();
    const [left = ''] = readdirSync(temporary);
    const orphan = childOf(join(temporary, left));
    expect(identify(orphan)?.program).toBe('dynoxide');
    await started();
    expect(identify(orphan)).toBeUndefined();
    expect(readdirSync(temporary)).not.toContain(left);
  });

  it('refuses stored tables of another shape and says how to start anew', async () => {
    const { dynamo } = await started();
    await dynamo.createTable(aTable());
    const fewer = aTable({ indexNames: ['changes', 'list1'] });
    await expect(dynamo.createTable(fewer)).rejects.toThrow(/other keys, indexes or stream.*npm run local:reset/);
  });

  it('accepts the same table declared in another order', async () => {
    const { dynamo } = await started();
    await dynamo.createTable(aTable());
    await dynamo.createTable(aTable({ indexNames: ['list3', 'list2', 'changes', 'list1'] }));
  });

  it('reports a crash and runs again on the same port with everything it had acknowledged', async () => {
    const dir = folder();
    const log = vi.fn<(line: string) => void>();
    const { dynamo, client } = await started(dir, log);
    await dynamo.createTable(aTable());
    await client.send(new PutItemCommand({ TableName: 'Records', Item: item }));
    await new Promise((resolve) => setTimeout(resolve, 600));
    process.kill(childOf(dir), 'SIGKILL');
    await vi.waitFor(() => expect(log).toHaveBeenCalledWith('dynoxide runs again'), { timeout: 5_000 });
    expect(log).toHaveBeenCalledWith(expect.stringMatching(/dynoxide ended unexpectedly \(SIGKILL\)/));
    const { Item } = await client.send(new GetItemCommand({ TableName: 'Records', Key: item }));
    expect(Item).toEqual(item);
  });

  it('ends the server that a killed runner left on the folder, and takes over its data', async () => {
    const dir = folder();
    await killedRunner(dir);
    const orphan = childOf(dir);
    expect(identify(orphan)?.program).toBe('dynoxide');

    const { client } = await started(dir);
    expect(identify(orphan)).toBeUndefined();
    expect((await client.send(new ListTablesCommand())).TableNames).toEqual(['Records']);
  });

  it('does not share a folder with a live owner', async () => {
    const dir = folder();
    await started(dir);
    await expect(startDynamo({ dir, log: quiet })).rejects.toThrow(`is run by process ${process.pid}`);
  });
});

describe('finding a server for this system', () => {
  it('uses a named endpoint where there is no package', () => {
    expect(findDynamo('plan9', 'mips', 'http://127.0.0.1:8000')).toEqual({
      kind: 'endpoint',
      url: 'http://127.0.0.1:8000',
    });
  });

  it('says in one sentence what to do where there is neither', () => {
    expect(() => findDynamo('plan9', 'mips', '')).toThrow(/@dynoxide\/plan9-mips is not installed.*DYNAMODB_ENDPOINT/);
  });
});
