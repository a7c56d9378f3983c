import {
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { stepOf, totpAt } from '#infra/local/cognito/totp.ts';
import {
  answer,
  chosen,
  inventedSession,
  member,
  notAuthorized,
  refused,
  signedIn,
  signIn,
  tokensOf,
  type Given,
  type Subject,
} from './subject.ts';

const codeNow = (secret: string, drift = 0) => totpAt(secret, stepOf(Date.now()) + drift);
const wrong = (secret: string) =>
  ['000000', '111111'].find((code) => ![-1, 0, 1].some((drift) => codeNow(secret, drift) === code)) ?? '222222';

const prefer = (subject: Subject, email: string) =>
  subject.aws.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: subject.poolId,
      Username: email,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  );

async function enrolled(subject: Subject) {
  const { email, AccessToken } = await signedIn(subject);
  const { SecretCode: secret = '' } = await subject.aws.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const UserCode = codeNow(secret);
  await refused(
    subject.aws.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: wrong(secret) })),
    'EnableSoftwareTokenMFAException',
  );
  await subject.aws.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
  await prefer(subject, email);
  return { email, secret };
}

const showCode = (subject: Subject, email: string, session: string | undefined, code: string) =>
  answer(subject, email, 'SOFTWARE_TOKEN_MFA', session, { SOFTWARE_TOKEN_MFA_CODE: code });

export function authenticator(given: Given): void {
  it('is enrolled with a code of its secret, and no other', async () => {
    await enrolled(given());
  });

  it('is asked for after the password', async () => {
    const { email, AccessToken } = await signedIn(given());
    const { aws } = given();
    const { SecretCode = '' } = await aws.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    const code = codeNow(SecretCode);
    const { Status } = await aws.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code }));
    expect(Status).toBe('SUCCESS');
    await prefer(given(), email);
    const first = await signIn(given(), email, chosen);
    expect(first).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });
    expect(first.AuthenticationResult).toBeUndefined();
    // The next code of the same app: this one is spent.
    tokensOf(await showCode(given(), email, first.Session, codeNow(SecretCode, 1)));
  });

  it('asks for a code after the password, and takes no code twice', async ({ skip }) => {
    const subject = given();
    if (!subject.advance) return skip();
    const { email, secret } = await enrolled(subject);
    const first = await signIn(subject, email, chosen);
    expect(first).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });
    expect(first.AuthenticationResult).toBeUndefined();
    await refused(
      showCode(subject, email, first.Session, codeNow(secret)),
      'ExpiredCodeException',
      /already been used/,
    );
    subject.advance(30);
    const code = codeNow(secret);
    tokensOf(await showCode(subject, email, first.Session, code));
    const second = await signIn(subject, email, chosen);
    await refused(showCode(subject, email, second.Session, code), 'ExpiredCodeException');
  });

  it('refuses a code with an invented session', async ({ skip }) => {
    const subject = given();
    if (!subject.advance) return skip();
    const { email, secret } = await enrolled(subject);
    subject.advance(30);
    await refused(showCode(subject, email, inventedSession, codeNow(secret)), notAuthorized, /Invalid session/);
  });

  it('lets nobody guess codes for long, even with the right password', async ({ skip }) => {
    const subject = given();
    if (!subject.advance) return skip();
    const { email, secret } = await enrolled(subject);
    subject.advance(30);
    const { Session } = await signIn(subject, email, chosen);
    for (let guess = 0; guess < 5; guess++)
      await refused(showCode(subject, email, Session, wrong(secret)), 'CodeMismatchException');
    await refused(showCode(subject, email, Session, codeNow(secret)), notAuthorized);
    await refused(signIn(subject, email, chosen), notAuthorized, /Password attempts exceeded/);
  });

  it('cannot be turned on before a code was shown', async () => {
    await refused(prefer(given(), await member(given())), 'InvalidParameterException');
  });
}
