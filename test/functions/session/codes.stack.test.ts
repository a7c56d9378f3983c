import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#infra/local/demo/agencies.ts';
import { codeFor } from '#test/support/sign-in-codes.ts';
import { marlow, startStack, type TestStack } from '#test/support/stack.ts';
import { Browser, visit } from '#test/support/visitor.ts';
import { operatorOf, PASSWORD, type Operator, type Person } from './desk.ts';

let stack: TestStack;
let operator: Operator;
beforeAll(async () => {
  stack = await startStack();
  operator = operatorOf(stack);
});
afterAll(() => stack.close());

const begin = (browser: Browser, password = PASSWORD) => browser.post('/api/session/codes', { password });
const wrong = async (email: string) => ((await codeFor(stack, email)) === '000000' ? '000001' : '000000');

/** A person who has set up sign-in codes, with the recovery codes. */
const withCodes = async () => {
  const person = await operator.person();
  const browser = await visit(stack.url, person.email, PASSWORD);
  await begin(browser);
  const { body } = await browser.post('/api/session/codes/confirm', { code: await codeFor(stack, person.email) });
  return { person, browser, recovery: body.recoveryCodes as string[] };
};
const passwordStep = async ({ email }: Person) => {
  const browser = new Browser(stack.url);
  const { body } = await browser.post('/api/session', { email, password: PASSWORD });
  expect(body).toEqual({ challenge: 'code' });
  return browser;
};
const kinds = async (person: Person) => (await operator.events(person)).map(({ kind }) => kind);

describe('setting up sign-in codes', () => {
  it('takes the password, a code from the app, and gives ten recovery codes once', async () => {
    const person = await operator.person();
    const browser = await visit(stack.url, person.email, PASSWORD);
    const refused = await begin(browser, 'not-my-password');
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'password']);
    const { body } = await begin(browser);
    expect(body.uri).toBe(
      `otpauth://totp/${encodeURIComponent(`Stormledger:${person.email}`)}?secret=${body.secret}&issuer=Stormledger`,
    );
    const bad = await browser.post('/api/session/codes/confirm', { code: await wrong(person.email) });
    expect([bad.status, bad.body.errors[0].path]).toEqual([422, 'code']);
    expect((await browser.get('/api/v1/me')).body.member.mfa).toBe(false);
    const good = await browser.post('/api/session/codes/confirm', { code: await codeFor(stack, person.email) });
    expect(new Set(good.body.recoveryCodes).size).toBe(10);
    expect((await browser.get('/api/v1/me')).body.member.mfa).toBe(true);
    expect(await kinds(person)).toContain('mfaOn');
  });
  it('ends the sessions elsewhere, when codes go on and when they go off', async () => {
    const person = await operator.person();
    const [here, elsewhere] = [
      await visit(stack.url, person.email, PASSWORD),
      await visit(stack.url, person.email, PASSWORD),
    ];
    await begin(here);
    await here.post('/api/session/codes/confirm', { code: await codeFor(stack, person.email) });
    expect([await here.get('/api/v1/me'), await elsewhere.get('/api/v1/me')].map(({ status }) => status)).toEqual([
      200, 401,
    ]);
    const later = await passwordStep(person);
    expect((await later.post('/api/session/code', { code: await codeFor(stack, person.email) })).status).toBe(200);
    await here.post('/api/session/codes/end', { password: PASSWORD });
    expect([await here.get('/api/v1/me'), await later.get('/api/v1/me')].map(({ status }) => status)).toEqual([
      200, 401,
    ]);
  });
  it('is nothing without a session', async () => {
    const stranger = new Browser(stack.url);
    for (const step of ['', '/recovery', '/end'])
      expect((await stranger.post(`/api/session/codes${step}`, { password: PASSWORD })).status).toBe(401);
    expect((await stranger.post('/api/session/codes/confirm', { code: '123456' })).status).toBe(401);
  });
  it('can be undone with the password, unless the agency asks for codes', async () => {
    const { person, browser } = await withCodes();
    expect((await browser.post('/api/session/codes/end', { password: PASSWORD })).status).toBe(204);
    await visit(stack.url, person.email, PASSWORD);
    expect(await kinds(person)).toContain('mfaOff');
    expect((await browser.get('/api/v1/me')).status).toBe(200);
    const admin = await stack.as('admin');
    expect((await admin.post('/api/session/codes/end', { password: DEMO_PASSWORD })).status).toBe(409);
  });
});

describe('signing in with codes', () => {
  it('lets nobody in by the password alone, nor by a wrong code, nor by a code twice', async () => {
    const { person } = await withCodes();
    const browser = await passwordStep(person);
    expect((await browser.get('/api/v1/me')).status).toBe(401);
    const bad = await browser.post('/api/session/code', { code: await wrong(person.email) });
    expect([bad.status, bad.body.code]).toEqual([401, 'sign-in-refused']);
    const code = await codeFor(stack, person.email);
    expect((await browser.post('/api/session/code', { code })).status).toBe(200);
    expect((await browser.get('/api/v1/me')).status).toBe(200);
    const again = await passwordStep(person);
    expect((await again.post('/api/session/code', { code })).status).toBe(401);
    expect(await kinds(person)).toContain('signInFailed');
  });
  it('pauses after five wrong codes, and the right one then waits as well', async () => {
    const { person } = await withCodes();
    const browser = await passwordStep(person);
    for (let n = 0; n < 5; n += 1) await browser.post('/api/session/code', { code: await wrong(person.email) });
    const right = await browser.post('/api/session/code', { code: await codeFor(stack, person.email) });
    expect(right.status).toBe(401);
    expect(await kinds(person)).toContain('lockout');
  });
  it('is not begun by a cookie of one’s own making', async () => {
    const { person } = await withCodes();
    const until = Date.now() + 60_000;
    const forged = { kind: 'SOFTWARE_TOKEN_MFA', email: person.email, session: 'x'.repeat(64), until, seal: 'x' };
    const cookie = `__Host-challenge=${Buffer.from(JSON.stringify(forged)).toString('base64url')}`;
    const thief = new Browser(stack.url);
    for (const [path, body] of [
      ['/api/session/code', { code: '123456' }],
      ['/api/session/recovery', { recoveryCode: 'abcd-abcd-abcd-abcd' }],
    ] as const)
      expect((await thief.post(path, body, { cookie })).body.code).toBe('not-signed-in');
  });
});

describe('a recovery code', () => {
  it('stands in for the phone once: codes go off, and the password lets the person in', async () => {
    const { person, recovery } = await withCodes();
    const browser = await passwordStep(person);
    const bad = await browser.post('/api/session/recovery', { recoveryCode: 'aaaa-bbbb-cccc-dddd' });
    expect(bad.status).toBe(401);
    const typed = (recovery[0] ?? '').toUpperCase().replaceAll('-', ' ');
    expect((await browser.post('/api/session/recovery', { recoveryCode: typed })).status).toBe(200);
    const back = await visit(stack.url, person.email, PASSWORD);
    expect((await back.get('/api/v1/me')).body.member.mfa).toBe(false);
    expect(await kinds(person)).toContain('recoveryCodeUsed');
  });
  it('works for one of two who use it at the same moment', async () => {
    const { person, recovery } = await withCodes();
    const both = [await passwordStep(person), await passwordStep(person)];
    const recoveryCode = recovery[3];
    const answers = await Promise.all(both.map((one) => one.post('/api/session/recovery', { recoveryCode })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });
  it('is worth nothing once new ones were made', async () => {
    const { person, browser, recovery } = await withCodes();
    const renewed = await browser.post('/api/session/codes/recovery', { password: PASSWORD });
    expect(renewed.body.recoveryCodes).toHaveLength(10);
    const lost = await passwordStep(person);
    expect((await lost.post('/api/session/recovery', { recoveryCode: recovery[0] })).status).toBe(401);
  });
});

describe('an agency that asks for codes', () => {
  it('asks its administrators always: before they are set up, nothing else answers', async () => {
    const email = `admin@${marlow.domain}`;
    const admin = await visit(stack.url, email, DEMO_PASSWORD);
    const me = await admin.get('/api/v1/me');
    expect([me.status, me.body.codes]).toEqual([200, { required: true, missing: true }]);
    for (const path of [
      '/api/v1/members',
      '/api/v1/sites',
      '/api/v1/exports',
      '/api/v1/imports',
      '/api/v1/openapi.json',
    ])
      expect([path, (await admin.get(path)).body.code]).toEqual([path, 'codes-required']);
    const setUp = await stack.as('admin', marlow);
    expect((await setUp.get('/api/v1/members')).status).toBe(200);
  });
  it('may ask everybody, from the next request on', async () => {
    const person = await operator.person();
    const browser = await visit(stack.url, person.email, PASSWORD);
    const admin = await stack.as('admin');
    const { version } = (await admin.get('/api/v1/settings')).body;
    expect((await browser.get('/api/v1/sites')).status).toBe(200);
    await admin.patch('/api/v1/settings', version, { mfaRequired: 'all' });
    expect((await browser.get('/api/v1/sites')).body.code).toBe('codes-required');
    await admin.patch('/api/v1/settings', Number(version) + 1, { mfaRequired: 'admins' });
    expect((await browser.get('/api/v1/sites')).status).toBe(200);
  });
  it('has an administrator who resets the codes of somebody with a lost phone', async () => {
    const { person, browser } = await withCodes();
    const admin = await stack.as('admin');
    const { items } = (await admin.get('/api/v1/members')).body;
    const { version } = items.find((m: { id: string }) => m.id === person.id);
    expect((await admin.act(`/api/v1/members/${person.id}/reset-mfa`, version)).status).toBe(200);
    expect((await browser.get('/api/v1/me')).status).toBe(401);
    const back = await visit(stack.url, person.email, PASSWORD);
    expect((await back.get('/api/v1/me')).body.member.mfa).toBe(false);
  });
});
