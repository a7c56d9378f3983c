import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let coordinator: Visitor;
beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
});
afterAll(() => stack.close());

const site = { name: 'A', kind: 'other', status: 'active' };

describe('a request that cannot be right is answered with what and where', () => {
  const nested = `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`;
  it.each<[string, unknown, number, string, string?]>([
    ['malformed JSON', '{"id": ', 400, 'bad-request'],
    ['no body', '', 400, 'bad-request'],
    ['a list for an object', [], 422, 'invalid'],
    ['an unknown field', { id: v7(), values: site, tenantId: 'x' }, 422, 'invalid', 'tenantId'],
    ['an unknown value', { id: v7(), values: { ...site, colour: 'x' } }, 422, 'invalid', 'values.colour'],
    ['a system field', { id: v7(), values: { ...site, version: 9 } }, 422, 'invalid', 'values.version'],
    ['a wrong type', { id: v7(), values: { ...site, disturbedArea: '5' } }, 422, 'invalid', 'values.disturbedArea'],
    ['a wrong choice', { id: v7(), values: { ...site, kind: 'castle' } }, 422, 'invalid', 'values.kind'],
    ['control characters', { id: v7(), values: { ...site, name: 'a\u0000b' } }, 422, 'invalid', 'values.name'],
    ['an id that is none', { id: 'site-1', values: site }, 422, 'invalid', 'id'],
    ['too deep a nest', nested, 400, 'bad-request'],
    ['too much', { id: v7(), values: { ...site, notes: 'x'.repeat(500_000) } }, 413, 'too-large'],
  ])('%s', async (_what, body, status, code, path) => {
    const answer = await coordinator.post('/api/v1/sites', body);
    expect(answer).toMatchObject({
      status,
      body: { status, code, detail: expect.any(String), requestId: expect.any(String) },
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    if (path !== undefined) expect(answer.body.errors.map((e: { path: string }) => e.path)).toContain(path);
  });
  it('another media type', async () => {
    const answer = await coordinator.post('/api/v1/sites', '<site/>', { 'content-type': 'application/xml' });
    expect(answer).toMatchObject({ status: 415, body: { code: 'wrong-media-type' } });
  });
  it('a version that is none', async () => {
    const answer = await coordinator.post(`/api/v1/sites/${v7()}/archive`, { reason: 'x' }, { 'if-match': 'newest' });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
  });
  it.each([
    ['an address that is not there', 'GET', '/api/v1/nothing', 404, 'not-found'],
    ['a method that the address does not take', 'DELETE', '/api/v1/sites', 405, 'method-not-allowed'],
    ['an id that is none', 'GET', '/api/v1/sites/..%2F..%2Fx', 404, 'not-found'],
    ['an id of nothing', 'GET', `/api/v1/sites/${v7()}`, 404, 'not-found'],
  ])('%s', async (_what, method, path, status, code) => {
    expect(await coordinator.send(method, path)).toMatchObject({ status, body: { code } });
  });
  it('leaves a prototype out of what it keeps', async () => {
    const id = v7();
    const sent = `{"id":"${id}","values":{"name":"A","kind":"nothing","status":"active","__proto__":{"kind":"other"}}}`;
    expect((await coordinator.post('/api/v1/sites', sent)).body.errors).toMatchObject([{ path: 'values.kind' }]);
  });
  it('and writes nothing', async () => {
    const { body } = await coordinator.get('/api/v1/sites?archived=1');
    expect(body.items).toEqual([]);
  });
});

describe('a request from somewhere else', () => {
  it.each([
    ['without an origin', {}],
    ['of another site', { origin: 'https://evil.example' }],
    ['of another port', { origin: 'http://localhost:1' }],
    ['of nowhere', { origin: 'null' }],
  ])('%s changes nothing', async (_what, headers) => {
    const answer = await fetch(`${coordinator.origin}/api/v1/sites`, {
      method: 'POST',
      headers: { cookie: coordinator.cookie, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ id: v7(), values: site }),
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'wrong-origin']);
  });
  it('cannot claim to be ours by naming the host itself', async () => {
    const answer = await fetch(`${coordinator.origin}/api/v1/sites`, {
      method: 'POST',
      headers: {
        cookie: coordinator.cookie,
        'content-type': 'application/json',
        origin: 'https://evil.example',
        'x-viewer-host': 'evil.example',
      },
      body: JSON.stringify({ id: v7(), values: site }),
    });
    expect(answer.status).toBe(403);
  });
});
