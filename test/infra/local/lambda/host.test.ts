import { mkdtempSync, readdirSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createHost, type DeadLetter, type Host } from '#infra/local/lambda/host.ts';
import { environmentOf } from '#infra/local/lambda/environment.ts';
import { loadPlan } from '#infra/local/template/index.ts';
import { fixtureAssembly } from '#test/infra/local/support/assembly.ts';

const { functions } = loadPlan(fixtureAssembly());
const dir = mkdtempSync(join(tmpdir(), 'host-'));
const letters: DeadLetter[] = [];
const hosts: Host[] = [];

function start(folder?: string): Host {
  const host = createHost({
    functions,
    environment: (plan) =>
      environmentOf(plan, {
        region: 'us-east-1',
        endpoint: 'http://127.0.0.1:1',
        accessKeyId: 'LOCAL',
        secretAccessKey: 's',
      }),
    deadLetter: (letter) => letters.push(letter),
    now: () => new Date(),
    retryDelays: [5, 5],
    ...(folder !== undefined && { dir: folder }),
  });
  hosts.push(host);
  return host;
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  letters.splice(0);
});
afterAll(() => rmSync(dir, { recursive: true }));

interface Echoed {
  served: number;
  env: Record<string, string>;
  context: { functionName: string; arn: string; requestId: string; remaining: number };
}
const call = async (host: Host, ask: object = {}): Promise<Echoed> => {
  const { body } = (await host.invoke('echo', { ask })) as { body: string };
  return JSON.parse(body) as Echoed;
};

test('a second request is served warm by the same worker', async () => {
  const host = start();
  expect((await call(host)).served).toBe(1);
  expect((await call(host)).served).toBe(2);
  expect(host.invocations().map(({ cold }) => cold)).toEqual([false, true]);
});

test('requests at the same time go to different workers, at most three', async () => {
  const host = start();
  const served = await Promise.all(Array.from({ length: 7 }, async () => (await call(host, { pause: 30 })).served));
  expect(Math.max(...served)).toBeGreaterThan(1);
  expect(served.filter((count) => count === 1)).toHaveLength(3);
});

test('a function sees the variables of Lambda and of the template, and none of this process', async () => {
  const { env, context } = await call(start());
  expect(env).toMatchObject({
    AWS_REGION: 'us-east-1',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_ACCESS_KEY_ID: 'LOCAL',
  });
  expect(env['TABLE_NAME']).toMatch(/Table/);
  expect(env).not.toHaveProperty('HOME');
  expect(context.functionName).toBe(env['AWS_LAMBDA_FUNCTION_NAME']);
  expect(context.arn).toMatch(/^arn:aws:lambda:/);
  expect(context.remaining).toBeGreaterThan(5_000);
});

test('a function that exceeds its timeout is ended', async () => {
  const host = start();
  await expect(host.invoke('slow', {})).rejects.toThrow('Task timed out after 1.00 seconds');
  expect(host.invocations()[0]).toMatchObject({ outcome: 'timeout', functionName: 'slow' });
});

test('an answer over 6 MB is an error', async () => {
  await expect(call(start(), { big: 6_400_000 })).rejects.toThrow('Function.ResponseSizeTooLarge');
});

test('an error of the handler carries its name and message', async () => {
  await expect(call(start(), { fail: true })).rejects.toThrow('Error: asked to fail');
});

test('an asynchronous event is tried three times', async () => {
  const host = start();
  host.send('flaky', JSON.stringify({ succeedAt: 3 }));
  await host.idle();
  expect(host.invocations().map(({ outcome }) => outcome)).toEqual(['ok', 'error', 'error']);
  expect(letters).toEqual([]);
});

test('an event that fails three times becomes a dead letter', async () => {
  const host = start();
  host.send('flaky', JSON.stringify({ succeedAt: 9 }));
  await host.idle();
  expect(letters).toMatchObject([{ source: 'flaky', body: { succeedAt: 9 } }]);
  expect(letters[0]?.reason).toBe('Error: attempt 3 of 9 (3 attempts)');
});

test('an accepted event survives the end of the process', async () => {
  const accepted = join(dir, 'invocations');
  mkdirSync(accepted, { recursive: true });
  const name = functions.find(({ shortName }) => shortName === 'flaky')?.name ?? '';
  const event = {
    id: 'left',
    functionName: name,
    payload: '{"succeedAt":1}',
    attempts: 0,
    acceptedAt: '2026-01-01T00:00:00Z',
  };
  writeFileSync(join(accepted, 'left.json'), JSON.stringify(event));
  const host = start(dir);
  host.resume();
  await host.idle();
  expect(host.invocations()).toMatchObject([{ id: 'left', outcome: 'ok', kind: 'event' }]);
  expect(readdirSync(accepted)).toEqual([]);
});

test('an event is on disk before its acceptance is answered', () => {
  const host = start(dir);
  const id = host.send('flaky', '{"succeedAt":1}');
  expect(readdirSync(join(dir, 'invocations'))).toContain(`${id}.json`);
});

test('what a function prints is kept', async () => {
  const host = start();
  await call(host);
  await expect.poll(() => host.logs.of('echo').join()).toContain('served 1');
});
