import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalStack } from '#infra/local/index.ts';
import { clientOf, startFixture } from '#test/infra/local/support/stack.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startFixture();
});
afterAll(() => stack.close());

async function accessToken(): Promise<string> {
  const cognito = new CognitoIdentityProviderClient(clientOf(stack));
  const [client] = stack.plan.clients;
  const ids = { UserPoolId: client?.poolId ?? '', ClientId: client?.id ?? '' };
  const Username = 'user@example.gov';
  const Password = 'Correct-horse-9';
  const UserAttributes = [{ Name: 'email', Value: Username }];
  await cognito.send(new AdminCreateUserCommand({ ...ids, Username, UserAttributes, MessageAction: 'SUPPRESS' }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...ids, Username, Password, Permanent: true }));
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(ids));
  const hash = createHmac('sha256', UserPoolClient?.ClientSecret ?? '')
    .update(Username + ids.ClientId)
    .digest('base64');
  const AuthParameters = { USERNAME: Username, PASSWORD: Password, SECRET_HASH: hash };
  const signedIn = await cognito.send(
    new AdminInitiateAuthCommand({ ...ids, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters }),
  );
  return signedIn.AuthenticationResult?.AccessToken ?? '';
}

test('the access cookie becomes the Authorization header, and the trigger put the tenant into the token', async () => {
  const response = await fetch(`${stack.url}/api/v1/x`, {
    headers: { cookie: `__Host-access=${await accessToken()}; other=1`, 'x-viewer-host': 'evil.example' },
  });
  expect(response.status).toBe(200);
  const { event } = (await response.json()) as { event: object };
  expect(event).toMatchObject({
    headers: { 'x-viewer-host': new URL(stack.url).host },
    requestContext: { authorizer: { jwt: { claims: { tenantId: 't1', token_use: 'access' } } } },
  });
  expect(event).not.toHaveProperty('cookies');
});

test('a header and a parameter may be called like a property of every object', async () => {
  const headers: [string, string][] = [
    ['constructor', '1'],
    ['__proto__', '2'],
  ];
  const response = await fetch(`${stack.url}/api/session/x?constructor=3`, { headers });
  expect(response.status).toBe(200);
  const { event } = (await response.json()) as { event: { headers: object; queryStringParameters: object } };
  expect(Object.entries(event.headers)).toContainEqual(['constructor', '1']);
  expect(Object.entries(event.queryStringParameters)).toEqual([['constructor', '3']]);
});

test('an Authorization header of the browser never reaches the API', async () => {
  const response = await fetch(`${stack.url}/api/v1/x`, { headers: { authorization: `Bearer ${'x'.repeat(20)}` } });
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
});

test('cookies reach the session routes only', async () => {
  const { event } = (await (await fetch(`${stack.url}/api/session/x`, { headers: { cookie: 'a=1' } })).json()) as {
    event: object;
  };
  expect(event).toMatchObject({ cookies: ['a=1'] });
});

test('the site is served with type, entity tag, cache and security headers', async () => {
  const response = await fetch(`${stack.url}/`);
  expect(await response.text()).toContain('Fixture site');
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'content-security-policy': `default-src 'none'; connect-src 'self' ${stack.endpoint}`,
  });
  const again = await fetch(`${stack.url}/`, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
});

test('a path without an extension is the single-page application, a missing file is refused', async () => {
  expect(await (await fetch(`${stack.url}/outfalls/7`)).text()).toContain('Fixture site');
  expect((await fetch(`${stack.url}/missing.js`)).status).toBe(403);
  expect((await fetch(`${stack.url}/..%2f..%2fmanifest.json`)).status).toBe(403);
});

test('a script is compressed when the browser can take it, and ranges are served', async () => {
  const packed = await fetch(`${stack.url}/app.js`, { headers: { 'accept-encoding': 'gzip' } });
  expect([packed.headers.get('content-encoding'), packed.headers.get('content-type')]).toEqual([
    'gzip',
    'text/javascript; charset=utf-8',
  ]);
  const part = await fetch(`${stack.url}/app.js`, { headers: { range: 'bytes=0-5', 'accept-encoding': 'identity' } });
  expect([part.status, await part.text()]).toEqual([206, 'export']);
});

test('a bucket that admits a site on localhost admits this one, at its own port', async () => {
  const preflight = (origin: string) =>
    fetch(`${stack.endpoint}/${stack.plan.buckets[0]?.name ?? ''}/key`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PUT' },
    });
  expect((await preflight(stack.url)).headers.get('access-control-allow-origin')).toBe(stack.url);
  expect((await preflight('https://evil.example')).status).toBe(403);
});

test('a method the behaviour does not allow is refused', async () => {
  expect((await fetch(`${stack.url}/`, { method: 'POST' })).status).toBe(403);
});
