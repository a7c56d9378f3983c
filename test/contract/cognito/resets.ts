import {
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import {
  chosen,
  freshAddress,
  invite,
  member,
  notAuthorized,
  refused,
  secretHash,
  signIn,
  tokensOf,
  type Given,
  type Subject,
} from './subject.ts';

const better = 'after the flood of May';

const forget = (subject: Subject, email: string) =>
  subject.aws.send(
    new ForgotPasswordCommand({ ClientId: subject.clientId, Username: email, SecretHash: secretHash(subject, email) }),
  );

const confirm = (subject: Subject, email: string, code: string, password = better) =>
  subject.aws.send(
    new ConfirmForgotPasswordCommand({
      ClientId: subject.clientId,
      Username: email,
      SecretHash: secretHash(subject, email),
      ConfirmationCode: code,
      Password: password,
    }),
  );

const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

export function resets(given: Given): void {
  it('changes the password with the code from the letter, once', async ({ skip }) => {
    const subject = given();
    if (!subject.codeIn) return skip();
    const email = await member(subject);
    await forget(subject, email);
    const code = subject.codeIn(email);
    await confirm(subject, email, code);
    tokensOf(await signIn(subject, email, better));
    await refused(signIn(subject, email, chosen), notAuthorized);
    await refused(confirm(subject, email, code, chosen), 'ExpiredCodeException');
  });

  it('refuses a wrong code and a password against the policy', async ({ skip }) => {
    const subject = given();
    if (!subject.codeIn) return skip();
    const email = await member(subject);
    await forget(subject, email);
    const code = subject.codeIn(email);
    await refused(confirm(subject, email, wrong(code)), 'CodeMismatchException');
    await refused(confirm(subject, email, code, 'short'), 'InvalidPasswordException');
    await confirm(subject, email, code);
  });

  it('lets nobody guess a code for long', async ({ skip }) => {
    const subject = given();
    if (!subject.codeIn) return skip();
    const email = await member(subject);
    await forget(subject, email);
    const code = subject.codeIn(email);
    for (let guess = 0; guess < 5; guess++)
      await refused(confirm(subject, email, wrong(code)), 'CodeMismatchException');
    await refused(confirm(subject, email, code), 'LimitExceededException');
    tokensOf(await signIn(subject, email, chosen));
  });

  it('lets a code expire', async ({ skip }) => {
    const subject = given();
    if (!subject.codeIn || !subject.advance) return skip();
    const email = await member(subject);
    await forget(subject, email);
    subject.advance(3601);
    await refused(confirm(subject, email, subject.codeIn(email)), 'ExpiredCodeException');
  });

  it('sends a limited number of codes in an hour', async ({ skip }) => {
    const subject = given();
    if (!subject.codeIn) return skip();
    const email = await member(subject);
    const asked = async () => {
      for (let request = 0; request < 21; request++) await forget(subject, email);
    };
    await refused(asked(), 'LimitExceededException');
  });

  const disabled = async () => {
    const email = await member(given());
    await given().aws.send(new AdminDisableUserCommand({ UserPoolId: given().poolId, Username: email }));
    return email;
  };
  const strangers = {
    'an address that nobody has': () => Promise.resolve(freshAddress()),
    'a disabled account': disabled,
  };

  it.each(Object.entries(strangers))('pretends to send to %s', async (_who, address) => {
    const { CodeDeliveryDetails } = await forget(given(), await address());
    expect(CodeDeliveryDetails).toMatchObject({ DeliveryMedium: 'EMAIL', Destination: 'a***@r***' });
  });

  it.each(Object.entries(strangers))('takes no code for %s', async (_who, address) => {
    const email = await address();
    await forget(given(), email);
    await refused(confirm(given(), email, '123456'), 'CodeMismatchException');
  });

  it('gives an invited person no way round the temporary password', async () => {
    const email = await invite(given());
    await refused(forget(given(), email), notAuthorized, /cannot be reset in the current state/);
  });

  it('sends a code when an administrator resets, and lets nobody in before it is used', async ({ skip }) => {
    const subject = given();
    if (!subject.codeIn) return skip();
    const email = await member(subject);
    await subject.aws.send(new AdminResetUserPasswordCommand({ UserPoolId: subject.poolId, Username: email }));
    await refused(signIn(subject, email, chosen), 'PasswordResetRequiredException');
    await confirm(subject, email, subject.codeIn(email));
    tokensOf(await signIn(subject, email, better));
  });
}
