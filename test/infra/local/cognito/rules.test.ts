import { describe, expect, it } from 'vitest';
import { createChallenges } from '#infra/local/cognito/challenges.ts';
import { openJournal } from '#infra/local/cognito/journal.ts';
import { createLockout } from '#infra/local/cognito/lockout.ts';
import { checkPolicy, temporaryPassword } from '#infra/local/cognito/password.ts';
import { attempts } from '#infra/local/cognito/records.ts';
import { matchingStep, newTotpSecret, totpAt } from '#infra/local/cognito/totp.ts';
import { pool } from './local-pool.ts';

describe('one-time codes', () => {
  // RFC 6238, appendix B, SHA-1: the last six of the eight digits printed there.
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at %i s are those of the standard', (seconds, code) => {
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    expect(totpAt(secret, Math.floor(seconds / 30))).toBe(code);
    expect(matchingStep(secret, code, seconds * 1000 + 29_000)).toBe(Math.floor(seconds / 30));
    expect(matchingStep(secret, code, (seconds + 90) * 1000)).toBeUndefined();
  });

  it('come from secrets of 160 bits', () => {
    expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
  });
});

describe('challenge sessions', () => {
  const challenge = { kind: 'SOFTWARE_TOKEN_MFA', clientId: 'client', sub: 'sub', passwordHash: 'hash' } as const;
  const take = (challenges: ReturnType<typeof createChallenges>, session: string) =>
    challenges.take(session, challenge.kind, challenge.clientId);

  it('are taken once, by the client and for the challenge they were made for', () => {
    const challenges = createChallenges(() => new Date(0));
    const session = challenges.open(challenge);
    expect(() => challenges.take(session, 'NEW_PASSWORD_REQUIRED', 'client')).toThrow('Invalid session');
    expect(() => challenges.take(session, challenge.kind, 'other')).toThrow('Invalid session');
    expect(take(challenges, session)).toMatchObject(challenge);
    expect(() => take(challenges, session)).toThrow('only be used once');
  });

  it('end after five wrong answers', () => {
    const challenges = createChallenges(() => new Date(0));
    const session = challenges.open(challenge);
    for (let wrong = 0; wrong < 5; wrong++) {
      take(challenges, session);
      challenges.giveBack(session);
    }
    expect(() => take(challenges, session)).toThrow('only be used once');
  });
});

describe('the lockout', () => {
  const start = () => {
    let at = 0;
    const lockout = createLockout(openJournal(undefined).collection('attempts', attempts), () => new Date(at));
    const fail = () => lockout.charge(pool, 'ana@riverton.example');
    return { lockout, fail, wait: (seconds: number) => (at += seconds * 1000) };
  };

  it('doubles from one second to a quarter of an hour', () => {
    const { fail, wait } = start();
    for (let failure = 0; failure < 4; failure++) fail();
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      fail();
      wait(seconds - 0.01);
      expect(fail).toThrow('Password attempts exceeded');
      wait(0.01);
    }
  });

  it('forgets after fifteen quiet minutes', () => {
    const { fail, wait } = start();
    for (let failure = 0; failure < 5; failure++) fail();
    wait(15 * 60 + 1);
    for (let failure = 0; failure < 5; failure++) fail();
    expect(fail).toThrow('Password attempts exceeded');
  });

  it('does not count a right password whose sign-in is not complete', () => {
    const { lockout, fail } = start();
    for (let failure = 0; failure < 4; failure++) fail();
    fail();
    lockout.refund(pool, 'ANA@riverton.example');
    fail();
    expect(fail).toThrow('Password attempts exceeded');
  });
});

describe('the password policy', () => {
  const strict = {
    minimumLength: 8,
    requireLowercase: true,
    requireUppercase: true,
    requireNumbers: true,
    requireSymbols: true,
  };

  it.each([
    ['Ab1!', 'not long enough'],
    ['abcdef1!', 'uppercase'],
    ['ABCDEF1!', 'lowercase'],
    ['Abcdefg!', 'numeric'],
    ['Abcdefg1', 'symbol'],
    [' Abcdef1!', 'space'],
    [`Ab1!${'a'.repeat(253)}`, 'too long'],
  ])('refuses %s', (password, reason) => {
    expect(() => checkPolicy(strict, password)).toThrow(reason);
  });

  it('is met by every temporary password', () => {
    for (let made = 0; made < 200; made++)
      checkPolicy({ ...strict, minimumLength: 20 }, temporaryPassword({ ...strict, minimumLength: 20 }));
  });
});
