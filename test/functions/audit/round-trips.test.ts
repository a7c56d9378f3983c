import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { auditor } from '#functions/audit/auditor.ts';
import type { AuditStore } from '#functions/lib/store/index.ts';
import { changeOf } from './a-stream.ts';
import { aTrail, proofOf } from './a-trail.ts';

let trail: Awaited<ReturnType<typeof aTrail>>;
let calls: string[] = [];
let ids: string[];

beforeAll(async () => {
  trail = await aTrail();
  trail.document.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        calls.push(commandName);
        return next(args);
      },
    { step: 'initialize' },
  );
});
afterAll(() => trail.close());

const audit = async (store: AuditStore, version: number) => {
  const run = auditor(store, { failed: () => undefined, filled: () => undefined });
  const { batchItemFailures } = await run({ Records: ids.map((id, n) => changeOf(id, version, n + 1)) });
  expect(batchItemFailures).toEqual([]);
};
const count = (name: string) => calls.filter((call) => call.startsWith(name)).length;

beforeEach(async () => {
  ids = Array.from({ length: 20 }, () => v7());
  await audit(trail.store, 1);
  calls = [];
});

describe('a batch of changes of twenty records', () => {
  it('asks once what their entries follow, and writes each by itself', async () => {
    await audit(trail.store, 2);
    expect([count('BatchGet'), count('Query'), count('Put'), calls.length]).toEqual([1, 0, 20, 21]);
  });

  it('asks for each by itself where that fails, and writes the same', async () => {
    await audit({ ...trail.store, links: () => Promise.reject(new Error('The database is busy.')) }, 2);
    expect(count('Query')).toBe(20);
    for (const id of ids) expect(proofOf(id, 2, await trail.entriesOf(id)).broken).toBeUndefined();
  });

  it('asks nothing of new records', async () => {
    ids = ids.map(() => v7());
    await audit(trail.store, 1);
    expect([count('Put'), calls.length]).toEqual([20, 20]);
  });
});
