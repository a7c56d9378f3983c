import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalStack } from '#infra/local/index.ts';
import { apiUrl, startFixture } from '#test/infra/local/support/stack.ts';

let stack: LocalStack;
beforeAll(async () => {
  stack = await startFixture();
});
afterAll(() => stack.close());

interface Event {
  rawPath: string;
  body?: string;
  isBase64Encoded: boolean;
  headers: Record<string, string>;
  cookies?: string[];
  queryStringParameters?: Record<string, string>;
}
const ask = async (path: string, init: RequestInit = {}): Promise<Event> => {
  const response = await fetch(apiUrl(stack, `/api/session${path}`), init);
  return ((await response.json()) as { event: Event }).event;
};

test('several values of one header or parameter are joined by commas, cookies stand apart', async () => {
  const event = await ask('/x?a=1&a=2%2C3&b', { headers: { cookie: 'one=1; two=2', 'x-list': 'a, b' } });
  expect(event).toMatchObject({
    rawPath: '/api/session/x',
    queryStringParameters: { a: '1,2,3', b: '' },
    cookies: ['one=1', 'two=2'],
    headers: { 'x-list': 'a, b' },
  });
  expect(event.headers).not.toHaveProperty('cookie');
});

test('text arrives as text, anything else in base64', async () => {
  const post = (type: string) => ask('', { method: 'POST', body: 'ü', headers: { 'content-type': type } });
  expect(await post('application/json')).toMatchObject({ body: 'ü', isBase64Encoded: false });
  expect(await post('application/zip')).toMatchObject({
    body: Buffer.from('ü').toString('base64'),
    isBase64Encoded: true,
  });
});

test('each cookie of an answer is a header of its own', async () => {
  const response = await fetch(apiUrl(stack, '/api/session'));
  expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
});

test('an unknown path is 404, a failing function 500, and neither says more', async () => {
  const missing = await fetch(apiUrl(stack, '/nowhere'));
  expect([missing.status, await missing.json()]).toEqual([404, { message: 'Not Found' }]);
  const failed = await fetch(apiUrl(stack, '/api/session'), { headers: { 'x-ask': '{"fail":true}' } });
  expect([failed.status, await failed.json()]).toEqual([500, { message: 'Internal Server Error' }]);
});

test('a body over 10 MB is 413', async () => {
  const response = await fetch(apiUrl(stack, '/api/session'), { method: 'POST', body: 'x'.repeat(10_500_000) });
  expect(response.status).toBe(413);
});

test('a preflight is answered by the gateway, for the configured origin only', async () => {
  const preflight = (origin: string) =>
    fetch(apiUrl(stack, '/api/v1/x'), {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'GET' },
    });
  const allowed = await preflight('https://partner.example');
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
    204,
    'https://partner.example',
  ]);
  expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
});
