import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { auditor } from '#functions/audit/auditor.ts';
import { openChanges } from '#functions/lib/chain/seal.ts';
import { entryFromItem, type Item } from '#functions/lib/store/index.ts';
import { changeOf } from './a-stream.ts';
import { aTrail, audited, proofOf } from './a-trail.ts';

let trail: Awaited<ReturnType<typeof aTrail>>;
beforeAll(async () => {
  trail = await aTrail();
});
afterAll(() => trail.close());

const run = () => auditor(trail.store, { failed: () => undefined, filled: () => undefined });
const versionsOf = (items: readonly Item[]) =>
  items.map(({ version, verb, rebuilt }) => [version, rebuilt ? 'rebuilt' : verb]);
const changesAt = (items: readonly Item[], sk: string) => {
  const item = items.find((each) => each['sk'] === sk);
  return item && openChanges(entryFromItem(item));
};

describe('a version whose predecessor has no entry', () => {
  it('waits for one attempt, and is written after the predecessor when that has come meanwhile', async () => {
    const id = v7();
    const handler = run();
    const second = { Records: [changeOf(id, 2, 2)] };
    expect((await handler(second)).batchItemFailures).toHaveLength(1);
    expect(await trail.entriesOf(id)).toEqual([]);
    await handler({ Records: [changeOf(id, 1, 1)] });
    expect((await handler(second)).batchItemFailures).toEqual([]);
    expect(versionsOf(await trail.entriesOf(id))).toEqual([
      [1, 'create'],
      [2, 'change'],
    ]);
  });

  it('brings the entry of a predecessor that was set aside with it: who made it, and what it changed', async () => {
    const id = v7();
    await audited(trail.store, [changeOf(id, 1, 1), changeOf(id, 3, 3)]);
    const entries = await trail.entriesOf(id);
    expect(versionsOf(entries)).toEqual([
      [1, 'create'],
      [2, 'rebuilt'],
      [3, 'change'],
    ]);
    expect(entries[1]).toMatchObject({ role: 'coordinator', verb: 'change', rebuilt: true });
    expect(changesAt(entries, 'v000002')).toEqual([
      { field: 'name', before: 'Name 1', after: 'Name 2' },
      { field: 'contactName', before: 'Contact 1', after: 'Contact 2', personal: true },
    ]);
    expect(proofOf(id, 3, entries)).toMatchObject({ entries: 3, rebuilt: [2], gaps: [] });
  });

  it('marks the versions of which nothing is left as gaps, and the next one names all that changed meanwhile', async () => {
    const id = v7();
    await audited(trail.store, [changeOf(id, 1, 1), changeOf(id, 5, 5)]);
    const entries = await trail.entriesOf(id);
    expect(versionsOf(entries)).toEqual([
      [1, 'create'],
      [2, 'gap'],
      [3, 'gap'],
      [4, 'rebuilt'],
      [5, 'change'],
    ]);
    expect(changesAt(entries, 'v000004')).toEqual([{ field: 'name', before: 'Name 1', after: 'Name 4' }]);
    expect(proofOf(id, 5, entries)).toMatchObject({ gaps: [2, 3], rebuilt: [4] });
  });

  it('names no member for a version that names none, and still tells what it changed', async () => {
    const id = v7();
    const records = [1, 2, 3].map((version) => changeOf(id, version, version, [2]));
    expect(await audited(trail.store, records)).toHaveLength(1);
    const entries = await trail.entriesOf(id);
    expect(entries[1]).toMatchObject({ verb: 'gap', role: 'system', source: 'system' });
    expect(changesAt(entries, 'v000002')?.map(({ field }) => field)).toEqual(['name', 'contactName']);
    expect(proofOf(id, 3, entries).broken).toBeUndefined();
  });

  it('keeps a change that is sent in again after its version became a gap, beside the gap', async () => {
    const id = v7();
    await audited(trail.store, [changeOf(id, 1, 1), changeOf(id, 4, 4)]);
    const late = changeOf(id, 2, 2);
    for (let n = 0; n < 3; n++) await audited(trail.store, [late]);
    const entries = await trail.entriesOf(id);
    expect(entries.map((each) => each['sk'])).toEqual(['late#v000002', 'v000001', 'v000002', 'v000003', 'v000004']);
    expect(entries[0]).toMatchObject({ verb: 'change', previous: entries[2]?.['hash'] });
    expect(proofOf(id, 4, entries).broken).toBeUndefined();
  });

  it('is made up for from the record alone when it was the last: the newest item is sent in without the one before', async () => {
    const id = v7();
    await audited(trail.store, [changeOf(id, 1, 1)]);
    const { OldImage: _gone, ...newest } = changeOf(id, 3, 9).dynamodb;
    await audited(trail.store, [{ ...changeOf(id, 3, 9), dynamodb: newest }]);
    const entries = await trail.entriesOf(id);
    expect(versionsOf(entries)).toEqual([
      [1, 'create'],
      [2, 'gap'],
      [3, 'rebuilt'],
    ]);
    expect(proofOf(id, 3, entries).broken).toBeUndefined();
  });
});
