import {
  AdminInitiateAuthCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#infra/local/demo/agencies.ts';
import { fernwick, seedTarget, startStack, type TestStack } from '#test/support/stack.ts';
import { Browser, type Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let admin: Visitor;
let minutesLater = 0;
beforeAll(async () => {
  stack = await startStack({ now: () => new Date(Date.now() + minutesLater * 60_000) });
  admin = await stack.as('admin');
});
afterAll(() => stack.close());

const accessOf = ({ cookie }: Browser) => /__Host-access=([^;]+)/.exec(cookie)?.[1] ?? '';
const ask = async (token: string) =>
  (await fetch(`${stack.url}/api/v1/me`, { headers: { cookie: `__Host-access=${token}` } })).status;
const genuine = () => {
  const token = accessOf(admin);
  return { token, claims: decodeJwt(token), header: decodeProtectedHeader(token) };
};

/** An ID token of a colleague, for the same client: signed by the right key, meant for something else. */
const idToken = async () => {
  const { endpoint, region, operator, poolId } = seedTarget(stack);
  const client = new CognitoIdentityProviderClient({ endpoint, region, credentials: operator });
  const ClientId = String(genuine().claims['client_id']);
  const { UserPoolClient } = await client.send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId }));
  const USERNAME = `viewer@${fernwick.domain}`;
  const SECRET_HASH = createHmac('sha256', UserPoolClient?.ClientSecret ?? '')
    .update(USERNAME + ClientId)
    .digest('base64');
  const AuthParameters = { USERNAME, PASSWORD: DEMO_PASSWORD, SECRET_HASH };
  const AuthFlow = 'ADMIN_USER_PASSWORD_AUTH';
  const answer = await client.send(
    new AdminInitiateAuthCommand({ UserPoolId: poolId, ClientId, AuthFlow, AuthParameters }),
  );
  client.destroy();
  return answer.AuthenticationResult?.IdToken ?? '';
};

describe('a token', () => {
  it('that is genuine is taken', async () => {
    expect(await ask(genuine().token)).toBe(200);
  });
  it('without a signature is refused', async () => {
    const { claims, token } = genuine();
    expect(await ask(new UnsecuredJWT(claims).encode())).toBe(401);
    expect(await ask(token.replace(/[^.]+$/, ''))).toBe(401);
  });
  it('with its signature changed in one place is refused', async () => {
    const { token } = genuine();
    const at = token.lastIndexOf('.') + 9;
    expect(await ask(`${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`)).toBe(401);
  });
  it('signed with a shared secret, be it the public key itself, is refused', async () => {
    const { claims, header } = genuine();
    const jwks = JSON.stringify(header);
    const signed = new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(Buffer.from(jwks));
    expect(await ask(await signed)).toBe(401);
  });
  it("signed by another pool's key, under our key's id and issuer or its own, is refused", async () => {
    const { claims, header } = genuine();
    const { privateKey } = await generateKeyPair('RS256');
    const forge = (payload: JWTPayload) =>
      new SignJWT(payload).setProtectedHeader({ ...header, alg: 'RS256' }).sign(privateKey);
    expect(await ask(await forge(claims))).toBe(401);
    const iss = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other0001';
    expect(await ask(await forge({ ...claims, iss }))).toBe(401);
  });
  it('that tells who somebody is does not say what that person may do', async () => {
    const token = await idToken();
    expect(decodeJwt(token)['token_use']).toBe('id');
    expect(await ask(token)).toBe(401);
  });
  it('is refused once its fifteen minutes are over', async () => {
    const { token } = genuine();
    minutesLater = 16;
    expect(await ask(token)).toBe(401);
    minutesLater = 0;
    expect(await ask(token)).toBe(200);
  });
});

describe('a session', () => {
  it('cannot be fixed beforehand: signing in makes a new one, whatever cookies were planted', async () => {
    const planted = genuine().token;
    const victim = new Browser(stack.url);
    const answer = await victim.post(
      '/api/session',
      { email: `viewer@${fernwick.domain}`, password: DEMO_PASSWORD },
      { cookie: `__Host-access=${planted}; __Host-refresh=planted` },
    );
    expect(answer.status).toBe(200);
    expect(accessOf(victim)).not.toBe(planted);
    expect(decodeJwt(accessOf(victim))['origin_jti']).not.toBe(decodeJwt(planted)['origin_jti']);
  });
});
