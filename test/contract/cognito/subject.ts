import { createHmac, randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  type AdminInitiateAuthCommandOutput,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';

/**
 * A user pool to try: sign-in by e-mail in any case, by invitation only, passwords of 12 and no composition rules,
 * immutable custom:tenantId, optional TOTP, and one confidential client with ALLOW_ADMIN_USER_PASSWORD_AUTH only,
 * refresh tokens rotated with 10 s of grace, access 15 min, refresh 12 h.
 */
export interface Subject {
  aws: CognitoIdentityProviderClient;
  poolId: string;
  clientId: string;
  clientSecret: string;
  /** Absent when the pool's own keys can be fetched. */
  jwks?: { keys: unknown[] };
  /** Absent where time cannot be moved: what needs it is skipped. */
  advance?: (seconds: number) => void;
  /** The code in the newest letter to an address; absent where letters cannot be read. */
  codeIn?: (email: string) => string;
}

export type Given = () => Subject;

export const temporary = 'first-day-Passw0rd!';
export const chosen = 'a long winter of rain';

export const secretHash = ({ clientSecret, clientId }: Subject, username: string) =>
  createHmac('sha256', clientSecret)
    .update(username + clientId)
    .digest('base64');

export const freshAddress = () => `ana.${randomUUID()}@riverton.example`;
export const tenantId = 't0123456789abcdefghijklmnop'.slice(0, 26);

export async function invite(subject: Subject, email = freshAddress()): Promise<string> {
  const attributes = { email, email_verified: 'true', 'custom:tenantId': tenantId };
  await subject.aws.send(
    new AdminCreateUserCommand({
      UserPoolId: subject.poolId,
      Username: email,
      TemporaryPassword: temporary,
      MessageAction: 'SUPPRESS',
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
  return email;
}

/** Somebody who has chosen a password. */
export async function member(subject: Subject): Promise<string> {
  const email = await invite(subject);
  const { aws, poolId } = subject;
  await aws.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: email, Password: chosen, Permanent: true }),
  );
  return email;
}

export const signIn = (subject: Subject, username: string, password: string) =>
  subject.aws.send(
    new AdminInitiateAuthCommand({
      UserPoolId: subject.poolId,
      ClientId: subject.clientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: password, SECRET_HASH: secretHash(subject, username) },
    }),
  );

export function answer(
  subject: Subject,
  username: string,
  challenge: 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA',
  session: string | undefined,
  responses: Record<string, string>,
) {
  return subject.aws.send(
    new AdminRespondToAuthChallengeCommand({
      UserPoolId: subject.poolId,
      ClientId: subject.clientId,
      ChallengeName: challenge,
      Session: session,
      ChallengeResponses: { USERNAME: username, SECRET_HASH: secretHash(subject, username), ...responses },
    }),
  );
}

export const choosePassword = (subject: Subject, username: string, session: string | undefined, password: string) =>
  answer(subject, username, 'NEW_PASSWORD_REQUIRED', session, { NEW_PASSWORD: password });

type Tokens = Record<'AccessToken' | 'IdToken' | 'RefreshToken', string>;

export function tokensOf({
  AuthenticationResult: result,
}: Pick<AdminInitiateAuthCommandOutput, 'AuthenticationResult'>) {
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = result ?? {};
  const tokens: Tokens = { AccessToken, IdToken, RefreshToken };
  expect(Object.values(tokens)).not.toContain('');
  return tokens;
}

export async function signedIn(subject: Subject) {
  const email = await member(subject);
  return { email, ...tokensOf(await signIn(subject, email, chosen)) };
}

export async function refused(call: Promise<unknown>, name: string, message?: RegExp) {
  await expect(call).rejects.toMatchObject({
    name,
    ...(message ? { message: expect.stringMatching(message) as string } : {}),
  });
}

export const notAuthorized = 'NotAuthorizedException';
export const inventedSession = 'A'.repeat(64);
