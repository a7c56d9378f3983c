import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowed } from '#shared/derive/access.ts';
import type { Action, AnyRecordType } from '#shared/model/record.ts';
import { roles, type Role } from '#shared/model/role.ts';
import { allRecords } from '#shared/records/index.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import { Browser, type Visitor } from '#test/support/visitor.ts';

/** Every route of the served description, asked by every role and by nobody. The roles are checked before the request is. */
interface Operation {
  readonly method: string;
  readonly path: string;
  readonly declared: readonly string[];
  /** Of these roles, those that work on what is theirs alone. */
  readonly ownOnly: readonly string[];
}
interface Described {
  readonly description: string;
  readonly 'x-roles': readonly string[];
  readonly 'x-own-only': readonly string[];
}

let stack: TestStack;
let operations: Operation[];
const people = new Map<Role, Visitor>();

beforeAll(async () => {
  stack = await startStack();
  for (const role of roles) people.set(role, await stack.as(role));
  const { body } = await (people.get('viewer') as Visitor).get('/api/v1/openapi.json');
  const paths = body.paths as Record<string, Record<string, Described>>;
  operations = Object.entries(paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({
        method: method.toUpperCase(),
        path,
        declared: described['x-roles'],
        ownOnly: described['x-own-only'],
      })),
    )
    // It ends the session that asks.
    .toSorted((a, b) => Number(a.path.endsWith('/end-all')) - Number(b.path.endsWith('/end-all')));
});
afterAll(() => stack.close());

/** Addresses of nothing and bodies without content: whoever may ask is told so, and nothing is changed. */
const ask = (browser: Browser, { method, path }: Operation) =>
  browser.send(method, path.replace(/\{\w+\}/g, v7()), method === 'GET' ? undefined : {}, { 'if-match': '"1"' });

describe('each route', () => {
  it('is described with the roles that it is for', () => {
    expect(operations.length).toBeGreaterThan(60);
    expect(
      operations.filter(({ declared }) => !declared.every((r) => (roles as readonly string[]).includes(r))),
    ).toEqual([]);
  });
  it('answers nobody who is not signed in', async () => {
    const nobody = new Browser(stack.url);
    for (const operation of operations)
      expect([operation.method, operation.path, (await ask(nobody, operation)).status]).toEqual([
        operation.method,
        operation.path,
        401,
      ]);
  });
  it.each(roles)(
    'lets %s do what the description says, and refuses the rest before it looks at the request',
    async (role) => {
      const browser = people.get(role) as Visitor;
      const wrong: unknown[] = [];
      for (const operation of operations) {
        const { status, body } = await ask(browser, operation);
        const may = operation.declared.includes(role);
        if (may ? status === 401 || status === 403 || status >= 500 : status !== 403 || body.code !== 'forbidden')
          wrong.push({ ...operation, status });
      }
      expect(wrong).toEqual([]);
    },
  );
});

describe('the roles of a route', () => {
  it('keep inspectors to their own work wherever they may change what is there, and exports to who started them', () => {
    expect(
      operations.filter(({ ownOnly }) => ownOnly.length > 0).map((o) => `${o.method} ${o.path} ${o.ownOnly.join()}`),
    ).toEqual([
      'PATCH /api/v1/structures/{id} inspector',
      'PATCH /api/v1/outfalls/{id} inspector',
      'PATCH /api/v1/inspections/{id} inspector',
      'PATCH /api/v1/findings/{id} inspector',
      'POST /api/v1/tasks/{id}/close inspector',
      'POST /api/v1/inspections/{id}/sign-off inspector',
      'POST /api/v1/attachments/{id}/keep inspector',
      'POST /api/v1/exports/{id}/cancel viewer,inspector,coordinator',
    ]);
  });
  const verbs: readonly [string, (record: AnyRecordType) => string, Action][] = [
    ['GET', ({ path }) => `/api/v1/${path}`, 'read'],
    ['GET', ({ path }) => `/api/v1/${path}/{id}`, 'read'],
    ['GET', ({ path }) => `/api/v1/${path}/{id}/history`, 'read'],
    ['POST', ({ path }) => `/api/v1/${path}`, 'create'],
    ['PATCH', ({ path }) => `/api/v1/${path}/{id}`, 'update'],
    ['POST', ({ path }) => `/api/v1/${path}/{id}/archive`, 'archive'],
    ['POST', ({ path }) => `/api/v1/${path}/{id}/restore`, 'archive'],
  ];
  it.each(allRecords.filter((r) => !r.managed).map((r) => [r.label.many, r] as const))(
    'of %s are those of the permission table',
    (_many, record) => {
      for (const [method, pathOf, action] of verbs) {
        const found = operations.find((o) => o.method === method && o.path === pathOf(record));
        expect([method, pathOf(record), found?.declared.toSorted()]).toEqual([
          method,
          pathOf(record),
          roles.filter((role) => allowed(record, role, action)).toSorted(),
        ]);
      }
    },
  );
  it('for members, settings, access events and the audit trail are administrators alone', () => {
    const administration = operations.filter(({ path }) =>
      /^\/api\/v1\/(members|settings|access-events|audit)/.test(path),
    );
    expect(administration.length).toBeGreaterThan(15);
    expect(administration.filter(({ declared }) => declared.join() !== 'admin')).toEqual([]);
  });
  it('for imports and for writing of records never include viewers', () => {
    const open = operations.filter(
      ({ method, path, declared }) =>
        method !== 'GET' && declared.includes('viewer') && !/\/(me|sessions|exports|download)\b/.test(path),
    );
    expect(open).toEqual([]);
  });
});
