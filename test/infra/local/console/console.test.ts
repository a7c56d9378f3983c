import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalStack } from '#infra/local/index.ts';
import { startFixture } from '#test/infra/local/support/stack.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startFixture();
});
afterAll(() => stack.close());

const show = async (path: string) => (await fetch(`${stack.url}/_local${path}`)).text();
const fire = (headers: Record<string, string>) =>
  fetch(`${stack.url}/_local/schedules/sweep/fire`, { method: 'POST', headers, redirect: 'manual' });

test.each(['', '/inbox', '/dead-letters', '/invocations', '/schedules', '/resources', '/logs/echo'])(
  'the page %s is there, with a title and a heading',
  async (path) => {
    const page = await show(path);
    expect(page).toMatch(/<html lang="en">[\s\S]*<title>[\s\S]*<h1>/);
  },
);

test('the sign-in codes load themselves again when they change, within half a minute', async () => {
  const seconds = Number(/<meta http-equiv="refresh" content="(\d+)"/.exec(await show('/codes'))?.[1]);
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(30);
  expect(await show('/inbox')).not.toContain('http-equiv="refresh"');
});

test('resources that do not run here are listed with the reason', async () => {
  expect(await show('/resources')).toContain('Deployment tooling; the runner does its work itself.');
});

test('a schedule is fired by the button of the page, and shows among the invocations', async () => {
  expect((await fire({ origin: stack.url })).status).toBe(303);
  await stack.idle();
  expect(await show('/invocations')).toMatch(/seen[\s\S]*event[\s\S]*ok/);
});

test('another site cannot fire a schedule', async () => {
  expect((await fire({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await fire({})).status).toBe(403);
  expect((await fire({ origin: stack.url, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
});

test('a dead letter is shown as text, never as markup', async () => {
  const id = '<script>alert(1)</script>';
  const { LambdaClient, InvokeCommand } = await import('@aws-sdk/client-lambda');
  const lambda = new LambdaClient({ endpoint: stack.endpoint, region: stack.region, credentials: stack.operator });
  await lambda.send(
    new InvokeCommand({
      FunctionName: 'flaky',
      InvocationType: 'Event',
      Payload: JSON.stringify({ succeedAt: 9, id }),
    }),
  );
  await stack.idle();
  const page = await show('/dead-letters');
  expect(page).toContain('&lt;script&gt;');
  expect(page).not.toContain('<script>');
});
