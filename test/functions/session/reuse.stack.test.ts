import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, visit } from '#test/support/visitor.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import { operatorOf, PASSWORD, type Operator } from './desk.ts';

/** Longer than a refresh token may come again because two tabs renew at the same moment; in milliseconds. */
const AFTER_GRACE = 31_000;

let ahead = 0;
let stack: TestStack;
let operator: Operator;
beforeAll(async () => {
  stack = await startStack({ now: () => new Date(Date.now() + ahead) });
  operator = operatorOf(stack);
});
afterAll(() => stack.close());

const renew = async (browser: Browser, cookie?: string) =>
  (await browser.send('POST', '/api/session/refresh', undefined, cookie === undefined ? {} : { cookie })).status;
const me = async (browser: Browser) => (await browser.get('/api/v1/me')).status;

describe('a refresh cookie that was used up', () => {
  it('is still good for a moment, because two tabs may renew at once', async () => {
    const { email } = await operator.person();
    const tab = await visit(stack.url, email, PASSWORD);
    const { cookie } = tab;
    const other = new Browser(stack.url);
    expect([await renew(tab), await renew(other, cookie)]).toEqual([204, 204]);
    expect([await me(tab), await me(other)]).toEqual([200, 200]);
  });
  it('ends the session for both holders when it comes again later, and no other session', async () => {
    const person = await operator.person();
    const [owner, elsewhere] = [
      await visit(stack.url, person.email, PASSWORD),
      await visit(stack.url, person.email, PASSWORD),
    ];
    const stolen = owner.cookie;
    expect(await renew(owner)).toBe(204);
    ahead += AFTER_GRACE;
    const thief = new Browser(stack.url);
    expect(await renew(thief, stolen)).toBe(401);
    expect(thief.cookie).toBe('');
    expect(await me(owner)).toBe(401);
    expect(await renew(owner)).toBe(401);
    expect(await me(elsewhere)).toBe(200);
    expect((await operator.events(person)).filter(({ kind }) => kind === 'sessionEnded')).toMatchObject([
      {
        detail: 'The same sign-in was used twice, perhaps by somebody else',
        address: expect.stringMatching(/127\.0\.0\.1|::1/) as string,
      },
    ]);
  });
});
