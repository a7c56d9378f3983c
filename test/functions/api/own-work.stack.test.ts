import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make } from '#test/support/make.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let coordinator: Visitor;
let inspector: Visitor;
beforeAll(async () => {
  stack = await startStack();
  [coordinator, inspector] = await Promise.all([stack.as('coordinator'), stack.as('inspector')]);
});
afterAll(() => stack.close());

const bare = { site: undefined, structure: undefined };
const assigned = () => ({ ...bare, assignee: inspector.member.id });
const versionOf = async (path: string) => (await coordinator.get(path)).body.version as number;

describe('an inspector', () => {
  it('changes a structure that they entered, and only reads one that a colleague entered', async () => {
    for (const [by, status] of [
      [inspector, 200],
      [coordinator, 403],
    ] as const) {
      const path = `/api/v1/structures/${(await make(by, 'structure', bare)).id}`;
      expect((await inspector.get(path)).status).toBe(200);
      expect((await inspector.patch(path, 1, { values: { depth: 9 } })).status).toBe(status);
      expect(await versionOf(path)).toBe(status === 200 ? 2 : 1);
      expect((await coordinator.patch(path, await versionOf(path), { values: { depth: 8 } })).status).toBe(200);
    }
  });
  it('closes a task that is assigned to them, and no task of a colleague', async () => {
    for (const [values, status] of [
      [assigned(), 200],
      [bare, 403],
    ] as const) {
      const path = `/api/v1/tasks/${(await make(coordinator, 'task', values)).id}`;
      expect((await inspector.act(`${path}/close`, 1, { note: 'Done' })).status).toBe(status);
      expect((await coordinator.get(path)).body.values.status).toBe(status === 200 ? 'closed' : 'open');
    }
  });
  it('neither moves a due date nor opens a closed task again, not even of their own', async () => {
    const path = `/api/v1/tasks/${(await make(coordinator, 'task', assigned())).id}`;
    expect((await inspector.patch(path, 1, { values: { dueOn: '2030-01-01' } })).status).toBe(403);
    expect((await inspector.act(`${path}/close`, 1, { note: 'Done' })).status).toBe(200);
    expect((await inspector.act(`${path}/reopen`, 2, { reason: 'Again' })).status).toBe(403);
    expect((await coordinator.act(`${path}/reopen`, 2, { reason: 'Again' })).status).toBe(200);
  });
});
