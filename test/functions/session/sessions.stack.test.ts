import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, visit } from '#test/support/visitor.ts';
import { mailedCode } from '#test/support/mail.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import { operatorOf, PASSWORD, TEMPORARY, type Operator, type Person } from './desk.ts';

let stack: TestStack;
let operator: Operator;
beforeAll(async () => {
  stack = await startStack();
  operator = operatorOf(stack);
});
afterAll(() => stack.close());

const enter = ({ email }: Person, password = PASSWORD) => visit(stack.url, email, password);
const refresh = (browser: Browser, headers?: Record<string, string>) =>
  browser.send('POST', '/api/session/refresh', undefined, headers);
const backdate = async (person: Person, field: 'startedAt' | 'lastSeenAt', minutes: number) => {
  const [session] = await operator.store.sessions.list(person.id);
  await operator.table.document.send(
    new UpdateCommand({
      TableName: operator.table.name,
      Key: { pk: `${fernwick.id}#session#${person.id}`, sk: session?.id },
      UpdateExpression: `SET ${field} = :at`,
      ExpressionAttributeValues: { ':at': new Date(Date.now() - minutes * 60_000).toISOString() },
    }),
  );
};

describe('my sessions', () => {
  it('are listed with device, time and address, and the one I use is marked', async () => {
    const person = await operator.person();
    const phone = await enter(person);
    const desk = await enter(person);
    const { items } = (await desk.get('/api/v1/sessions')).body;
    expect(items).toHaveLength(2);
    expect(items.filter((s: { current: boolean }) => s.current)).toHaveLength(1);
    expect(items[0]).toMatchObject({ address: expect.stringMatching(/127\.0\.0\.1|::1/), agent: 'node' });
    expect((await phone.get('/api/v1/me')).status).toBe(200);
  });
  it('end one by one, from the next request on, and cannot be renewed', async () => {
    const person = await operator.person();
    const [phone, desk] = [await enter(person), await enter(person)];
    const { items } = (await desk.get('/api/v1/sessions')).body;
    const other = items.find((s: { current: boolean }) => !s.current);
    expect((await desk.post(`/api/v1/sessions/${other.id}/end`, undefined)).status).toBe(204);
    expect((await phone.get('/api/v1/me')).status).toBe(401);
    expect((await refresh(phone)).status).toBe(401);
    expect((await desk.get('/api/v1/me')).status).toBe(200);
  });
  it('end all at once', async () => {
    const person = await operator.person();
    const [phone, desk] = [await enter(person), await enter(person)];
    expect((await desk.post('/api/v1/sessions/end-all', undefined)).status).toBe(204);
    for (const browser of [phone, desk]) expect((await browser.get('/api/v1/me')).status).toBe(401);
    expect((await (await enter(person)).get('/api/v1/me')).status).toBe(200);
  });
  it('are out of reach for anybody else', async () => {
    const [mine, theirs] = [await operator.person(), await operator.person()];
    const [me, them] = [await enter(mine), await enter(theirs)];
    const [session] = (await them.get('/api/v1/sessions')).body.items;
    expect((await me.post(`/api/v1/sessions/${session.id}/end`, undefined)).status).toBe(404);
    expect((await them.get('/api/v1/me')).status).toBe(200);
  });
});

describe('a session that is renewed', () => {
  it('ends when nobody used it for an hour', async () => {
    const person = await operator.person();
    const desk = await enter(person);
    await backdate(person, 'lastSeenAt', 59);
    expect((await refresh(desk)).status).toBe(204);
    await backdate(person, 'lastSeenAt', 60);
    expect((await refresh(desk)).status).toBe(401);
    expect((await operator.events(person))[0]).toMatchObject({ kind: 'sessionEnded', detail: 'No request for 60 min' });
  });
  it('ends after twelve hours, however busy', async () => {
    const person = await operator.person();
    const desk = await enter(person);
    await backdate(person, 'startedAt', 12 * 60);
    expect((await refresh(desk)).status).toBe(401);
  });
  it('is not renewed by a cookie that names another session', async () => {
    const [mine, theirs] = [await operator.person(), await operator.person()];
    const [me, them] = [await enter(mine), await enter(theirs)];
    const [session] = (await them.get('/api/v1/sessions')).body.items;
    const forged = me.cookie.replace(/(__Host-refresh=[^.]+)\.[^.]+\.[^.]+\./, `$1.${theirs.id}.${session.id}.`);
    const thief = new Browser(stack.url);
    expect((await refresh(thief, { cookie: forged })).status).toBe(401);
    expect((await them.get('/api/v1/me')).status).toBe(200);
  });
});

describe('a session whose access token still lives', () => {
  it('is over on the next request when nobody used it for an hour', async () => {
    const person = await operator.person();
    const desk = await enter(person);
    await backdate(person, 'lastSeenAt', 60);
    expect((await desk.get('/api/v1/me')).status).toBe(401);
    expect((await refresh(desk)).status).toBe(401);
  });
  it('is over on the next request after twelve hours', async () => {
    const person = await operator.person();
    const desk = await enter(person);
    await backdate(person, 'startedAt', 12 * 60);
    expect((await desk.get('/api/v1/me')).status).toBe(401);
  });
  // One of each function: every one of them notes that a session is in use, even where the role is then refused.
  it.each([
    ['/api/v1/me', 200],
    ['/api/v1/members', 403],
    ['/api/v1/attachments', 200],
    ['/api/v1/imports', 403],
    ['/api/v1/exports', 200],
    ['/api/v1/public-records-requests', 200],
  ])('goes on for as long as it is used, without being renewed, by %s too', async (path, status) => {
    const person = await operator.person();
    const browser = await enter(person);
    await backdate(person, 'lastSeenAt', 59);
    expect((await browser.get(path)).status).toBe(status);
    const [session] = await operator.store.sessions.list(person.id);
    expect(Date.now() - Date.parse(session?.lastSeenAt ?? '')).toBeLessThan(60_000);
  });
});

describe('the first sign-in of an invited person', () => {
  it('asks for an own password, keeps the half-done sign-in from scripts, and lets them in', async () => {
    const person = await operator.invite();
    const browser = new Browser(stack.url);
    const asked = await browser.post('/api/session', { email: person.email, password: TEMPORARY });
    expect([asked.status, asked.body]).toEqual([200, { challenge: 'newPassword' }]);
    expect(asked.headers.getSetCookie()[0]).toMatch(/^__Host-challenge=.*HttpOnly; Secure; SameSite=Strict$/);
    expect((await browser.get('/api/v1/me')).status).toBe(401);
    const weak = await browser.post('/api/session/new-password', { password: 'Password12345!' });
    expect([weak.status, weak.body.errors[0].path]).toEqual([422, 'password']);
    const own = await browser.post('/api/session/new-password', { password: 'Fernwick-Ada-2026' });
    expect(own.body.errors[0].message).toContain('Leave out the name');
    const done = await browser.post('/api/session/new-password', { password: PASSWORD });
    expect([done.status, done.body.member.email]).toEqual([200, person.email]);
    expect((await browser.get('/api/v1/me')).status).toBe(200);
    expect(browser.cookie).not.toContain('challenge');
    expect((await operator.store.member(person.id))?.status).toBe('active');
    await enter(person);
  });
  it('takes the password from the invitation once only', async () => {
    const person = await operator.invite();
    const browser = new Browser(stack.url);
    await browser.post('/api/session', { email: person.email, password: TEMPORARY });
    await browser.post('/api/session/new-password', { password: PASSWORD });
    const again = await new Browser(stack.url).post('/api/session', { email: person.email, password: TEMPORARY });
    expect(again.status).toBe(401);
  });
  it('is nothing without the sign-in before it', async () => {
    const answer = await new Browser(stack.url).post('/api/session/new-password', { password: PASSWORD });
    expect(answer.status).toBe(401);
  });
});

describe('a forgotten password', () => {
  it('is set anew by a code from a mail, which works once and ends every session', async () => {
    const person = await operator.person();
    const desk = await enter(person);
    const browser = new Browser(stack.url);
    const asked = await browser.post('/api/session/reset', { email: person.email });
    expect([asked.status, asked.body]).toEqual([202, { sent: true }]);
    const code = mailedCode(stack, person.email);
    const next = 'lamp-otter-culvert';
    const confirm = (given: string) =>
      browser.post('/api/session/reset/confirm', { email: person.email, code: given, password: next });
    expect((await confirm(code === '000000' ? '000001' : '000000')).status).toBe(401);
    expect((await confirm(code)).status).toBe(204);
    expect((await desk.get('/api/v1/me')).status).toBe(401);
    expect((await refresh(desk)).status).toBe(401);
    expect((await confirm(code)).status).toBe(401);
    expect((await browser.post('/api/session', { email: person.email, password: PASSWORD })).status).toBe(401);
    await enter(person, next);
  });
  it('is answered alike, and after the same time, for nobody', async () => {
    const person = await operator.person();
    const timed = async (email: string) => {
      const from = performance.now();
      const { status, body } = await new Browser(stack.url).post('/api/session/reset', { email });
      return { status, body, took: performance.now() - from };
    };
    const known = await timed(person.email);
    const nobody = await timed('nobody-at-all@fernwick.example');
    console.log(`a reset: ${known.took.toFixed(0)} ms known, ${nobody.took.toFixed(0)} ms unknown`);
    expect([nobody.status, nobody.body]).toEqual([known.status, known.body]);
    expect(Math.abs(known.took - nobody.took)).toBeLessThan(200);
    const refused = (email: string) =>
      new Browser(stack.url).post('/api/session/reset/confirm', { email, code: '12345', password: PASSWORD });
    const [a, b] = [await refused(person.email), await refused('nobody-at-all@fernwick.example')];
    expect([a.status, a.body.detail]).toEqual([b.status, b.body.detail]);
  });
});
