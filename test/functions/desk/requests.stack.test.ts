import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examples } from '#test/support/examples.ts';
import { make } from '#test/support/make.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let coordinator: Visitor;
let admin: Visitor;

beforeAll(async () => {
  stack = await startStack();
  [coordinator, admin] = await Promise.all([stack.as('coordinator'), stack.as('admin')]);
});
afterAll(() => stack.close());

const path = '/api/v1/public-records-requests';
const settle = async (change: Record<string, unknown>) => {
  const { version } = (await admin.get('/api/v1/settings')).body;
  const { status, body } = await admin.patch('/api/v1/settings', version, change);
  expect(status, JSON.stringify(body)).toBe(200);
};
const received = (change: Record<string, unknown> = {}) => make(coordinator, 'publicRecordsRequest', change);
const step = (to: { id: string; version: number }, verb: string, body: object, by = coordinator) =>
  by.act(`${path}/${to.id}/${verb}`, to.version, body);

describe('the day that a request is due', () => {
  it('is set when it comes in, by the law that it names', async () => {
    const { values } = await received({ receivedOn: '2026-11-23', law: 'WA' });
    expect(values).toMatchObject({
      status: 'received',
      dueOn: '2026-12-02',
      lawfulDueOn: '2026-12-02',
      dueSource: '5 business days (RCW 42.56.520(1))',
    });
  });
  it('is set by the law of the agency, its own days and its closing days, and then stands', async () => {
    const without = { ...examples(coordinator.member.id).publicRecordsRequest, law: undefined };
    const refused = await coordinator.post(path, { id: v7(), values: without });
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'values.law']);

    await settle({ requestLaw: 'WA', closingDays: ['2026-05-06', '2026-05-05', '2026-05-06'] });
    const first = await received({ law: undefined });
    expect(first.values).toMatchObject({ dueOn: '2026-05-13' });
    await settle({ requestDays: 3, closingDays: [] });
    const second = await received({ law: undefined });
    expect(second.values).toMatchObject({
      dueOn: '2026-05-07',
      dueSource: '3 business days (set by your agency; RCW 42.56.520(1))',
    });
    expect((await coordinator.get(`${path}/${first.id}`)).body.values.dueOn).toBe('2026-05-13');
    await settle({ requestLaw: null, requestDays: null });
  });
  it('follows a change of the day of receipt', async () => {
    const made = await received({ receivedOn: '2026-05-04' });
    const { body } = await coordinator.patch(`${path}/${made.id}`, 1, { values: { receivedOn: '2026-05-06' } });
    expect(body.values).toMatchObject({ dueOn: '2026-05-13', lawfulDueOn: '2026-05-13' });
  });
  it('is put off only to a later day and with a reason, and the day by law stays', async () => {
    const made = await received();
    expect((await step(made, 'extend', { dueOn: '2026-05-20' })).status).toBe(422);
    expect((await step(made, 'extend', { dueOn: '2026-05-11', reason: 'x' })).status).toBe(422);
    const { body } = await step(made, 'extend', { dueOn: '2026-05-20', reason: 'Records are in storage.' });
    expect(body.values).toMatchObject({
      dueOn: '2026-05-20',
      lawfulDueOn: '2026-05-11',
      extensionReason: 'Records are in storage.',
    });
    const changed = await coordinator.patch(`${path}/${made.id}`, 2, { values: { receivedOn: '2026-05-05' } });
    expect(changed.body.values).toMatchObject({ dueOn: '2026-05-20', lawfulDueOn: '2026-05-12' });
  });
  it('is never counted from a day that has not come', async () => {
    const values = { ...examples(coordinator.member.id).publicRecordsRequest, receivedOn: '2199-01-01' };
    expect((await coordinator.post(path, { id: v7(), values })).body.errors[0].path).toBe('values.receivedOn');
  });
  it('cannot be written by hand', async () => {
    const made = await received();
    for (const system of [{ dueOn: '2030-01-01' }, { status: 'released' }, { releasedSha256: 'a'.repeat(64) }])
      expect((await coordinator.patch(`${path}/${made.id}`, 1, { values: system })).status).toBe(422);
  });
});

describe('the status of a request', () => {
  it('goes on, and back, and is closed with a reason that is kept', async () => {
    const made = await received();
    const begun = (await step(made, 'status', { to: 'gathering' })).body;
    expect(begun.values.status).toBe('gathering');
    expect((await step(begun, 'status', { to: 'denied' })).body.errors[0].path).toBe('reason');
    const denied = (await step(begun, 'status', { to: 'denied', reason: 'Exempt as a whole.' })).body;
    expect(denied.values).toMatchObject({ status: 'denied', closingReason: 'Exempt as a whole.' });
    expect((await step(denied, 'extend', { dueOn: '2026-06-30', reason: 'x' })).status).toBe(409);
    const again = (await step(denied, 'status', { to: 'gathering', reason: 'Appealed.' })).body;
    expect(again.values.status).toBe('gathering');
    expect(again.values.closingReason).toBeUndefined();
    await expect
      .poll(async () =>
        (await coordinator.get(`${path}/${made.id}/history`)).body.items.map((e: { reason?: string }) => e.reason),
      )
      .toEqual(['Appealed.', 'Exempt as a whole.', undefined, undefined]);
  });
  it('never becomes released or reviewed by saying so', async () => {
    const made = await received();
    for (const to of ['released', 'inReview'])
      expect((await step(made, 'status', { to, reason: 'x' })).status, to).toBe(422);
  });
  it('moves at the version that was read, so that of two at once one is told to look again', async () => {
    const made = await received();
    const both = await Promise.all([
      step(made, 'status', { to: 'withdrawn', reason: 'a' }),
      step(made, 'status', { to: 'denied', reason: 'b' }, admin),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});

describe('a request', () => {
  it('is read by a viewer without the person who asked, and by no inspector', async () => {
    const made = await received();
    const [viewer, inspector] = await Promise.all([stack.as('viewer'), stack.as('inspector')]);
    const { body } = await viewer.get(`${path}/${made.id}`);
    expect(body.values.subject).toBe('Inspections on Mill Run');
    expect(body.values).not.toHaveProperty('requesterName');
    expect(JSON.stringify((await viewer.get(`${path}/changes`)).body)).not.toContain('Example requester');
    expect((await inspector.get(`${path}/${made.id}`)).status).toBe(403);
    expect((await step(made, 'status', { to: 'gathering' }, viewer)).status).toBe(403);
    expect((await coordinator.get(`${path}/${made.id}`)).body.values.requesterName).toBe('Example requester');
  });
});
