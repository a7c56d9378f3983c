import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  ConfirmForgotPasswordCommand,
  DescribeUserPoolClientCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  RevokeTokenCommand,
  SetUserMFAPreferenceCommand,
  UpdateUserAttributesCommand,
  VerifySoftwareTokenCommand,
  VerifyUserAttributeCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { outcome, tokensOf, type ChallengeName } from './outcome.ts';

export interface Pool {
  readonly poolId: string;
  readonly clientId: string;
}

/** What a wrong password, an unknown or disabled account and a used-up token have in common: no entry. */
const refusals = new Set([
  'AliasExistsException',
  'NotAuthorizedException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
  'InvalidParameterException',
  'InvalidPasswordException',
  'CodeMismatchException',
  'EnableSoftwareTokenMFAException',
  'ExpiredCodeException',
  'LimitExceededException',
  'TooManyFailedAttemptsException',
  'TooManyRequestsException',
]);

/** The user pool, spoken to from the server only: no token and no client secret ever reaches a browser's scripts. */
export const identityProvider = (client: CognitoIdentityProviderClient, { poolId, clientId }: Pool) => {
  const clientSecret = secretReader(client, { poolId, clientId });
  const mac = async (text: string) => createHmac('sha256', await clientSecret()).update(text);
  const hash = async (username: string) => (await mac(`${username}${clientId}`)).digest('base64');
  const seal = async (text: string) => (await mac(`session ${text}`)).digest('base64url');
  const here = { UserPoolId: poolId, ClientId: clientId };

  return {
    /** Tokens or the next question for a right password; undefined for every kind of refusal alike. */
    signIn: (email: string, password: string) =>
      refused(async () => {
        const AuthParameters = { USERNAME: email, PASSWORD: password, SECRET_HASH: await hash(email) };
        const command = { ...here, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters } as const;
        return outcome(await client.send(new AdminInitiateAuthCommand(command)));
      }),
    answer: (kind: ChallengeName, email: string, session: string, given: Readonly<Record<string, string>>) =>
      refused(async () => {
        const ChallengeResponses = { USERNAME: email, SECRET_HASH: await hash(email), ...given };
        const command = { ...here, ChallengeName: kind, Session: session, ChallengeResponses };
        return outcome(await client.send(new AdminRespondToAuthChallengeCommand(command)));
      }),
    /** The next pair. `reused` means the token was used up before, so that one of its two holders is a thief. */
    refresh: async (refreshToken: string) => {
      const ClientSecret = await clientSecret();
      try {
        return await refused(async () => {
          const command = { ClientId: clientId, ClientSecret, RefreshToken: refreshToken };
          const { AuthenticationResult } = await client.send(new GetTokensFromRefreshTokenCommand(command));
          return tokensOf(AuthenticationResult);
        });
      } catch (error) {
        if (error instanceof Error && error.name === 'RefreshTokenReuseException') return 'reused' as const;
        throw error;
      }
    },
    revoke: (refreshToken: string) =>
      refused(async () => {
        const command = { ClientId: clientId, ClientSecret: await clientSecret(), Token: refreshToken };
        await client.send(new RevokeTokenCommand(command));
        return true;
      }),
    /** Has Cognito verify an access token: signature, life and revocation. */
    verify: (accessToken: string) =>
      refused(async () => {
        await client.send(new GetUserCommand({ AccessToken: accessToken }));
        return true;
      }),
    /** Has Cognito send a code to a new address. Undefined also when another account has it: then nothing is sent. */
    askEmail: (AccessToken: string, Value: string) =>
      refused(async () => {
        const UserAttributes = [{ Name: 'email', Value }];
        await client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
        return true;
      }),
    confirmEmail: (AccessToken: string, Code: string) =>
      refused(async () => {
        await client.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }));
        return true;
      }),
    /** The verified address of whoever holds the token. */
    emailOf: (AccessToken: string) =>
      refused(async () => {
        const { UserAttributes = [] } = await client.send(new GetUserCommand({ AccessToken }));
        return UserAttributes.find(({ Name }) => Name === 'email')?.Value;
      }),
    /** A new secret for an authenticator app; it counts once a code made from it was shown. */
    newSecret: (AccessToken: string) =>
      refused(async () => (await client.send(new AssociateSoftwareTokenCommand({ AccessToken }))).SecretCode),
    confirmSecret: (AccessToken: string, UserCode: string) =>
      refused(async () => {
        const { Status } = await client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
        if (Status !== 'SUCCESS') return undefined;
        const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
        await client.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
        return true;
      }),
    /** From now on the password alone is asked for. */
    dropCodes: async (Username: string): Promise<void> => {
      const SoftwareTokenMfaSettings = { Enabled: false, PreferredMfa: false };
      await client.send(
        new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username, SoftwareTokenMfaSettings }),
      );
    },
    /** Whose address this is: the account's id and its agency. */
    account: (email: string) =>
      refused(async () => {
        const { UserAttributes = [] } = await client.send(
          new AdminGetUserCommand({ UserPoolId: poolId, Username: email }),
        );
        const named = (name: string) => UserAttributes.find(({ Name }) => Name === name)?.Value;
        const [id, tenantId] = [named('sub'), named('custom:tenantId')];
        return id !== undefined && tenantId !== undefined ? { id, tenantId } : undefined;
      }),
    forgotPassword: (email: string) =>
      refused(async () => {
        const command = { ClientId: clientId, Username: email, SecretHash: await hash(email) };
        await client.send(new ForgotPasswordCommand(command));
        return true;
      }),
    confirmPassword: (email: string, code: string, password: string) =>
      refused(async () => {
        await client.send(
          new ConfirmForgotPasswordCommand({
            ClientId: clientId,
            Username: email,
            SecretHash: await hash(email),
            ConfirmationCode: code,
            Password: password,
          }),
        );
        return true;
      }),
    /** Proof that a text went out from here, for what a browser keeps and brings back. */
    seal,
    sealed: async (text: string, given: string) => {
      const [right, shown] = [Buffer.from(await seal(text)), Buffer.from(given)];
      return right.length === shown.length && timingSafeEqual(right, shown);
    },
  };
};

export type IdentityProvider = ReturnType<typeof identityProvider>;

/** Read once for an environment's lifetime. A passing failure must not outlive itself in a warm environment. */
const secretReader = (client: CognitoIdentityProviderClient, { poolId, clientId }: Pool) => {
  let secret: Promise<string> | undefined;
  return () =>
    (secret ??= client
      .send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }))
      .then(({ UserPoolClient }) => {
        if (UserPoolClient?.ClientSecret === undefined) throw new Error('The user pool client has no secret.');
        return UserPoolClient.ClientSecret;
      })
      .catch((error: unknown) => {
        secret = undefined;
        throw error;
      }));
};

const refused = async <T>(call: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && refusals.has(error.name)) return undefined;
    throw error;
  }
};
