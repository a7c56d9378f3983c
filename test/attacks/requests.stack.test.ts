import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make } from '#test/support/make.ts';
import { marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { raw } from './raw.ts';

let stack: TestStack;
let coordinator: Visitor;
let foreign: Visitor;
beforeAll(async () => {
  stack = await startStack();
  [coordinator, foreign] = await Promise.all([stack.as('coordinator'), stack.as('coordinator', marlow)]);
  for (const by of [coordinator, foreign]) for (let count = 0; count < 3; count += 1) await make(by, 'site');
});
afterAll(() => stack.close());

const site = { name: 'A', kind: 'other', status: 'active' };
const signed = () => ({ cookie: coordinator.cookie });

describe("the API's own address", () => {
  const direct = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${stack.endpoint}/_api/${stack.plan.apis[0]?.id}${path}`, { method, headers });
  const token = () => /__Host-access=([^;]+)/.exec(coordinator.cookie)?.[1] ?? '';

  it('refuses a signed-in person who came past the site', async () => {
    const answer = await direct('/api/v1/me', { authorization: `Bearer ${token()}` });
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'wrong-origin' }]);
  });
  it('refuses a guessed proof, and one in the spelling of a template', async () => {
    for (const proof of ['', 'x', '{{resolve:secretsmanager:x:SecretString:::}}', '0'.repeat(64)]) {
      const headers = { authorization: `Bearer ${token()}`, 'x-origin-proof': proof };
      expect((await direct('/api/v1/me', headers)).status).toBe(403);
    }
  });
  it('refuses to sign anybody in', async () => {
    const headers = { origin: stack.url, 'x-viewer-host': new URL(stack.url).host, 'content-type': 'application/json' };
    expect((await direct('/api/session', headers, 'POST')).status).toBe(403);
  });
});

describe('headers that the edge writes', () => {
  it('are not taken from the client: a proof of its own neither helps nor harms', async () => {
    expect((await raw(stack.url, 'GET', '/api/v1/me', { ...signed(), 'x-origin-proof': 'mine' })).status).toBe(200);
  });
  it('are not taken from the client: an authorization of its own is no way in', async () => {
    const token = /__Host-access=([^;]+)/.exec(coordinator.cookie)?.[1] ?? '';
    for (const name of ['authorization', 'Authorization', 'AUTHORIZATION'])
      expect((await raw(stack.url, 'GET', '/api/v1/me', { [name]: `Bearer ${token}` })).status).toBe(401);
  });
  it.each<[string, Record<string, string | string[]>]>([
    ['the host it names', { 'x-viewer-host': 'evil.example' }],
    ['the host it names twice', { 'x-viewer-host': ['evil.example', 'evil.example'] }],
    ['a forwarded host', { 'x-forwarded-host': 'evil.example' }],
  ])('a change from another site stays refused, whatever %s', async (_what, headers) => {
    const from = { ...signed(), origin: 'https://evil.example', 'content-type': 'application/json', ...headers };
    const body = JSON.stringify({ id: v7(), values: site });
    expect((await raw(stack.url, 'POST', '/api/v1/sites', from, body)).status).toBe(403);
  });
  it('a method cannot be smuggled in beside the method', async () => {
    const headers = { ...signed(), 'x-http-method-override': 'DELETE', 'x-method-override': 'PATCH' };
    expect((await raw(stack.url, 'GET', '/api/v1/sites', headers)).status).toBe(200);
  });
});

describe('an address in disguise', () => {
  it.each([
    '/api/v1/sites/',
    '/api/v1//sites',
    '/api/v1/%2e/sites',
    '/api/v1/sites/%2e%2e/outfalls',
    '/api/v1/sites%2Fchanges',
    '/api/v1/SITES',
    '/api/v1/Sites',
    '/api/v1/sites;x=y',
    '/api/v1/sites%00',
    '/api/v1/sites/..%5c..',
    '/api/v1/attachments%2F..%2Fsites',
    '/api/v1/../v1/sites',
  ])('%s leads nowhere', async (path) => {
    const { status, body } = await raw(stack.url, 'GET', path, signed());
    expect(status, body).toBe(404);
  });
  it.each(['/API/v1/me', '/api/V1/me', '/api%2fv1/me', '/apix/v1/me'])('%s is never the API', async (path) => {
    const { body } = await raw(stack.url, 'GET', path, signed());
    expect(body).not.toContain(coordinator.member.id);
  });
  it('cannot name a parameter twice', async () => {
    for (const query of ['limit=1&limit=100', 'limit=1&%6cimit=100'])
      expect((await coordinator.get(`/api/v1/sites?${query}`)).status).toBe(400);
  });
});

describe('a cursor', () => {
  const cursorOf = async (by: Visitor, path = '/api/v1/sites?limit=1') => String((await by.get(path)).body.next);
  const use = (cursor: string, path = '/api/v1/sites?limit=1') =>
    coordinator.get(`${path}&cursor=${encodeURIComponent(cursor)}`);

  it('goes on where it was given', async () => {
    expect((await use(await cursorOf(coordinator))).status).toBe(200);
  });
  it('of another agency, of another list, cut short or invented is refused', async () => {
    const own = await cursorOf(coordinator);
    const text = Buffer.from(own, 'base64url').toString();
    const tampered = [
      await cursorOf(foreign),
      own.slice(0, -4),
      `${own}AAAA`,
      Buffer.from(text.replace('"q":"', '"q":"x')).toString('base64url'),
      Buffer.from('{"pk":"x","sk":"y"}').toString('base64url'),
      'null',
      '%00',
    ];
    for (const cursor of tampered) {
      const { status, body } = await use(cursor);
      expect([cursor, status, body.code]).toEqual([cursor, 400, 'cursor-invalid']);
    }
    expect((await use(own, '/api/v1/outfalls?limit=1')).status).toBe(400);
  });
});

describe('a body', () => {
  it.each([
    'tenantId',
    'role',
    'version',
    'createdBy',
    'createdAt',
    'updatedBy',
    'archivedAt',
    'shape',
    'pk',
    'sk',
    'entity',
    'expiresAt',
  ])('cannot set %s', async (field) => {
    const id = v7();
    expect((await coordinator.post('/api/v1/sites', { id, values: site, [field]: 'x' })).status).toBe(422);
    expect((await coordinator.post('/api/v1/sites', { id, values: { ...site, [field]: 'x' } })).status).toBe(422);
    expect((await coordinator.get(`/api/v1/sites/${id}`)).status).toBe(404);
  });
  it.each(['[', '{"a":'])(
    'of nothing but %s, many times over, is refused before anything walks it',
    async (opening) => {
      const answer = await coordinator.post('/api/v1/sites', opening.repeat(40_000));
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    },
  );
  it('of eleven megabytes is refused', async () => {
    const headers = { ...signed(), origin: stack.url, 'content-type': 'application/json' };
    const { status } = await raw(stack.url, 'POST', '/api/v1/sites', headers, `"${'x'.repeat(11 << 20)}"`);
    expect(status).toBe(413);
  });
});
