import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  clearTries,
  forgiveTry,
  reserveTry,
  sourceOf,
  sourceRule,
  type LockoutRule,
} from '#functions/lib/store/lockout.ts';
import { Browser, type Answer } from '#test/support/visitor.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import { operatorOf, PASSWORD, type Operator } from './desk.ts';

let stack: TestStack;
let operator: Operator;
beforeAll(async () => {
  stack = await startStack();
  operator = operatorOf(stack);
});
afterAll(() => stack.close());

const rule: LockoutRule = { kind: 'test', free: 5, first: 30, longest: 900, kept: 86_400 };
const start = Date.parse('2026-03-01T08:00:00Z');
const signIn = (email: string, password: string) => new Browser(stack.url).post('/api/session', { email, password });
const shown = ({ status, body, headers }: Answer) => ({
  status,
  code: body.code,
  detail: body.detail,
  fields: Object.keys(body).toSorted(),
  headers: [...headers.keys()].toSorted(),
});

describe('counting tries', () => {
  it('gives five, then one after 30 s, and twice as long each time up to 15 minutes', async () => {
    const reserve = (at: number) => reserveTry(operator.table, rule, 'growing', at);
    for (let n = 0; n < 5; n++) expect(await reserve(start)).toBeDefined();
    let at = start;
    for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
      expect(await reserve(at + seconds * 1000 - 1)).toBeUndefined();
      at += seconds * 1000;
      expect(await reserve(at)).toBeDefined();
    }
  });
  it('lets exactly five of a hundred parallel ones through', async () => {
    const tries = await Promise.all(
      Array.from({ length: 100 }, () => reserveTry(operator.table, rule, 'burst', start)),
    );
    expect(tries.filter((made) => made !== undefined)).toHaveLength(5);
  });
  it('lets exactly one of a hundred parallel ones through when a pause ends', async () => {
    for (let n = 0; n < 5; n++) await reserveTry(operator.table, rule, 'after', start);
    const tries = await Promise.all(
      Array.from({ length: 100 }, () => reserveTry(operator.table, rule, 'after', start + 30_000)),
    );
    expect(tries.filter((made) => made !== undefined)).toHaveLength(1);
  });
  it('forgets after a quiet day, and at once when somebody comes in', async () => {
    const reserve = (at: number) => reserveTry(operator.table, rule, 'forgotten', at);
    for (let n = 0; n < 5; n++) await reserve(start);
    expect(await reserve(start)).toBeUndefined();
    await clearTries(operator.table, rule, 'forgotten');
    for (let n = 0; n < 5; n++) expect(await reserve(start)).toBeDefined();
    const later = start + 2 * 86_400_000;
    for (let n = 0; n < 5; n++) expect(await reserve(later)).toBeDefined();
    expect(await reserve(later)).toBeUndefined();
  });
  it('gives back a try that was right', async () => {
    for (let n = 0; n < 20; n++) {
      const made = await reserveTry(operator.table, rule, 'right', start);
      expect(made).toBeDefined();
      if (made) await forgiveTry(operator.table, made);
    }
  });
  it('counts a subscriber of IPv6 once, whatever address of theirs is used', () => {
    expect(sourceOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
    expect(sourceOf('2001:db8:1:2::9')).toBe('2001:db8:1:2');
    expect(sourceOf('2001:db8::1')).toBe('2001:db8:0:0');
    expect(sourceOf('::1')).toBe('0:0:0:0');
    expect(sourceOf('192.0.2.7')).toBe('192.0.2.7');
  });
});

describe('guessing at a password', () => {
  // All of these come from one address, which has its own limit.
  beforeEach(async () => {
    for (const address of ['127.0.0.1', '0:0:0:0']) await clearTries(operator.table, sourceRule, address);
  });
  it('a hundred times at once reaches Cognito five times, and the right password then waits as well', async () => {
    const person = await operator.person();
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => signIn(person.email, `guess number ${n}`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    const kinds = (await operator.events(person)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'signInFailed')).toHaveLength(5);
    expect(kinds.filter((kind) => kind === 'lockout')).toHaveLength(1);
    expect((await signIn(person.email, PASSWORD)).status).toBe(401);
    await clearTries(operator.table, sourceRule, '127.0.0.1');
    expect((await signIn(person.email, PASSWORD)).status).toBe(401);
    await operator.store.unlock(person.email.toUpperCase());
    expect((await signIn(person.email, PASSWORD)).status).toBe(200);
  });
  it('is answered alike for an account, for nobody, and during a pause', async () => {
    const person = await operator.person();
    const known = await signIn(person.email, 'not the password');
    const nobody = await signIn('nobody-here@fernwick.example', 'not the password');
    for (let n = 0; n < 4; n++) await signIn(person.email, 'not the password');
    const paused = await signIn(person.email, PASSWORD);
    expect(shown(nobody)).toEqual(shown(known));
    expect(shown(paused)).toEqual(shown(known));
    expect(known.body.detail).toContain('After several tries there is a pause.');
  });
  it('takes about as long for nobody as for an account', async () => {
    const people = [await operator.person(), await operator.person(), await operator.person()];
    const timed = async (email: string) => {
      const from = performance.now();
      await signIn(email, 'not the password');
      return performance.now() - from;
    };
    await timed('warm-up@fernwick.example');
    const taken = { known: [] as number[], nobody: [] as number[] };
    for (let n = 0; n < 12; n++) {
      taken.known.push(await timed(people[n % people.length]?.email ?? ''));
      taken.nobody.push(await timed(`nobody-${n % 3}-at-all@fernwick.example`));
    }
    const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    const [known, nobody] = [median(taken.known), median(taken.nobody)];
    console.log(`median of a refused sign-in: ${known.toFixed(0)} ms known, ${nobody.toFixed(0)} ms unknown`);
    expect(Math.max(known, nobody) / Math.min(known, nobody)).toBeLessThan(1.5);
  });
  it('from one address at a hundred accounts ends in a pause for that address', async () => {
    const guess = (n: number) => signIn(`stranger-${n}@fernwick.example`, 'not the password');
    await Promise.all(Array.from({ length: 101 }, (_, n) => guess(n)));
    const person = await operator.person();
    expect((await signIn(person.email, PASSWORD)).status).toBe(401);
    expect(await operator.events(person)).toEqual([]);
  });
  it('is forgotten when the person comes in', async () => {
    const { email } = await operator.person();
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 4; n++) await signIn(email, 'not the password');
      expect((await signIn(email, PASSWORD)).status).toBe(200);
    }
  });
});
