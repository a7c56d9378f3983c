import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';

const valued = z.record(z.string(), z.object({ value: z.string() }));
const viewerRequest = z.object({ uri: z.string(), headers: valued, cookies: valued });
type ViewerRequest = z.infer<typeof viewerRequest>;

/** Runs the code that CloudFront gets, with nothing around it that CloudFront does not have. */
const run = (file: string, request: Partial<ViewerRequest>, viewer: { ip?: string } = {}): ViewerRequest => {
  const code = readFileSync(new URL(`../../../infra/edge/${file}`, import.meta.url), 'utf8');
  const event = {
    version: '1.0',
    context: {},
    viewer,
    request: { uri: '/', headers: {}, cookies: {}, ...request },
  };
  const answer: unknown = runInNewContext(`${code}; JSON.stringify(handler(${JSON.stringify(event)}))`);
  return viewerRequest.parse(JSON.parse(z.string().parse(answer)));
};

const toApi = (request: Partial<ViewerRequest>) => run('api-request.js', request);
const session = { '__Host-access': { value: 'access.token' }, '__Host-refresh': { value: 'refresh' } };

describe('a request to the API', () => {
  test('gets its bearer token from the session cookie', () => {
    const { headers } = toApi({ uri: '/api/v1/outfalls', cookies: session });
    expect(headers['authorization']).toEqual({ value: 'Bearer access.token' });
  });

  test('cannot bring an authorization or a host of its own choice', () => {
    const forged = { authorization: { value: 'Bearer forged' }, 'x-viewer-host': { value: 'evil.example' } };
    expect(toApi({ uri: '/api/v1/outfalls', headers: forged }).headers).toEqual({});
    expect(toApi({ uri: '/api/v1/outfalls', headers: forged, cookies: session }).headers).toEqual({
      authorization: { value: 'Bearer access.token' },
    });
  });

  test('tells the API which host the browser asked', () => {
    const { headers } = toApi({ uri: '/api/v1/outfalls', headers: { host: { value: 'stormledger.example.gov' } } });
    expect(headers['x-viewer-host']).toEqual({ value: 'stormledger.example.gov' });
  });

  test('tells the API the address it came from, and not the one it claims', () => {
    const claimed = { 'x-viewer-address': { value: '10.0.0.1' } };
    expect(run('api-request.js', { headers: claimed }, { ip: '203.0.113.7' }).headers).toEqual({
      'x-viewer-address': { value: '203.0.113.7' },
    });
    expect(toApi({ headers: claimed }).headers).toEqual({});
  });

  test.each(['/api/v1/sites%2Fchanges', '/api/%2e%2e/x', '/api/v1/sites%00'])(
    'to %s is answered at the edge',
    (uri) => {
      const code = readFileSync(new URL('../../../infra/edge/api-request.js', import.meta.url), 'utf8');
      const event = JSON.stringify({ viewer: {}, request: { uri, headers: {}, cookies: {} } });
      expect(runInNewContext(`${code}; handler(${event}).statusCode`)).toBe(404);
    },
  );

  test.each(['/api/v1/outfalls', '/api/sessions', '/api/v1/api/session/refresh'])('%s loses its cookies', (uri) => {
    expect(toApi({ uri, cookies: session }).cookies).toEqual({});
  });

  test.each(['/api/session', '/api/session/refresh'])('%s keeps its cookies', (uri) => {
    expect(toApi({ uri, cookies: session }).cookies).toEqual(session);
  });

  test('with an empty access cookie stays without authorization', () => {
    expect(toApi({ uri: '/api/v1/outfalls', cookies: { '__Host-access': { value: '' } } }).headers).toEqual({});
  });
});

describe('a request to the site', () => {
  test.each(['/', '/outfalls', '/outfalls/0198-a/edit', '/v1.2/outfalls'])('%s is a screen of the page', (uri) => {
    expect(run('site-request.js', { uri }).uri).toBe('/index.html');
  });

  test.each(['/assets/index-a1b2.js', '/sw.js', '/county.pmtiles'])('%s is a file', (uri) => {
    expect(run('site-request.js', { uri }).uri).toBe(uri);
  });
});
