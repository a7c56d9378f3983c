import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantStore } from '#functions/lib/store/index.ts';
import { operatorOf, PASSWORD, type Operator, type Person } from '#test/functions/session/desk.ts';
import { marlow, startStack, type TestStack } from '#test/support/stack.ts';
import { Browser, type Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let operator: Operator;
let admin: Visitor;
let stranger: Visitor;
beforeAll(async () => {
  stack = await startStack();
  operator = operatorOf(stack);
  [admin, stranger] = [await stack.as('admin'), await stack.as('admin', marlow)];
});
afterAll(() => stack.close());

const signIn = ({ email }: Person, password: string) =>
  new Browser(stack.url).post('/api/session', { email, password }).then(({ status }) => status);
const locked = async (): Promise<Person> => {
  const person = await operator.person();
  for (let n = 0; n < 5; n++) await signIn(person, 'not the password');
  return person;
};
const listed = async ({ id }: Person, by = admin): Promise<{ version: number; lockedUntil: string }> =>
  (await by.get('/api/v1/members')).body.items.find((m: { id: string }) => m.id === id);
const unlock = ({ id }: Person, version: number, by = admin) => by.act(`/api/v1/members/${id}/unlock`, version);

describe('somebody who failed to sign in five times', () => {
  it('is seen by an administrator of the agency, let in again, and comes in on the next try', async () => {
    const person = await locked();
    expect(await signIn(person, PASSWORD)).toBe(401);
    const { lockedUntil, version } = await listed(person);
    const seconds = (Date.parse(lockedUntil) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(30);
    expect((await unlock(person, version)).status).toBe(200);
    expect(await listed(person)).not.toHaveProperty('lockedUntil');
    expect(await signIn(person, PASSWORD)).toBe(200);
    expect((await operator.events(person)).filter(({ kind }) => kind === 'unlock')).toMatchObject([
      { memberId: person.id, by: admin.member.id, address: expect.stringMatching(/127\.0\.0\.1|::1/) as string },
    ]);
  });
  it('is let in once, however often the step is sent, and only with the version that was seen', async () => {
    const person = await locked();
    const { version } = await listed(person);
    expect((await unlock(person, version + 1)).status).toBe(412);
    expect(await listed(person)).toHaveProperty('lockedUntil');
    expect((await unlock(person, version)).body.version).toBe(version + 1);
    expect((await unlock(person, version)).body.version).toBe(version + 1);
    expect((await operator.events(person)).filter(({ kind }) => kind === 'unlock')).toHaveLength(1);
  });
  it('stays out of reach for another agency, and for whoever is no administrator', async () => {
    const person = await locked();
    expect(await listed(person, stranger)).toBeUndefined();
    expect((await unlock(person, 2, stranger)).status).toBe(404);
    expect((await unlock(person, 2, await stack.as('viewer'))).status).toBe(403);
    await tenantStore(operator.table, { tenantId: marlow.id }).unlock(person.email);
    expect(await listed(person)).toHaveProperty('lockedUntil');
  });
});

it('the pause of an address that nobody has is neither seen nor lifted', async () => {
  const nobody = { id: '0192f0c1-2345-7abc-8def-0123456789ab', email: 'nobody-here@fernwick.example' };
  for (let n = 0; n < 5; n++) await signIn(nobody, 'not the password');
  expect(await listed(nobody)).toBeUndefined();
  expect((await unlock(nobody, 1)).status).toBe(404);
});
