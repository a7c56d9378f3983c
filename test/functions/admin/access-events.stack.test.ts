import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessEvent } from '#functions/lib/store/index.ts';
import { settled } from '#test/functions/imports/office.ts';
import { operatorOf, PASSWORD, type Operator, type Person } from '#test/functions/session/desk.ts';
import { mailedCode } from '#test/support/mail.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import { Browser, visit, type Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let operator: Operator;
let admin: Visitor;
let person: Person;
const began = new Date().toISOString();
beforeAll(async () => {
  stack = await startStack();
  operator = operatorOf(stack);
  admin = await stack.as('admin');
  person = await operator.person();
});
afterAll(() => stack.close());

const listed = async (query: string): Promise<AccessEvent[]> =>
  (await admin.get(`/api/v1/access-events?${query}`)).body.items;
/** The newest event of that kind about the person is there with its when, its who and its from where. */
const written = async (kind: string, more: object = {}, { id }: Pick<Person, 'id'> = person) => {
  const [event] = await listed(`kind=${kind}&memberId=${id}`);
  expect(event).toMatchObject({
    kind,
    memberId: id,
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    address: expect.stringMatching(/127\.0\.0\.1|::1/) as string,
    agent: 'node',
    ...more,
  });
  expect(event?.at).toSatisfy((at: string) => at >= began && at <= new Date().toISOString());
};

describe('an access event tells who, when and from where', () => {
  it('of coming in and going out', async () => {
    await new Browser(stack.url).post('/api/session', { email: person.email, password: 'not the password' });
    await written('signInFailed');
    const browser = await visit(stack.url, person.email, PASSWORD);
    await written('signIn');
    await browser.send('DELETE', '/api/session');
    await written('signOut');
    await visit(stack.url, person.email, PASSWORD);
    const other = await visit(stack.url, person.email, PASSWORD);
    const { items } = (await other.get('/api/v1/sessions')).body as { items: { id: string; current: boolean }[] };
    const first = items.find(({ current }) => !current);
    expect((await other.post(`/api/v1/sessions/${String(first?.id)}/end`, undefined)).status).toBe(204);
    await written('sessionEnded', { detail: 'One session' });
    await other.post('/api/v1/sessions/end-all', undefined);
    await written('sessionEnded', { detail: 'Everywhere' });
  });
  it('of a forgotten password', async () => {
    const browser = new Browser(stack.url);
    await browser.post('/api/session/reset', { email: person.email });
    await written('passwordResetAsked');
    const code = mailedCode(stack, person.email);
    await browser.post('/api/session/reset/confirm', { email: person.email, code, password: PASSWORD });
    await written('passwordChanged', { detail: 'By a code from a mail' });
  });
  it('of data that somebody takes along', async () => {
    const browser = await visit(stack.url, person.email, PASSWORD);
    const id = v7();
    await browser.post('/api/v1/exports', { id, recordTypes: ['site'], formats: ['csv'] });
    await written('export');
    await settled(browser, `/api/v1/exports/${id}`);
    expect((await browser.get(`/api/v1/exports/${id}/download?file=export.zip`)).status).toBe(200);
    await written('download', { detail: `Export export.zip (${id})` });
  });
  it('of every step on a member, by whom', async () => {
    const by = { by: admin.member.id };
    const order = { id: v7(), name: 'Newcomer', email: 'newcomer@fernwick.example', role: 'viewer' };
    const { body } = await admin.post('/api/v1/members', order);
    const member = body as { id: string; version: number };
    await written('invitation', by, member);
    const path = `/api/v1/members/${member.id}`;
    await admin.patch(path, 1, { role: 'inspector' });
    await written('roleChange', { ...by, detail: 'Viewer to Inspector' }, member);
    await admin.act(`${path}/deactivate`, 2);
    await written('deactivation', by, member);
    await admin.act(`${path}/reactivate`, 3);
    await written('reactivation', by, member);
    await admin.act(`${path}/remove`, 4);
    await written('removal', by, member);
  });
  it('of a setting', async () => {
    const { version } = (await admin.get('/api/v1/settings')).body as { version: number };
    await admin.patch('/api/v1/settings', version, { idleMinutes: 45 });
    await written('settingsChange', { detail: 'idleMinutes: 45' }, admin.member);
  });
});

describe('access events', () => {
  const keptDays = async () => {
    const { Items = [] } = await operator.table.document.send(
      new QueryCommand({
        TableName: operator.table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `${fernwick.id}#access` },
        ScanIndexForward: false,
        Limit: 1,
      }),
    );
    const [{ at, expiresAt } = {}] = Items as { at?: string; expiresAt?: number }[];
    return ((expiresAt ?? 0) - Math.floor(Date.parse(at ?? '') / 1000)) / 86_400;
  };

  it('are kept for as many days as the agency has set', async () => {
    await visit(stack.url, person.email, PASSWORD);
    expect(await keptDays()).toBe(400);
    const { version } = (await admin.get('/api/v1/settings')).body as { version: number };
    await admin.patch('/api/v1/settings', version, { accessDays: 90 });
    await visit(stack.url, person.email, PASSWORD);
    expect(await keptDays()).toBe(90);
    const { body } = await admin.post('/api/v1/members', {
      id: v7(),
      name: 'Another',
      email: 'another@fernwick.example',
      role: 'viewer',
    });
    await written('invitation', {}, body as Person);
    expect(await keptDays()).toBe(90);
  });
  it('are found by kind, person and period together, and taken along as the same lines', async () => {
    const [last] = await listed(`kind=signIn&memberId=${person.id}&limit=1`);
    const at = last?.at ?? '';
    const next = new Date(Date.parse(at) + 1).toISOString();
    const query = { kind: 'signIn', memberId: person.id, from: at, before: next };
    expect(await listed(new URLSearchParams(query).toString())).toEqual([last]);
    expect(await listed(new URLSearchParams({ ...query, kind: 'signOut' }).toString())).toEqual([]);
    expect(
      await listed(new URLSearchParams({ ...query, from: next, before: '9999-01-01T00:00:00Z' }).toString()),
    ).toEqual([]);
    const backwards = { ...query, from: next, before: at };
    expect(await listed(new URLSearchParams(backwards).toString())).toEqual([]);
    expect((await admin.post('/api/v1/access-events/csv', backwards)).status).toBe(200);
    const { csv } = (await admin.post('/api/v1/access-events/csv', query)).body as { csv: string };
    expect(csv.trim().split('\r\n')).toHaveLength(2);
    expect(csv).toContain(`${at},Signed in,Ada Lovelace,Ada Lovelace,`);
  });
  it('are never counted: an answer holds single events and where the next page is, nothing else', async () => {
    const { body } = await admin.get('/api/v1/access-events?limit=2');
    expect(Object.keys(body as object).toSorted()).toEqual(['items', 'next']);
  });
});
