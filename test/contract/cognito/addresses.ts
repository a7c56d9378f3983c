import {
  AdminGetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import {
  chosen,
  freshAddress,
  invite,
  member,
  notAuthorized,
  refused,
  signedIn,
  signIn,
  tenantId,
  tokensOf,
  type Given,
  type Subject,
} from './subject.ts';

const ask = ({ aws }: Subject, AccessToken: string, Value: string) =>
  aws.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'email', Value }] }));

const prove = ({ aws }: Subject, AccessToken: string, Code: string) =>
  aws.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code }));

const held = async ({ aws, poolId }: Subject, Username: string) => {
  const { UserAttributes = [] } = await aws.send(new AdminGetUserCommand({ UserPoolId: poolId, Username }));
  const named = (name: string) => UserAttributes.find(({ Name }) => Name === name)?.Value;
  return { email: named('email'), verified: named('email_verified') };
};

const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

export function addresses(given: Given): void {
  it('keeps the old address until the code from the new one is there, and then knows the new one only', async ({
    skip,
  }) => {
    const subject = given();
    if (!subject.codeIn) return skip();
    const [{ email, AccessToken }, next] = [await signedIn(subject), freshAddress()];
    const { CodeDeliveryDetailsList } = await ask(subject, AccessToken, next);
    expect(CodeDeliveryDetailsList).toMatchObject([{ AttributeName: 'email', DeliveryMedium: 'EMAIL' }]);
    expect(await held(subject, email)).toEqual({ email, verified: 'true' });
    await refused(signIn(subject, next, chosen), notAuthorized);
    const code = subject.codeIn(next);
    await refused(prove(subject, AccessToken, wrong(code)), 'CodeMismatchException');
    await prove(subject, AccessToken, code);
    expect(await held(subject, next)).toEqual({ email: next, verified: 'true' });
    tokensOf(await signIn(subject, next, chosen));
    await refused(signIn(subject, email, chosen), notAuthorized);
    await refused(prove(subject, AccessToken, code), 'ExpiredCodeException');
  });

  it('never gives an address to a second account', async ({ skip }) => {
    const subject = given();
    if (!subject.codeIn) return skip();
    const [{ AccessToken }, taken, next] = [await signedIn(subject), await member(subject), freshAddress()];
    await refused(ask(subject, AccessToken, taken), 'AliasExistsException');
    await ask(subject, AccessToken, next);
    await invite(subject, next);
    await refused(prove(subject, AccessToken, subject.codeIn(next)), 'AliasExistsException');
  });

  it('lets nobody guess a code for long', async ({ skip }) => {
    const subject = given();
    if (!subject.codeIn) return skip();
    const [{ AccessToken }, next] = [await signedIn(subject), freshAddress()];
    await ask(subject, AccessToken, next);
    const code = subject.codeIn(next);
    for (let guess = 0; guess < 5; guess++)
      await refused(prove(subject, AccessToken, wrong(code)), 'CodeMismatchException');
    await refused(prove(subject, AccessToken, code), 'LimitExceededException');
  });

  it('lets nobody change the tenant', async () => {
    const { AccessToken } = await signedIn(given());
    const UserAttributes = [{ Name: 'custom:tenantId', Value: tenantId }];
    await expect(
      given().aws.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes })),
    ).rejects.toMatchObject({ name: expect.stringMatching(/NotAuthorized|InvalidParameter/) as string });
  });
}
