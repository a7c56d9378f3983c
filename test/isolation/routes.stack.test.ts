import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowed, isTheirs } from '#shared/derive/access.ts';
import type { Action } from '#shared/model/record.ts';
import { roles, type Role } from '#shared/model/role.ts';
import { allRecords, type RecordName } from '#shared/records/index.ts';
import { examples } from '#test/support/examples.ts';
import { makeOneOfEach } from '#test/support/make.ts';
import { marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

/**
 * Every route of the served description is walked, so a new one is covered by being there. A body is left empty
 * where the answer must not depend on it.
 */
let stack: TestStack;
let own: Awaited<ReturnType<typeof makeOneOfEach>>;
let theirs: Awaited<ReturnType<typeof makeOneOfEach>>;
let theirHold: string;
let jobs: [path: string, id: string][];
let stranger: Visitor;
const people = new Map<Role, Visitor>();
let paths: Record<string, Record<string, { description: string }>>;

beforeAll(async () => {
  stack = await startStack();
  for (const role of roles) people.set(role, await stack.as(role));
  own = await makeOneOfEach(person('coordinator'));
  stranger = await stack.as('coordinator', marlow);
  theirs = await makeOneOfEach(stranger);
  jobs = await makeJobs(stranger);
  theirHold = await makeHold(stranger);
  paths = (await person('viewer').get('/api/v1/openapi.json')).body.paths;
});
afterAll(() => stack.close());

const person = (role: Role): Visitor => {
  const found = people.get(role);
  if (found === undefined) throw new Error(`Nobody is signed in as ${role}.`);
  return found;
};
/** An import that waits for its file, and an export. */
const makeJobs = async (by: Visitor): Promise<[string, string][]> => {
  const order = { recordType: 'site', fileName: 'a.csv', format: 'csv', bytes: 1, sha256: 'a'.repeat(64) };
  const sent: [string, object][] = [
    ['imports', order],
    ['exports', { recordTypes: ['site'], formats: ['csv'] }],
  ];
  return Promise.all(
    sent.map(async ([path, body]): Promise<[string, string]> => {
      const id = v7();
      const { status } = await by.post(`/api/v1/${path}`, { id, ...body });
      if (status >= 300) throw new Error(`${path} answered ${status}`);
      return [path, id];
    }),
  );
};
const makeHold = async (by: Visitor): Promise<string> => {
  const id = v7();
  const { status } = await by.post('/api/v1/retention/holds', { id, scope: { kind: 'all' }, reason: 'Appeal' });
  if (status !== 201) throw new Error(`A hold answered ${status}`);
  return id;
};
const routes = () =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { description }]) => ({ path, method: method.toUpperCase(), description })),
  );
const ask = (by: Visitor, method: string, path: string) =>
  method === 'GET' ? by.get(path) : by.send(method, path, { reason: 'x', values: {} }, { 'if-match': '"1"' });

describe('every route', () => {
  it('asks who is there', async () => {
    for (const { path, method } of routes()) {
      const answer = await fetch(`${stack.url}${path.replace('{id}', v7())}`, {
        method,
        headers: { origin: new URL(stack.url).origin },
      });
      expect([method, path, answer.status]).toEqual([method, path, 401]);
    }
  });
  it("answers another agency's id as if it did not exist", async () => {
    const foreignIds = new Map([
      ...allRecords.map((r): [string, string] => [r.path, theirs[r.name as RecordName]]),
      ...jobs,
      ['members', stranger.member.id],
      ['retention', theirHold],
      // A job of another kind, which is as little a disposal here as there.
      ['disposals', jobs[0]?.[1] ?? ''],
      ['sessions', String((await stranger.get('/api/v1/sessions')).body.items[0].id)],
    ]);
    const walked = routes().filter(({ path }) => path.includes('{id}'));
    expect(walked.length).toBeGreaterThan(35);
    for (const { path, method } of walked) {
      const id = foreignIds.get(path.split('/')[3] ?? '');
      if (id === undefined) throw new Error(`No foreign id to try ${path} with.`);
      const foreign = await ask(person('admin'), method, path.replace('{id}', id));
      const missing = await ask(person('admin'), method, path.replace('{id}', v7()));
      const told = ({ status, body: { requestId: _id, ...body } }: typeof foreign) => [method, path, status, body];
      expect(told(foreign)).toEqual(told(missing));
      expect([404, 422], `${method} ${path}`).toContain(foreign.status);
    }
  });
  it('refuses each role that its declaration does not name, before looking at anything else', async () => {
    for (const { path, method, description } of routes())
      for (const role of roles) {
        if (description.includes(role)) continue;
        const { status } = await ask(person(role), method, path.replace('{id}', v7()));
        expect([role, method, path, status]).toEqual([role, method, path, 403]);
      }
  });
  it('lists nothing of another agency', async () => {
    const foreign = new Set<string>([
      ...Object.values(theirs),
      ...jobs.map(([, id]) => id),
      theirHold,
      stranger.member.id,
    ]);
    for (const { path } of routes().filter((r) => r.method === 'GET' && !r.path.includes('{'))) {
      const { body } = await person('admin').get(path);
      for (const id of foreign) expect(JSON.stringify(body), path).not.toContain(id);
    }
  });
});

describe.each(allRecords)('a $name', (record) => {
  const path = `/api/v1/${record.path}`;
  it.each(roles)('obeys the permission table for a %s', async (role) => {
    const by = person(role);
    const may = (action: Action) => allowed(record, role, action);
    const id = own[record.name as RecordName];
    expect((await by.get(`${path}/${id}`)).status).toBe(may('read') ? 200 : 403);
    if (record.managed) return;
    const values = examples(by.member.id, own)[record.name as RecordName];
    expect((await by.post(path, { id: v7(), values })).status).toBe(may('create') ? 201 : 403);
    const { body: item } = await person('admin').get(`${path}/${id}`);
    const title = record.title === 'kind' ? {} : { [record.title]: 'Changed' };
    expect((await by.patch(`${path}/${id}`, item.version, { values: title })).status).toBe(
      may('update') && isTheirs(record, { memberId: by.member.id, role }, item) ? 200 : 403,
    );
  });
  it("cannot be made with a link to another agency's record", async () => {
    if (record.managed) return;
    const values = examples(person('admin').member.id, theirs)[record.name as RecordName];
    const linked = Object.keys(values).some((field) => ['site', 'structure', 'inspection'].includes(field));
    if (!linked) return;
    expect((await person('admin').post(path, { id: v7(), values })).status).toBe(422);
  });
});
