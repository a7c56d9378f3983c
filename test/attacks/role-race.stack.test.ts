import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let admin: Visitor;
let coordinator: Visitor;
beforeAll(async () => {
  stack = await startStack();
  [admin, coordinator] = [await stack.as('admin'), await stack.as('coordinator')];
});
afterAll(() => stack.close());

const LANES = 24;
interface Sent {
  readonly id: string;
  readonly after: boolean;
  readonly status: number;
}

const REFUSALS = 3;

/** One lane keeps adding sites until it was answered so often after the new role had been told. */
const lane = async (demoted: () => boolean, kept: () => void): Promise<Sent[]> => {
  const sent: Sent[] = [];
  for (let refused = 0; refused < REFUSALS;) {
    const [id, after] = [v7(), demoted()];
    const values = { name: id, kind: 'other', status: 'active' };
    const { status } = await coordinator.post('/api/v1/sites', { id, values });
    sent.push({ id, after, status });
    if (status === 201) kept();
    if (after) refused += 1;
  }
  return sent;
};

it('nothing that is sent after a demotion was answered is written by the old role, however many writes are under way', async () => {
  const { id } = coordinator.member;
  const member = (await admin.get('/api/v1/members')).body.items.find((one: { id: string }) => one.id === id);
  let demoted = false;
  let kept = 0;
  const lanes = Array.from({ length: LANES }, () =>
    lane(
      () => demoted,
      () => (kept += 1),
    ),
  );
  await expect.poll(() => kept, { timeout: 30_000 }).toBeGreaterThan(2 * LANES);
  const answer = await admin.patch(`/api/v1/members/${id}`, member.version, { role: 'viewer' });
  demoted = true;
  expect(answer.status).toBe(200);
  const sent = (await Promise.all(lanes)).flat();

  const of = (after: boolean) => sent.filter((one) => one.after === after);
  expect(of(false).filter(({ status }) => status === 201).length).toBeGreaterThan(LANES);
  expect(of(true).length).toBe(REFUSALS * LANES);
  expect(of(true).filter(({ status }) => status !== 403)).toEqual([]);
  // What was answered is what is there: no refused write lies in the table, and no other role wrote.
  await stack.idle();
  const there = new Map<string, number>();
  for (let cursor: string | undefined; ;) {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await admin.get(`/api/v1/sites?limit=100${query}`);
    for (const one of body.items) there.set(one.id, one.version);
    cursor = body.next;
    if (cursor === undefined) break;
  }
  const written = sent.filter(({ status }) => status === 201).map((one) => one.id);
  expect([...there.keys()].sort()).toEqual(written.sort());
  const { body: history } = await admin.get(`/api/v1/sites/${written[0]}/history`);
  expect(history.items.map((one: { role: string }) => one.role)).toEqual(['coordinator']);
});
