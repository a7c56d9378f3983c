import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { depthOf, requirePlainPath, requireSingleParameters } from '#functions/lib/http/plain.ts';
import { respond } from '#functions/lib/http/respond.ts';

const at = (rawPath: string, rawQueryString = '') => ({ rawPath, rawQueryString }) as APIGatewayProxyEventV2;

describe('an address', () => {
  it.each(['/api/v1/sites', '/api/v1/openapi.json', '/api/v1/sites/0198c5a0-7f3e-7000-8000-000000000000/history'])(
    '%s is plain',
    (path) => {
      expect(() => requirePlainPath(at(path))).not.toThrow();
    },
  );
  it.each([
    '/api/v1/sites/',
    '/api/v1//sites',
    '/api/v1/./sites',
    '/api/v1/x/../sites',
    '/api/v1/sites/..',
    '/api/v1/sites/%2e%2e',
    '/api/v1/sites\\x',
    '/api/v1/sites;a=b',
    '/api/v1/sites/a b',
    '/api/v1/sites/\u0000',
    '/api/v1/s\u0131tes',
  ])('%j is nowhere', (path) => {
    expect(() => requirePlainPath(at(path))).toThrow('nothing at this address');
  });
  it('names each parameter once, however it is spelled', () => {
    expect(() => requireSingleParameters(at('/', 'limit=1&cursor=a'))).not.toThrow();
    for (const query of ['limit=1&limit=2', 'limit=1&%6cimit=2', 'limit&limit'])
      expect(() => requireSingleParameters(at('/', query))).toThrow('names limit more than once');
  });
});

describe('the depth of a body', () => {
  it.each([
    ['1', 0],
    ['{}', 1],
    ['[[[]],[]]', 3],
    ['{"a":"[[[{{{","b":"\\"[["}', 1],
    ['"\\\\"', 0],
    ['['.repeat(50_000), 50_000],
  ])('%.20s', (json, depth) => {
    expect(depthOf(json)).toBe(depth);
  });
});

describe('an answer', () => {
  it('that no gateway would pass on is refused in words', () => {
    expect(() => respond({ status: 200, body: 'x'.repeat(5_500_001) }, 'r')).toThrow('Ask for fewer at once');
    expect(respond({ status: 200, body: 'x'.repeat(5_000_000) }, 'r').statusCode).toBe(200);
  });
});
