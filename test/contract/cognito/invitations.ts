import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import {
  choosePassword,
  chosen,
  freshAddress,
  inventedSession,
  invite,
  member,
  notAuthorized,
  refused,
  signIn,
  temporary,
  tokensOf,
  type Given,
} from './subject.ts';

export function invitations(given: Given): void {
  it('lets an invited person in only after a password of their own is chosen', async () => {
    const subject = given();
    const email = await invite(subject);
    const first = await signIn(subject, email, temporary);
    expect(first.AuthenticationResult).toBeUndefined();
    expect(first.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    tokensOf(await choosePassword(subject, email, first.Session, chosen));
    tokensOf(await signIn(subject, email, chosen));
  });

  it('refuses the temporary password once another is chosen', async () => {
    const subject = given();
    const email = await invite(subject);
    const { Session } = await signIn(subject, email, temporary);
    await choosePassword(subject, email, Session, chosen);
    await refused(signIn(subject, email, temporary), notAuthorized, /Incorrect username or password/);
  });

  it('refuses a wrong temporary password', async () => {
    const subject = given();
    const email = await invite(subject);
    await refused(signIn(subject, email, 'something else 9'), notAuthorized, /Incorrect username or password/);
  });

  it('refuses a new password with an invented session', async () => {
    const subject = given();
    const email = await invite(subject);
    await refused(choosePassword(subject, email, inventedSession, chosen), notAuthorized, /Invalid session/);
    await refused(signIn(subject, email, chosen), notAuthorized);
  });

  it('takes a session once', async () => {
    const subject = given();
    const email = await invite(subject);
    const { Session } = await signIn(subject, email, temporary);
    const both = await Promise.allSettled([
      choosePassword(subject, email, Session, chosen),
      choosePassword(subject, email, Session, `${chosen} again`),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await refused(choosePassword(subject, email, Session, chosen), notAuthorized, /Invalid session/);
  });

  it('does not take the session of one person from another', async () => {
    const subject = given();
    const [email, other] = [await invite(subject), await invite(subject)];
    const { Session } = await signIn(subject, email, temporary);
    await refused(choosePassword(subject, other, Session, chosen), notAuthorized, /Invalid session/);
  });

  it('ends a challenge when the password behind it is replaced', async () => {
    const subject = given();
    const email = await invite(subject);
    const { Session } = await signIn(subject, email, temporary);
    const { aws, poolId: UserPoolId } = subject;
    await aws.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: `${temporary} 2` }));
    await refused(choosePassword(subject, email, Session, chosen), notAuthorized, /Invalid session/);
  });

  it('refuses a new password against the policy, and takes a better one in the same session', async () => {
    const subject = given();
    const email = await invite(subject);
    const { Session } = await signIn(subject, email, temporary);
    await refused(choosePassword(subject, email, Session, 'short'), 'InvalidPasswordException');
    tokensOf(await choosePassword(subject, email, Session, chosen));
  });

  it('lets a challenge expire', async ({ skip }) => {
    const subject = given();
    if (!subject.advance) return skip();
    const email = await invite(subject);
    const { Session } = await signIn(subject, email, temporary);
    subject.advance(181);
    await refused(choosePassword(subject, email, Session, chosen), notAuthorized, /session is expired/);
  });

  it('refuses an expired temporary password until it is sent again', async ({ skip }) => {
    const subject = given();
    if (!subject.advance || !subject.codeIn) return skip();
    const email = await invite(subject);
    subject.advance(8 * 24 * 3600);
    await refused(signIn(subject, email, temporary), notAuthorized, /Temporary password has expired/);
    await create(given, email, { MessageAction: 'RESEND' });
    expect((await signIn(subject, email, subject.codeIn(email))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    await refused(signIn(subject, email, temporary), notAuthorized);
  });

  it('sends a temporary password of its own making by mail', async ({ skip }) => {
    const subject = given();
    if (!subject.codeIn) return skip();
    const email = freshAddress();
    const { User } = await create(given, email, {});
    expect(User).toMatchObject({ Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' });
    expect((await signIn(subject, email, subject.codeIn(email))).ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  it('refuses a second account for one address', async () => {
    await refused(create(given, await invite(given()), {}), 'UsernameExistsException');
  });

  it('refuses a second account for one address in another case', async () => {
    const email = await invite(given());
    await refused(create(given, email.toUpperCase(), {}), 'UsernameExistsException');
  });

  it('refuses a user name that is no address', async () => {
    await refused(create(given, 'ana', {}), 'InvalidParameterException');
  });

  it('refuses a temporary password against the policy', async () => {
    await refused(create(given, freshAddress(), { TemporaryPassword: 'x' }), 'InvalidPasswordException');
  });

  it('sends no second invitation to a member', async () => {
    await refused(create(given, await member(given()), { MessageAction: 'RESEND' }), 'UnsupportedUserStateException');
  });

  it('sends no second invitation to nobody', async () => {
    await refused(create(given, freshAddress(), { MessageAction: 'RESEND' }), 'UserNotFoundException');
  });

  it('keeps the tenant of the invitation', async () => {
    const { aws, poolId } = given();
    const email = await invite(given());
    const { UserAttributes = [] } = await aws.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: email }));
    expect(UserAttributes.map(({ Name }) => Name)).toContain('custom:tenantId');
  });
}

const create = (given: Given, email: string, rest: { MessageAction?: 'RESEND'; TemporaryPassword?: string }) =>
  given().aws.send(
    new AdminCreateUserCommand({
      UserPoolId: given().poolId,
      Username: email,
      DesiredDeliveryMediums: ['EMAIL'],
      UserAttributes: [{ Name: 'email', Value: email }],
      ...rest,
    }),
  );
