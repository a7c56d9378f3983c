import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '#infra/local/endpoint/listen.ts';
import { createGateway } from '#infra/local/gateway/index.ts';
import { loadPlan } from '#infra/local/template/index.ts';
import { fixtureAssembly } from '#test/infra/local/support/assembly.ts';

const plan = loadPlan(fixtureAssembly());
const client = plan.clients[0]?.id ?? '';
const issuer = plan.pools[0]?.issuer ?? '';
const now = new Date('2026-06-01T12:00:00Z');
const seconds = now.getTime() / 1000;
const own = await generateKeyPair('RS256');
const foreign = await generateKeyPair('RS256');
const jwks = { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }] };

let server: Server;
let address = '';
let lastEvent: unknown;
beforeAll(async () => {
  const gateway = createGateway({
    plan,
    now: () => now,
    keysOf: () => jwks,
    run: (_name, payload) => {
      lastEvent = JSON.parse(payload);
      return Promise.resolve({ payload: '{"statusCode":204}' });
    },
  });
  server = createServer((request, response) => void gateway.serve(request, response));
  address = `http://127.0.0.1:${await listen(server, 0, '127.0.0.1')}/_api/${plan.apis[0]?.id ?? ''}/api/v1/x`;
});
afterAll(() => server.close());

const access: JWTPayload = {
  sub: 's',
  iss: issuer,
  client_id: client,
  token_use: 'access',
  exp: seconds + 900,
  iat: seconds,
};
const sign = (claims: JWTPayload, key = own.privateKey) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(key);
const ask = (token?: string) =>
  fetch(address, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

test('an access token of the pool and client passes; its claims arrive as text', async () => {
  expect((await ask(await sign({ ...access, groups: ['a', 'b'], auth_time: 5 }))).status).toBe(204);
  expect(lastEvent).toMatchObject({
    requestContext: { authorizer: { jwt: { claims: { sub: 's', groups: '[a b]', auth_time: '5' }, scopes: null } } },
  });
});

test('no token is answered with 401 and a challenge', async () => {
  const response = await ask();
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
  expect(await response.json()).toEqual({ message: 'Unauthorized' });
});

test.each<[string, () => string | Promise<string>]>([
  ['an expired token', () => sign({ ...access, exp: seconds - 1 })],
  ['a token without an end', () => sign({ iss: issuer, client_id: client })],
  ['a token signed with another key', () => sign(access, foreign.privateKey)],
  ['a token without a signature', () => new UnsecuredJWT(access).encode()],
  [
    'a token of another issuer',
    () => sign({ ...access, iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other' }),
  ],
  ['a token of another client', () => sign({ ...access, client_id: 'other' })],
  ['an id token for another audience', () => sign({ ...access, aud: 'other' })],
  ['a token that is not valid yet', () => sign({ ...access, nbf: seconds + 60 })],
  ['text that is no token', () => 'abc'],
])('%s is refused', async (_name, token) => {
  const response = await ask(await token());
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
});

test('a token signed with the public key as an HMAC secret is refused', async () => {
  const secret = new TextEncoder().encode(JSON.stringify(jwks.keys[0]));
  const forged = await new SignJWT(access).setProtectedHeader({ alg: 'HS256', kid: 'k' }).sign(secret);
  expect((await ask(forged)).status).toBe(401);
});
