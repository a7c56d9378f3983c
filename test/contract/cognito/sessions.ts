import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminInitiateAuthCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import { notAuthorized, refused, secretHash, signedIn, tokensOf, type Given, type Subject } from './subject.ts';

const refresh = (subject: Subject, token: string, secret = subject.clientSecret) =>
  subject.aws.send(
    new GetTokensFromRefreshTokenCommand({ ClientId: subject.clientId, ClientSecret: secret, RefreshToken: token }),
  );

const revoke = (subject: Subject, token: string, secret = subject.clientSecret) =>
  subject.aws.send(new RevokeTokenCommand({ ClientId: subject.clientId, ClientSecret: secret, Token: token }));

const whoAmI = (subject: Subject, token: string) => subject.aws.send(new GetUserCommand({ AccessToken: token }));

export function sessions(given: Given): void {
  it('replaces the refresh token with each use and keeps the time of sign-in', async ({ skip }) => {
    const subject = given();
    const first = await signedIn(subject);
    subject.advance?.(60);
    const second = tokensOf(await refresh(subject, first.RefreshToken));
    expect(second.RefreshToken).not.toBe(first.RefreshToken);
    const [before, after] = [decodeJwt(first.AccessToken), decodeJwt(second.AccessToken)];
    expect(after).toMatchObject({ auth_time: before['auth_time'], origin_jti: before['origin_jti'], sub: before.sub });
    expect(after.jti).not.toBe(before.jti);
    if (!subject.advance) return skip();
    tokensOf(await refresh(subject, first.RefreshToken));
    subject.advance(11);
    await refused(refresh(subject, first.RefreshToken), 'RefreshTokenReuseException');
    tokensOf(await refresh(subject, second.RefreshToken));
  });

  it('ends for good after the refresh lifetime, however often the tokens were refreshed', async ({ skip }) => {
    const subject = given();
    if (!subject.advance) return skip();
    const { RefreshToken } = await signedIn(subject);
    subject.advance(11.9 * 3600);
    const later = tokensOf(await refresh(subject, RefreshToken));
    subject.advance(0.2 * 3600);
    await refused(refresh(subject, later.RefreshToken), notAuthorized, /expired/);
  });

  it('refuses REFRESH_TOKEN_AUTH where tokens rotate', async () => {
    const subject = given();
    const { email, RefreshToken } = await signedIn(subject);
    const parameters = { REFRESH_TOKEN: RefreshToken, SECRET_HASH: secretHash(subject, email) };
    const { poolId: UserPoolId, clientId: ClientId } = subject;
    const input = { UserPoolId, ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: parameters } as const;
    await refused(subject.aws.send(new AdminInitiateAuthCommand(input)), 'InvalidParameterException');
  });

  it('refreshes nothing without the client secret or with an invented token', async () => {
    const subject = given();
    const { RefreshToken } = await signedIn(subject);
    await refused(refresh(subject, RefreshToken, 'guess'.repeat(6)), notAuthorized, /secret/);
    await refused(refresh(subject, 'A'.repeat(80)), notAuthorized, /Invalid Refresh Token/);
  });

  it('revokes a refresh token with every token that came from it, before and after', async () => {
    const subject = given();
    const first = await signedIn(subject);
    const second = tokensOf(await refresh(subject, first.RefreshToken));
    await whoAmI(subject, second.AccessToken);
    await revoke(subject, second.RefreshToken);
    await refused(refresh(subject, second.RefreshToken), notAuthorized, /revoked/);
    await refused(refresh(subject, first.RefreshToken), notAuthorized, /revoked/);
    await refused(whoAmI(subject, first.AccessToken), notAuthorized, /revoked/);
    await refused(whoAmI(subject, second.AccessToken), notAuthorized, /revoked/);
    await revoke(subject, second.RefreshToken);
  });

  it('revokes no access token and nothing without the client secret', async () => {
    const subject = given();
    const { AccessToken, RefreshToken } = await signedIn(subject);
    await refused(revoke(subject, AccessToken), 'UnsupportedTokenTypeException');
    await refused(revoke(subject, RefreshToken, 'guess'.repeat(6)), 'UnauthorizedException');
    tokensOf(await refresh(subject, RefreshToken));
  });

  const endings = {
    'a global sign-out': AdminUserGlobalSignOutCommand,
    disabling: AdminDisableUserCommand,
    deletion: AdminDeleteUserCommand,
  };
  it.each(Object.entries(endings))('ends with %s', async (_name, Ending) => {
    const subject = given();
    const { email, AccessToken, RefreshToken } = await signedIn(subject);
    await subject.aws.send(new Ending({ UserPoolId: subject.poolId, Username: email }));
    await refused(refresh(subject, RefreshToken), notAuthorized);
    await expect(whoAmI(subject, AccessToken)).rejects.toThrow();
  });

  it.each(Object.entries(endings))('takes no access token after %s', async (_name, Ending) => {
    const subject = given();
    const { email, AccessToken } = await signedIn(subject);
    await whoAmI(subject, AccessToken);
    await subject.aws.send(new Ending({ UserPoolId: subject.poolId, Username: email }));
    await expect(whoAmI(subject, AccessToken)).rejects.toMatchObject({
      name: expect.stringMatching(/^(NotAuthorized|UserNotFound)Exception$/) as string,
    });
  });

  it('stays ended when a disabled account is enabled again', async () => {
    const subject = given();
    const { email, AccessToken, RefreshToken } = await signedIn(subject);
    const target = { UserPoolId: subject.poolId, Username: email };
    await subject.aws.send(new AdminDisableUserCommand(target));
    await subject.aws.send(new AdminEnableUserCommand(target));
    await refused(refresh(subject, RefreshToken), notAuthorized, /revoked/);
    await refused(whoAmI(subject, AccessToken), notAuthorized, /revoked/);
  });

  it('knows the bearer of an access token', async () => {
    const { email, AccessToken } = await signedIn(given());
    const { UserAttributes = [] } = await whoAmI(given(), AccessToken);
    expect(UserAttributes).toContainEqual({ Name: 'email', Value: email });
  });

  it('knows nobody by a forged, foreign or expired token', async () => {
    const subject = given();
    const { AccessToken, IdToken } = await signedIn(subject);
    await refused(whoAmI(subject, IdToken), notAuthorized, /Invalid Access Token/);
    await refused(whoAmI(subject, `${AccessToken.slice(0, -4)}AAAA`), notAuthorized, /Invalid Access Token/);
    if (!subject.advance) return;
    subject.advance(901);
    await refused(whoAmI(subject, AccessToken), notAuthorized, /expired/);
  });
}
