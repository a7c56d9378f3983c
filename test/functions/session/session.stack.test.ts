import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#infra/local/demo/agencies.ts';
import { Browser } from '#test/support/visitor.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.close());

const email = `viewer@${fernwick.domain}`;

describe('signing in', () => {
  it('gives two guarded cookies, and nothing that a script could read', async () => {
    const answer = await fetch(`${stack.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(stack.url).origin },
      body: JSON.stringify({ email, password: DEMO_PASSWORD }),
    });
    const cookies = answer.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-/);
      for (const word of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(word);
      expect(cookie).not.toMatch(/domain/i);
    }
    const text = await answer.text();
    expect(text).not.toMatch(/eyJ/);
    expect(JSON.parse(text)).toMatchObject({ member: { email, role: 'viewer' }, tenant: { name: fernwick.name } });
  });
  it.each([
    ['a wrong password', email, 'not the password'],
    ['an unknown address', 'nobody@fernwick.example', DEMO_PASSWORD],
  ])('with %s is refused in the same words', async (_what, address, password) => {
    const { status, body } = await new Browser(stack.url).post('/api/session', { email: address, password });
    expect(status).toBe(401);
    expect(body).toMatchObject({
      code: 'sign-in-refused',
      detail: expect.stringContaining('is not right. Check both and try again. After several tries there is a pause.'),
    });
  });
});

describe('a session', () => {
  it('is nobody without its cookie, or with one of somebody else', async () => {
    const nobody = new Browser(stack.url);
    expect((await nobody.get('/api/v1/me')).status).toBe(401);
    expect((await nobody.get('/api/v1/me', { cookie: '__Host-access=eyJhbGciOiJub25lIn0.e30.' })).status).toBe(401);
    expect((await nobody.get('/api/v1/me', { authorization: 'Bearer x' })).status).toBe(401);
  });
  it('goes on by its refresh token, which is good once', async () => {
    const viewer = await stack.as('viewer');
    const before = viewer.cookie;
    expect((await viewer.post('/api/session/refresh', undefined)).status).toBe(204);
    expect(viewer.cookie).not.toBe(before);
    expect((await viewer.get('/api/v1/me')).status).toBe(200);
  });
  it('is over at once after signing out, for the access token too', async () => {
    const viewer = await stack.as('viewer');
    const stolen = viewer.cookie;
    expect((await viewer.send('DELETE', '/api/session')).status).toBe(204);
    const thief = new Browser(stack.url);
    expect((await thief.get('/api/v1/me', { cookie: stolen })).status).toBe(401);
    expect((await thief.send('POST', '/api/session/refresh', undefined, { cookie: stolen })).status).toBe(401);
  });
  it('leaves the other sessions of the same person alone', async () => {
    const [phone, desk] = await Promise.all([stack.as('viewer'), stack.as('viewer')]);
    await phone.send('DELETE', '/api/session');
    expect((await desk.get('/api/v1/me')).status).toBe(200);
  });
});
