import { createHmac } from 'node:crypto';
import {
  AdminInitiateAuthCommand,
  DescribeUserPoolClientCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  RevokeTokenCommand,
  type AuthenticationResultType,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly expiresInSeconds: number;
}

export interface Pool {
  readonly poolId: string;
  readonly clientId: string;
}

/** What a wrong password, an unknown or disabled account and a used-up token have in common: no entry. */
const refusals = new Set([
  'NotAuthorizedException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
  'InvalidParameterException',
  'RefreshTokenReuseException',
  'TooManyRequestsException',
]);

/** The user pool, spoken to from the server only: no token and no client secret ever reaches a browser's scripts. */
export const identityProvider = (client: CognitoIdentityProviderClient, { poolId, clientId }: Pool) => {
  let secret: Promise<string> | undefined;
  const clientSecret = () =>
    (secret ??= client
      .send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }))
      .then(({ UserPoolClient }) => {
        if (UserPoolClient?.ClientSecret === undefined) throw new Error('The user pool client has no secret.');
        return UserPoolClient.ClientSecret;
      })
      .catch((error: unknown) => {
        secret = undefined; // A passing failure must not outlive itself in a warm environment.
        throw error;
      }));

  const hash = async (username: string) =>
    createHmac('sha256', await clientSecret())
      .update(`${username}${clientId}`)
      .digest('base64');

  return {
    /** Tokens for a right password; undefined for every kind of refusal alike. */
    signIn: (email: string, password: string) =>
      refused(async () => {
        const { AuthenticationResult } = await client.send(
          new AdminInitiateAuthCommand({
            UserPoolId: poolId,
            ClientId: clientId,
            AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
            AuthParameters: { USERNAME: email, PASSWORD: password, SECRET_HASH: await hash(email) },
          }),
        );
        return tokens(AuthenticationResult);
      }),
    /** The next pair; the old refresh token is used up. Undefined when it is not good any more. */
    refresh: (refreshToken: string) =>
      refused(async () => {
        const { AuthenticationResult } = await client.send(
          new GetTokensFromRefreshTokenCommand({
            ClientId: clientId,
            ClientSecret: await clientSecret(),
            RefreshToken: refreshToken,
          }),
        );
        return tokens(AuthenticationResult);
      }),
    revoke: (refreshToken: string) =>
      refused(async () => {
        await client.send(
          new RevokeTokenCommand({ ClientId: clientId, ClientSecret: await clientSecret(), Token: refreshToken }),
        );
        return true;
      }),
    /** Has Cognito verify an access token: signature, life and revocation. */
    verify: (accessToken: string) =>
      refused(async () => {
        await client.send(new GetUserCommand({ AccessToken: accessToken }));
        return true;
      }),
  };
};

export type IdentityProvider = ReturnType<typeof identityProvider>;

const tokens = (result: AuthenticationResultType | undefined): Tokens | undefined =>
  result?.AccessToken !== undefined && result.RefreshToken !== undefined
    ? { access: result.AccessToken, refresh: result.RefreshToken, expiresInSeconds: result.ExpiresIn ?? 900 }
    : undefined;

const refused = async <T>(call: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && refusals.has(error.name)) return undefined;
    throw error;
  }
};
