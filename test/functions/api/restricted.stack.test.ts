import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make } from '#test/support/make.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let coordinator: Visitor;
beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
});
afterAll(() => stack.close());

const number = '219-09-9999';
const site = { name: 'Corner lot', kind: 'other', status: 'active' };

describe('a number that should not be kept', () => {
  it('is asked about before a record is made, and nothing is written', async () => {
    const id = v7();
    const answer = await coordinator.post('/api/v1/sites', { id, values: { ...site, notes: `Owner ${number}` } });
    expect([answer.status, answer.body.code]).toEqual([422, 'restricted']);
    expect(answer.body.errors).toEqual([
      {
        path: 'values.notes',
        message: 'This looks like a Social Security number. Take it out, or say why it must stay.',
      },
    ]);
    expect(JSON.stringify(answer.body)).not.toContain(number);
    expect((await coordinator.get(`/api/v1/sites/${id}`)).status).toBe(404);
  });
  it('is kept for a reason, which stands in the history', async () => {
    const id = v7();
    const values = { ...site, notes: `Meter ${number}` };
    const made = await coordinator.post('/api/v1/sites', { id, values, reason: 'It is the number of a meter.' });
    expect(made.status).toBe(201);
    await expect
      .poll(async () => (await coordinator.get(`/api/v1/sites/${id}/history`)).body.items, { timeout: 10_000 })
      .toMatchObject([{ version: 1, reason: 'It is the number of a meter.' }]);
    const renamed = await coordinator.patch(`/api/v1/sites/${id}`, 1, { values: { name: 'Corner lot, north' } });
    expect(renamed.status).toBe(200);
  });
  it('is asked about in a change, in a note and in a reason', async () => {
    const { id, version } = await make(coordinator, 'site');
    const path = `/api/v1/sites/${id}`;
    const change = await coordinator.patch(path, version, { values: { notes: number } });
    expect([change.status, change.body.code]).toEqual([422, 'restricted']);
    const reason = await coordinator.act(`${path}/archive`, version, { reason: `see ${number}` });
    expect([reason.status, reason.body.errors[0].path]).toEqual([422, 'reason']);
    const task = await make(coordinator, 'task', {
      finding: undefined,
      inspection: undefined,
      structure: undefined,
      outfall: undefined,
      site: undefined,
    });
    const closing = await coordinator.act(`/api/v1/tasks/${task.id}/close`, 1, { note: `paid by 4111 1111 1111 1111` });
    expect([closing.status, closing.body.errors[0].path]).toEqual([422, 'note']);
  });
});
