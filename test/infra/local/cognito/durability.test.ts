import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetTokensFromRefreshTokenCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { chosen, member, refused, signedIn, signIn, tokensOf } from '#test/contract/cognito/subject.ts';
import { morning, startPool } from './local-pool.ts';

let dir = '';
beforeEach(() => {
  morning();
  dir = mkdtempSync(join(tmpdir(), 'cognito-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dir, { recursive: true });
});

const refresh = (
  RefreshToken: string,
  { clientId: ClientId, clientSecret: ClientSecret }: Awaited<ReturnType<typeof startPool>>,
) => new GetTokensFromRefreshTokenCommand({ ClientId, ClientSecret, RefreshToken });

describe('a user pool with a folder', () => {
  it('knows its people, their tokens and their failures after a restart', async () => {
    const before = await startPool({ dir });
    const { email, AccessToken, RefreshToken } = await signedIn(before);
    const other = await member(before);
    for (let attempt = 0; attempt < 5; attempt++)
      await refused(signIn(before, other, 'wrong'), 'NotAuthorizedException');
    const next = tokensOf(await before.aws.send(refresh(RefreshToken, before)));
    await before.close();

    const after = await startPool({ dir });
    expect(after.jwks).toEqual(before.jwks);
    await after.aws.send(new GetUserCommand({ AccessToken }));
    tokensOf(await signIn(after, email, chosen));
    tokensOf(await after.aws.send(refresh(next.RefreshToken, after)));
    await refused(signIn(after, other, chosen), 'NotAuthorizedException', /Password attempts exceeded/);
    after.advance(11);
    await refused(after.aws.send(refresh(RefreshToken, after)), 'RefreshTokenReuseException');
    await after.close();
  });

  it('keeps no password and no token in the clear, and its files from other people', async () => {
    const local = await startPool({ dir });
    const { RefreshToken, AccessToken } = await signedIn(local);
    await local.close();
    const journal = readFileSync(join(dir, 'journal.jsonl'), 'utf8');
    for (const secret of [chosen, RefreshToken, AccessToken]) expect(journal).not.toContain(secret);
    for (const file of ['journal.jsonl', 'keys.json']) expect(statSync(join(dir, file)).mode & 0o777).toBe(0o600);
  });

  it('starts after a crash in the middle of a line', async () => {
    const before = await startPool({ dir });
    const email = await member(before);
    await before.close();
    appendFileSync(join(dir, 'journal.jsonl'), '[{"in":"user","key":"half');
    const after = await startPool({ dir });
    const second = await member(after);
    await after.close();
    const last = await startPool({ dir });
    for (const person of [email, second]) tokensOf(await signIn(last, person, chosen));
    await last.close();
  });
});
