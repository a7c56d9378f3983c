import {
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  InitiateAuthCommand,
  SignUpCommand,
  type AuthFlowType,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import {
  choosePassword,
  chosen,
  freshAddress,
  invite,
  member,
  notAuthorized,
  refused,
  secretHash,
  signedIn,
  signIn,
  temporary,
  tenantId,
  tokensOf,
  type Given,
  type Subject,
} from './subject.ts';

function verifier(subject: Subject) {
  const made = CognitoJwtVerifier.create({ userPoolId: subject.poolId, clientId: subject.clientId });
  // The verifier's own check of the key set's shape is what we want here.
  if (subject.jwks) made.cacheJwks(subject.jwks as Parameters<typeof made.cacheJwks>[0]);
  return made;
}

const failTimes = async (subject: Subject, email: string, times: number) => {
  for (let attempt = 0; attempt < times; attempt++)
    await refused(signIn(subject, email, 'not the password'), notAuthorized, /Incorrect username or password/);
};

export function signingIn(given: Given): void {
  it('gives tokens that the product’s own verifier takes', async () => {
    const subject = given();
    const { email, AccessToken, IdToken } = await signedIn(subject);
    const access = await verifier(subject).verify(AccessToken, { tokenUse: 'access' });
    expect(access).toMatchObject({
      client_id: subject.clientId,
      username: access.sub,
      scope: 'aws.cognito.signin.user.admin',
    });
    expect(access['aud']).toBeUndefined();
    const id = await verifier(subject).verify(IdToken, { tokenUse: 'id' });
    expect(id).toMatchObject({ email, email_verified: true, 'custom:tenantId': tenantId, sub: access.sub });
    await expect(verifier(subject).verify(IdToken, { tokenUse: 'access' })).rejects.toThrow();
  });

  it('gives tokens for as long as the client says', async () => {
    const { exp = 0, iat = 0 } = decodeJwt((await signedIn(given())).AccessToken);
    expect(exp - iat).toBe(900);
  });

  it('says in a token which sign-in it came from', async () => {
    const access = decodeJwt((await signedIn(given())).AccessToken);
    for (const claim of ['jti', 'origin_jti', 'event_id', 'auth_time']) expect(access).toHaveProperty([claim]);
  });

  it('takes the address in any case', async () => {
    const email = await member(given());
    tokensOf(await signIn(given(), email.toUpperCase(), chosen));
  });

  it('says the same of a wrong password and of nobody', async () => {
    const email = await member(given());
    await refused(signIn(given(), email, 'not the password'), notAuthorized, /^Incorrect username or password\.$/);
    await refused(signIn(given(), freshAddress(), chosen), notAuthorized, /^Incorrect username or password\.$/);
  });

  it('refuses a disabled user until the account is enabled again', async () => {
    const subject = given();
    const email = await member(subject);
    const target = { UserPoolId: subject.poolId, Username: email };
    await subject.aws.send(new AdminDisableUserCommand(target));
    await refused(signIn(subject, email, chosen), notAuthorized, /User is disabled/);
    await subject.aws.send(new AdminEnableUserCommand(target));
    tokensOf(await signIn(subject, email, chosen));
  });

  it('refuses to end a sign-in that began before the account was disabled', async () => {
    const subject = given();
    const email = await invite(subject);
    const { Session } = await signIn(subject, email, temporary);
    await subject.aws.send(new AdminDisableUserCommand({ UserPoolId: subject.poolId, Username: email }));
    await refused(choosePassword(subject, email, Session, chosen), notAuthorized, /User is disabled/);
  });

  const attempt = async (hash?: string) => {
    const { aws, poolId: UserPoolId, clientId: ClientId } = given();
    const parameters = { USERNAME: await member(given()), PASSWORD: chosen };
    const AuthParameters = hash === undefined ? parameters : { ...parameters, SECRET_HASH: hash };
    const AuthFlow = 'ADMIN_USER_PASSWORD_AUTH';
    return aws.send(new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow, AuthParameters }));
  };

  it('lets nobody in without a secret hash', async () => {
    await refused(attempt(), notAuthorized, /SECRET_HASH was not received/);
  });

  it('wants the secret hash of the client, made for this user name', async () => {
    await refused(attempt(secretHash(given(), 'somebody@else.example')), notAuthorized, /secret hash/);
  });

  it.each<AuthFlowType>(['USER_PASSWORD_AUTH', 'USER_SRP_AUTH', 'CUSTOM_AUTH'])(
    'offers no public flow %s',
    async (flow) => {
      const subject = given();
      const parameters = { USERNAME: 'a@b.example', PASSWORD: chosen, SECRET_HASH: secretHash(subject, 'a@b.example') };
      await refused(
        subject.aws.send(
          new InitiateAuthCommand({ ClientId: subject.clientId, AuthFlow: flow, AuthParameters: parameters }),
        ),
        'InvalidParameterException',
      );
    },
  );

  it('has no self sign-up', async () => {
    const subject = given();
    const [Username, Password] = [freshAddress(), chosen];
    const SecretHash = secretHash(subject, Username);
    const signUp = new SignUpCommand({ ClientId: subject.clientId, Username, Password, SecretHash });
    await refused(subject.aws.send(signUp), notAuthorized, /SignUp is not permitted/);
  });

  it('refuses passwords against the policy that an administrator sets', async () => {
    const { aws, poolId } = given();
    const email = await member(given());
    const set = new AdminSetUserPasswordCommand({
      UserPoolId: poolId,
      Username: email,
      Password: 'x',
      Permanent: true,
    });
    await refused(aws.send(set), 'InvalidPasswordException', /Password not long enough/);
  });

  it('locks after five failures, for a time that doubles', async ({ skip }) => {
    const subject = given();
    if (!subject.advance) return skip();
    const email = await member(subject);
    await failTimes(subject, email, 5);
    await refused(signIn(subject, email, chosen), notAuthorized, /Password attempts exceeded/);
    subject.advance(1.1);
    await failTimes(subject, email, 1);
    subject.advance(1.1);
    await refused(signIn(subject, email, chosen), notAuthorized, /Password attempts exceeded/);
    subject.advance(1);
    tokensOf(await signIn(subject, email, chosen));
    await failTimes(subject, email, 4);
    tokensOf(await signIn(subject, email, chosen));
  });

  it('locks a name that nobody has in the same way', async ({ skip }) => {
    const subject = given();
    if (!subject.advance) return skip();
    const nobody = freshAddress();
    await failTimes(subject, nobody, 5);
    await refused(signIn(subject, nobody, chosen), notAuthorized, /Password attempts exceeded/);
  });

  it('counts guesses made at the same time', async () => {
    const subject = given();
    const email = await member(subject);
    const guesses = Array.from({ length: 12 }, () =>
      signIn(subject, email, 'not the password').catch((error: unknown) => error),
    );
    const messages = (await Promise.all(guesses)).map((error) => (error instanceof Error ? error.message : 'let in'));
    expect(messages.filter((message) => message.startsWith('Incorrect'))).toHaveLength(5);
    expect(messages.filter((message) => message === 'Password attempts exceeded')).toHaveLength(7);
  });
}
