import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionRoutes } from '#functions/session/routes.ts';
import type { Desk } from '#functions/session/desk.ts';
import { bodySchema, servedOperations, type Operation } from '#test/support/operations.ts';
import { smallestBody, type Schema } from '#test/support/smallest-body.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

/** What holds at every address, walked from the served description, so that a new route is attacked by being there. */
let stack: TestStack;
let admin: Visitor;
let coordinator: Visitor;
let operations: Operation[];
beforeAll(async () => {
  stack = await startStack();
  [admin, coordinator] = [await stack.as('admin'), await stack.as('coordinator')];
  operations = await servedOperations(admin);
});
afterAll(() => stack.close());

const addressOf = (path: string) => path.replace(/\{\w+\}/g, v7());
/** Only their addresses are read: nothing of a desk is touched before a request. */
const unnamed = sessionRoutes({} as Desk);

describe('a change that comes from another page', () => {
  const origins = (): [string, Record<string, string>][] => {
    const { host, hostname, port } = new URL(stack.url);
    return [
      ['no origin', {}],
      ['an opaque one', { origin: 'null' }],
      ['another site', { origin: 'https://evil.example' }],
      ['a site that begins like ours', { origin: `http://${host}.evil.example` }],
      ['a site that ends like ours', { origin: `http://evil.${host}` }],
      ['our name as a user', { origin: `http://${host}@evil.example` }],
      ['another port', { origin: `http://${hostname}:${Number(port) + 1}` }],
      ['two', { origin: `${stack.url}, https://evil.example` }],
      ['a referrer in its place', { referer: `${stack.url}/` }],
    ];
  };
  it('is refused at every address, whoever is signed in', async () => {
    const unsafe = [...operations, ...unnamed].filter(({ method }) => method !== 'GET');
    expect(unsafe.length).toBeGreaterThan(60);
    const wrong: unknown[] = [];
    const attack = ({ method, path }: { method: string; path: string }) =>
      origins().map(async ([what, headers]) => {
        const answer = await fetch(`${stack.url}${addressOf(path)}`, {
          method,
          headers: { ...headers, cookie: admin.cookie, 'content-type': 'application/json', 'if-match': '"1"' },
          body: '{}',
        });
        const { code } = (await answer.json()) as { code?: string };
        if (answer.status !== 403 || code !== 'wrong-origin') wrong.push([method, path, what, answer.status, code]);
      });
    for (const one of unsafe) await Promise.all(attack(one));
    expect(wrong).toEqual([]);
    expect((await admin.get('/api/v1/me')).status).toBe(200);
  });
});

describe('a body', () => {
  /** As text: an object literal would keep `__proto__` for itself. */
  const withOne = (body: object, field: string): string => {
    const text = JSON.stringify(body);
    const more = `${JSON.stringify(field)}:${field === '__proto__' ? '{"role":"admin","tenantId":"x"}' : '"x"'}`;
    return text === '{}' ? `{${more}}` : `${text.slice(0, -1)},${more}}`;
  };
  const fields = [
    '__proto__',
    'constructor',
    'prototype',
    'actor',
    'tenantId',
    'role',
    'version',
    'memberId',
    'createdBy',
    'source',
    'pk',
    'sk',
  ];
  const places = (schema: Schema): [string, string][] =>
    fields.flatMap((field): [string, string][] => {
      const body = smallestBody(schema);
      const inside = schema.properties?.['values'];
      const top: [string, string][] = schema.properties?.[field] ? [] : [[field, withOne(body, field)]];
      if (inside === undefined || inside.properties?.[field]) return top;
      const values = withOne((body['values'] as object | undefined) ?? {}, field);
      return [
        ...top,
        [`values.${field}`, JSON.stringify({ ...body, values: 0 }).replace('"values":0', `"values":${values}`)],
      ];
    });

  it('takes no field that is not declared, at any address and for whoever may send one', async () => {
    const taking = operations.filter((operation) => bodySchema(operation) !== undefined);
    expect(taking.length).toBeGreaterThan(35);
    const wrong: unknown[] = [];
    let tried = 0;
    const attack = (operation: Operation) =>
      places(bodySchema(operation) as Schema).map(async ([what, body]) => {
        const by = operation['x-roles'].includes('coordinator') ? coordinator : admin;
        const { status } = await by.send(operation.method, addressOf(operation.path), body, { 'if-match': '"1"' });
        tried += 1;
        // 404: a change to what is not there is refused before its values are looked at.
        if (status !== 422 && !(status === 404 && what.startsWith('values.')))
          wrong.push([operation.method, operation.path, what, status]);
      });
    for (const operation of taking) await Promise.all(attack(operation));
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(taking.length * 10);
    expect(({} as Record<string, unknown>)['tenantId']).toBeUndefined();
  });
  it('of a session route takes none either', async () => {
    const wrong: unknown[] = [];
    const attack = ({ method, path }: { method: string; path: string }) =>
      fields.map(async (field) => {
        const { status, body } = await admin.send(method, path, withOne({}, field));
        const errors = ((body.errors ?? []) as { path: string }[]).map((one) => one.path);
        if (status !== 401 && !(status === 422 && errors.includes(field))) wrong.push([path, field, status, errors]);
      });
    // Refreshing reads no body at all.
    for (const one of unnamed)
      if (one.method === 'POST' && !one.path.endsWith('/refresh')) await Promise.all(attack(one));
    expect(wrong).toEqual([]);
  });
});
