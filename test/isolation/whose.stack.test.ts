import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roles, type Role } from '#shared/model/role.ts';
import { allRecords } from '#shared/records/index.ts';
import { bodySchema, neededQuery, servedOperations, type Operation } from '#test/support/operations.ts';
import { smallestBody } from '#test/support/smallest-body.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { castOf, whose, type Things, type Whose } from './whose.ts';

/** Every route of the served description that names one thing × every role × whose thing it is, in requests that are otherwise right. */
let stack: TestStack;
let operations: Operation[];
let arranged: (role: Role) => Promise<Record<Whose, { readonly things: Things; readonly keeper: Visitor }>>;
const people = new Map<Role, Visitor>();

beforeAll(async () => {
  stack = await startStack();
  for (const role of roles) people.set(role, await stack.as(role));
  arranged = await castOf(stack, people);
  const all = await servedOperations(people.get('viewer') as Visitor);
  operations = all.filter(({ path }) => path.includes('{id}'));
});
afterAll(() => stack.close());

const kindOf = ({ path }: Operation): string => path.split('/')[3] ?? '';
const isRecord = (operation: Operation): boolean => allRecords.some(({ path }) => path === kindOf(operation));

/** Of a member always an old version: whoever may take the step is told so, and nobody loses their standing. */
const versionOf = async (operation: Operation, address: string, keeper: Visitor): Promise<number> =>
  isRecord(operation) ? Number((await keeper.get(address)).body.version) : 99_999;

const ask = async (by: Visitor, operation: Operation, id: string, keeper: Visitor): Promise<number> => {
  const { method, path } = operation;
  const query = neededQuery(operation);
  const address = path.replace('{id}', id) + (query.size === 0 ? '' : `?${query}`);
  if (method === 'GET') return (await by.get(address)).status;
  const version = await versionOf(operation, address.split('/').slice(0, 5).join('/'), keeper);
  const body = smallestBody(bodySchema(operation) ?? {});
  return (await by.send(method, address, body, { 'if-match': `"${version}"` })).status;
};

type Outcome = 'let in' | 'refused' | 'not there' | `answered ${number}`;

/** What every record has. Of all else it is enough that the request was looked at: its state may be in the way. */
const derived = /\{id\}(\/(history|archive|restore|close|reopen))?$/;

const outcomeOf = (operation: Operation, status: number): Outcome => {
  if (status === 403) return 'refused';
  if (status === 404) return 'not there';
  const open = isRecord(operation) && derived.test(operation.path) ? [] : [409, 412, 422];
  return status < 300 || open.includes(status) ? 'let in' : `answered ${status}`;
};

/** They name a second thing as well, which in this walk is nowhere. */
const secondThing = /\/disposals\/|\/(exports|public-records-requests)\/.*download$|\/preview$/;

const expected = (operation: Operation, role: Role, of: Whose): Outcome => {
  const { path } = operation;
  if (!operation['x-roles'].includes(role)) return 'refused';
  if (of === "another agency's") return 'not there';
  if (of !== 'own' && operation['x-own-only'].includes(role)) return 'refused';
  // Where somebody is signed in is nobody else's business.
  const hidden = of !== 'own' && path.includes('/sessions/');
  return hidden || secondThing.test(path) ? 'not there' : 'let in';
};

describe.each(roles)('a route that names one thing, asked by %s', (role) => {
  let cast: Awaited<ReturnType<typeof arranged>>;
  beforeAll(async () => {
    cast = await arranged(role);
  });
  it.each(whose)('answers about %s as the permission table says', async (of) => {
    const { things, keeper } = cast[of];
    const by = people.get(role) as Visitor;
    const wrong: unknown[] = [];
    for (const operation of operations) {
      const id = things[kindOf(operation)];
      if (id === undefined) throw new Error(`There is nothing to try ${operation.path} with.`);
      const got = outcomeOf(operation, await ask(by, operation, id, keeper));
      const want = expected(operation, role, of);
      if (got !== want) wrong.push([operation.method, operation.path, { got, want }]);
    }
    expect(wrong).toEqual([]);
    expect(operations.length).toBeGreaterThan(45);
  });
});
