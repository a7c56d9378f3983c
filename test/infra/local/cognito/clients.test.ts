import { randomUUID } from 'node:crypto';
import {
  AdminInitiateAuthCommand,
  AssociateSoftwareTokenCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClientPlan, PoolPlan } from '#infra/local/cognito/index.ts';
import {
  answer,
  chosen,
  freshAddress,
  invite,
  member,
  refused,
  signIn,
  temporary,
  tokensOf,
} from '#test/contract/cognito/subject.ts';
import { morning, pool, sessionClient, startPool, type LocalPool } from './local-pool.ts';

let local: LocalPool | undefined;
beforeEach(morning);
afterEach(async () => {
  await local?.close();
  vi.useRealTimers();
});

const { secret: _secret, rotation: _rotation, ...base } = sessionClient;
const open: ClientPlan = {
  ...base,
  id: '4openclient000000000000002',
  authFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  revocation: false,
  preventExistenceErrors: false,
};

async function start(change: Partial<PoolPlan>) {
  local = await startPool({ pools: [{ ...pool, ...change }] });
  return local;
}

describe('a client without secret, rotation and revocation', () => {
  const enter = ({ aws }: LocalPool, USERNAME: string) =>
    aws.send(
      new InitiateAuthCommand({
        ClientId: open.id,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME, PASSWORD: chosen },
      }),
    );

  it('signs in by the flow it allows and refreshes without rotation', async () => {
    const pool = await start({ clients: [sessionClient, open] });
    const { RefreshToken } = tokensOf(await enter(pool, await member(pool)));
    const again = await pool.aws.send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.poolId,
        ClientId: open.id,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      }),
    );
    expect(again.AuthenticationResult?.AccessToken).toBeDefined();
    expect(again.AuthenticationResult?.RefreshToken).toBeUndefined();
    const revoke = new RevokeTokenCommand({ ClientId: open.id, Token: RefreshToken });
    await refused(pool.aws.send(revoke), 'UnsupportedOperationException');
    const foreign = { ClientId: pool.clientId, ClientSecret: pool.clientSecret };
    const revokeForeign = new RevokeTokenCommand({ ...foreign, Token: RefreshToken });
    await refused(pool.aws.send(revokeForeign), 'UnauthorizedException');
    const refreshForeign = new GetTokensFromRefreshTokenCommand({ ...foreign, RefreshToken });
    await refused(pool.aws.send(refreshForeign), 'NotAuthorizedException', /Invalid Refresh Token/);
  });

  it('says that nobody has the address when it is allowed to', async () => {
    const pool = await start({ clients: [sessionClient, open] });
    await refused(enter(pool, freshAddress()), 'UserNotFoundException');
    const forgotten = { ClientId: open.id, Username: freshAddress() };
    await refused(pool.aws.send(new ForgotPasswordCommand(forgotten)), 'UserNotFoundException');
    const confirmation = { ...forgotten, ConfirmationCode: '123456', Password: chosen };
    await refused(pool.aws.send(new ConfirmForgotPasswordCommand(confirmation)), 'UserNotFoundException');
  });
});

describe('attributes asked for at the first sign-in', () => {
  const attributes = [...pool.attributes, { name: 'name', mutable: true, required: true }];
  const enter = async (local: LocalPool, extra: Record<string, string>) => {
    const email = await invite(local);
    const { Session, ChallengeParameters } = await signIn(local, email, temporary);
    expect(ChallengeParameters?.['requiredAttributes']).toBe('["userAttributes.name"]');
    return answer(local, email, 'NEW_PASSWORD_REQUIRED', Session, { NEW_PASSWORD: chosen, ...extra });
  };

  it('must be given, and may be nothing that the client may not write', async () => {
    const pool = await start({ attributes, clients: [{ ...sessionClient, writeAttributes: ['name'] }] });
    await refused(enter(pool, {}), 'InvalidParameterException', /name missing/);
    const tenant = { 'userAttributes.name': 'Ana', 'userAttributes.custom:tenantId': randomUUID() };
    await refused(enter(pool, tenant), 'NotAuthorizedException', /unauthorized attribute/);
    tokensOf(await enter(pool, { 'userAttributes.name': 'Ana' }));
  });

  it('cannot change the tenant even where the client may write everything', async () => {
    const pool = await start({ attributes });
    const tenant = { 'userAttributes.name': 'Ana', 'userAttributes.custom:tenantId': randomUUID() };
    await refused(enter(pool, tenant), 'InvalidParameterException', /cannot be updated/);
  });
});

describe('what is switched off or unknown', () => {
  it('offers no authenticator apps where the pool has none', async () => {
    const pool = await start({ mfa: 'OFF' });
    const { AccessToken } = tokensOf(await signIn(pool, await member(pool), chosen));
    await refused(
      pool.aws.send(new AssociateSoftwareTokenCommand({ AccessToken })),
      'SoftwareTokenMFANotFoundException',
    );
  });

  it('refuses operations it does not have and bodies it cannot read', async () => {
    const { cognito } = await start({});
    const unknown = await cognito.handle('CreateUserPool', {}, undefined);
    expect(unknown).toMatchObject({ status: 400, body: { __type: 'UnknownOperationException' } });
    const inherited = await cognito.handle('toString', {}, undefined);
    expect(inherited).toMatchObject({ status: 400, body: { __type: 'UnknownOperationException' } });
    const unreadable = await cognito.handle('AdminGetUser', { UserPoolId: 7 }, undefined);
    expect(unreadable).toMatchObject({ status: 400, body: { __type: 'InvalidParameterException' } });
  });
});
