import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clearTries, sourceRule } from '#functions/lib/store/lockout.ts';
import * as mail from '#test/support/mail.ts';
import { marlow, startStack, type TestStack } from '#test/support/stack.ts';
import { Browser, visit } from '#test/support/visitor.ts';
import { operatorOf, PASSWORD, type Operator } from './desk.ts';

let stack: TestStack;
let operator: Operator;
beforeAll(async () => {
  stack = await startStack();
  operator = operatorOf(stack);
});
afterAll(() => stack.close());
// All of these come from one address, which has its own limit.
beforeEach(async () => {
  for (const address of ['127.0.0.1', '0:0:0:0']) await clearTries(operator.table, sourceRule, address);
});

let count = 0;
const fresh = () => `new-${(count += 1)}@fernwick.example`;
const lettersTo = (email: string) => mail.lettersTo(stack, email);
const codeFor = (email: string) => mail.mailedCode(stack, email);
const wrong = (code: string) => (code === '000000' ? '000001' : '000000');
const ask = (by: Browser, email: string, password = PASSWORD) => by.post('/api/session/email', { email, password });
const confirm = (by: Browser, code: string) => by.post('/api/session/email/confirm', { code });
const someone = async () => {
  const person = await operator.person();
  return { person, browser: await visit(stack.url, person.email, PASSWORD) };
};
const mayEnter = async (email: string) =>
  (await new Browser(stack.url).post('/api/session', { email, password: PASSWORD })).status;

describe('a new e-mail address', () => {
  it('counts once the code that went to it is there, and ends every other session', async () => {
    const { person, browser } = await someone();
    const elsewhere = await visit(stack.url, person.email, PASSWORD);
    const next = fresh();
    const asked = await ask(browser, next);
    expect([asked.status, asked.body]).toEqual([202, { sent: true }]);
    expect(lettersTo(person.email)).toEqual([]);
    expect((await browser.get('/api/v1/me')).body.member.email).toBe(person.email);
    expect((await confirm(browser, wrong(codeFor(next)))).status).toBe(422);
    expect(await mayEnter(next)).toBe(401);
    const done = await confirm(browser, codeFor(next));
    expect([done.status, done.body]).toEqual([200, { email: next }]);
    expect((await browser.get('/api/v1/me')).body.member.email).toBe(next);
    expect((await elsewhere.get('/api/v1/me')).status).toBe(401);
    expect((await elsewhere.post('/api/session/refresh', undefined)).status).toBe(401);
    expect([await mayEnter(next), await mayEnter(person.email)]).toEqual([200, 401]);
    expect((await operator.events(person)).filter(({ kind }) => kind === 'emailChanged')).toMatchObject([
      { memberId: person.id, address: expect.stringMatching(/127\.0\.0\.1|::1/) as string },
    ]);
    expect((await confirm(browser, codeFor(next))).status).toBe(422);
  });
  it('is not asked for without the password, and guesses at it end in the pause of a sign-in', async () => {
    const { person, browser } = await someone();
    const next = fresh();
    const refused = await ask(browser, next, 'not the password');
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'password']);
    for (let n = 0; n < 4; n++) await ask(browser, next, 'not the password');
    expect((await ask(browser, next)).status).toBe(422);
    expect(await mayEnter(person.email)).toBe(401);
    expect(lettersTo(next)).toEqual([]);
    const kinds = (await operator.events(person)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'signInFailed')).toHaveLength(5);
    expect(kinds).toContain('lockout');
  });
  it('that another account has is answered alike, gets no mail, and never counts', async () => {
    const { person, browser } = await someone();
    const timed = async (email: string) => {
      const from = performance.now();
      const { status, body } = await ask(browser, email);
      return { status, body, took: performance.now() - from };
    };
    const theirs = `viewer@${marlow.domain}`;
    const [free, taken] = [await timed(fresh()), await timed(theirs)];
    console.log(`a new address: ${free.took.toFixed(0)} ms free, ${taken.took.toFixed(0)} ms taken`);
    expect([taken.status, taken.body]).toEqual([free.status, free.body]);
    expect(Math.abs(taken.took - free.took)).toBeLessThan(400);
    expect(lettersTo(theirs)).toEqual([]);
    expect((await confirm(browser, '123456')).status).toBe(422);
    expect((await operator.store.member(person.id))?.email).toBe(person.email);
  });
  it('that somebody else got in the meantime does not count either', async () => {
    const { person, browser } = await someone();
    const next = fresh();
    await ask(browser, next);
    const code = codeFor(next);
    const admin = await stack.as('admin');
    const order = { id: '0192f0c1-2345-7abc-8def-0123456789ab', name: 'Someone', email: next, role: 'viewer' };
    expect((await admin.post('/api/v1/members', order)).status).toBe(201);
    expect((await confirm(browser, code)).status).toBe(422);
    expect((await operator.store.member(person.id))?.email).toBe(person.email);
  });
  it('is nothing that somebody asks for who is not signed in, or was signed out', async () => {
    expect((await ask(new Browser(stack.url), fresh())).status).toBe(401);
    expect((await confirm(new Browser(stack.url), '123456')).status).toBe(401);
    const { browser } = await someone();
    const stolen = browser.cookie;
    await browser.post('/api/v1/sessions/end-all', undefined);
    const thief = await new Browser(stack.url).post(
      '/api/session/email',
      { email: fresh(), password: PASSWORD },
      { cookie: stolen },
    );
    expect(thief.status).toBe(401);
  });
  it('has to be another one, and one that can get mail', async () => {
    const { person, browser } = await someone();
    for (const email of ['no address', person.email.toUpperCase()])
      expect((await ask(browser, email)).body.errors).toMatchObject([{ path: 'email' }]);
  });
});

describe('a name', () => {
  it('is changed by the person, with the version that was seen, and stands on what was done before', async () => {
    const { person, browser } = await someone();
    const { version } = (await browser.get('/api/v1/me')).body.member as { version: number };
    const rename = (seen: number, name: string) => browser.patch('/api/v1/me', seen, { name });
    expect((await rename(version, ' ')).status).toBe(422);
    expect((await rename(version + 1, 'Ada King')).status).toBe(412);
    const { status, body } = await rename(version, 'Ada King');
    expect([status, body]).toEqual([200, { id: person.id, version: version + 1, name: 'Ada King' }]);
    expect((await rename(version, 'Ada King')).status).toBe(200);
    const { items } = (await browser.get('/api/v1/people')).body;
    expect(items).toContainEqual(expect.objectContaining({ id: person.id, name: 'Ada King' }));
    expect((await operator.events(person)).filter(({ kind }) => kind === 'nameChanged')).toMatchObject([
      { detail: 'Ada Lovelace to Ada King', address: expect.stringMatching(/127\.0\.0\.1|::1/) as string },
    ]);
  });
});
