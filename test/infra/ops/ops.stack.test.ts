import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#infra/local/demo/agencies.ts';
import { operatorOf, type Operator } from '#test/functions/session/desk.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import { Browser } from '#test/support/visitor.ts';
import { tenantStore } from '#functions/lib/store/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'ops-'));
let stack: TestStack;
let operator: Operator;
beforeAll(async () => {
  stack = await startStack({ dir: folder });
  operator = operatorOf(stack);
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

const main = join(import.meta.dirname, '..', '..', '..', 'infra', 'ops', 'main.ts');
const ops = async (...args: string[]) => {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
};
const here = (...args: string[]) => ops('tenant', ...args, '--local', folder, '--json');

const ID = 'newcity0000000000000000001';
const email = 'first.admin@newcity.example';
const order = [
  ...['create', '--id', ID, '--name', 'City of Newcity', '--time-zone', 'America/Denver'],
  ...['--admin-name', 'First Administrator', '--admin-email', email],
];
const letters = () => stack.inbox().filter(({ to }) => to.includes(email));

describe('an agency that the operator makes', () => {
  it('begins with an invitation by mail, and its administrator comes in with a password of their own', async () => {
    const { code, out, err } = await here(...order);
    expect([code, err]).toEqual([0, expect.stringContaining(`--id ${ID}`)]);
    expect(JSON.parse(out)).toMatchObject({ id: ID, admin: { status: 'invited' }, replayed: false });
    expect(JSON.parse((await here('invite', ID)).out)).toMatchObject({ admin: { status: 'invited' } });
    const [old, password] = letters().map((letter) => /temporary password is (.+)\.$/.exec(letter.text ?? '')?.[1]);
    const browser = new Browser(stack.url);
    expect((await browser.post('/api/session', { email, password: old })).status).toBe(401);
    expect((await browser.post('/api/session', { email, password })).body).toEqual({ challenge: 'newPassword' });
    await browser.post('/api/session/new-password', { password: 'culvert-otter-lamp' });
    const { members } = JSON.parse((await here('show', ID)).out);
    expect(members).toEqual({ invited: 0, active: 1, inactive: 0, removed: 0 });
    const late = await here('invite', ID);
    expect([late.code, late.err]).toEqual([1, expect.stringContaining('Its administrators invite')]);
  });
  it('is not made twice, and nobody is invited twice, when the command is repeated', async () => {
    expect(JSON.parse((await here(...order)).out)).toMatchObject({ id: ID, replayed: true });
    expect(letters()).toHaveLength(2);
    const events = await tenantStore(operator.table, { tenantId: ID }).access.list({ limit: 100 });
    expect(events.items.filter(({ kind }) => kind === 'agencyCreated')).toHaveLength(1);
  });
  it('takes no second administrator from the operator, and no address that has an account elsewhere', async () => {
    const second = await here(...order.slice(0, -1), 'other@newcity.example');
    expect([second.code, second.err]).toEqual([1, expect.stringContaining('has a first administrator')]);
    const elsewhere = [...order.slice(0, 1), ...order.slice(3, -1), `viewer@${fernwick.domain}`];
    const taken = await here(...elsewhere);
    expect([taken.code, taken.err]).toEqual([1, expect.stringContaining('Name another address')]);
    expect(JSON.parse((await here('list')).out).items).toHaveLength(3);
  });
  it('shows its people only when asked', async () => {
    expect((await here('show', ID)).out).not.toContain(email);
    expect((await here('show', ID, '--people')).out).toContain(email);
  });
});

describe('an agency that is suspended', () => {
  it('is told so on the next request, stays out, and signs in anew once resumed', async () => {
    const viewer = await stack.as('viewer');
    const { code } = await here('suspend', fernwick.id, '--reason', 'Contract ended');
    expect(code).toBe(0);
    const { status, body } = await viewer.get('/api/v1/me');
    expect([status, body.detail]).toEqual([401, expect.stringContaining('agency is suspended')]);
    await expect(stack.as('viewer')).rejects.toThrow('401');
    const known = `viewer@${fernwick.domain}`;
    const tried = async (password: string) =>
      (await new Browser(stack.url).post('/api/session', { email: known, password })).body.detail;
    expect(await tried(DEMO_PASSWORD)).toContain('agency is suspended');
    expect(await tried('not-the-password')).not.toContain('suspended');
    expect(JSON.parse((await here('suspend', fernwick.id, '--reason', 'Another')).out).changed).toBe(false);
    expect(JSON.parse((await here('show', fernwick.id)).out)).toMatchObject({ suspendedFor: 'Contract ended' });
    expect(JSON.parse((await here('resume', fernwick.id)).out)).toMatchObject({ state: 'open', changed: true });
    expect((await viewer.get('/api/v1/me')).status).toBe(401);
    expect((await (await stack.as('viewer')).get('/api/v1/me')).status).toBe(200);
    const { items } = await operator.store.access.list({ limit: 100 });
    expect(items.filter(({ kind }) => kind === 'suspension')).toMatchObject([{ detail: 'Contract ended' }]);
    expect(items.filter(({ kind }) => kind === 'resumption')).toHaveLength(1);
  });
});

describe('a list of agencies', () => {
  it('goes on page by page', async () => {
    const first = JSON.parse((await here('list', '--limit', '2')).out);
    const rest = JSON.parse((await here('list', '--after', first.next)).out);
    expect([first.items.length, rest.items.length, rest.next]).toEqual([2, 1, undefined]);
  });
});

describe('a command that cannot be carried out', () => {
  it.each([
    [['create', '--name', 'X', '--time-zone', 'Mars/Base'], 2, 'Write one like America/Chicago.'],
    [['create', '--time-zone', 'America/Denver', '--admin-email', 'x'], 2, 'Write the name of the agency.'],
    [['suspend', fernwick.id], 2, '--reason: Write the reason'],
    [['suspend', 'x', '--reason', 'y'], 2, '<id>: An id has 26'],
    [['erase', fernwick.id], 2, 'There is no command "tenant erase'],
    [['show', 'nosuchagency00000000000000'], 1, 'There is no agency nosuchagency'],
  ])('%j says what to do', async (args, code, words) => {
    const done = await ops('tenant', ...args, '--local', folder);
    expect([done.code, done.err, done.out]).toEqual([code, expect.stringContaining(words), '']);
  });
  it('says how to start the local system when none runs', async () => {
    const done = await ops('tenant', 'list', '--local', join(folder, 'nothing-here'));
    expect([done.code, done.err]).toEqual([1, expect.stringContaining('Start it with `npm start`, or name a stage')]);
  });
});
