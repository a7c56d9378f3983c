import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { v7 } from 'uuid';
import type { AuditStore } from '#functions/lib/store/index.ts';
import { changeOf } from './a-stream.ts';
import { aTrail, audited, proofOf } from './a-trail.ts';

let trail: Awaited<ReturnType<typeof aTrail>>;
beforeAll(async () => {
  trail = await aTrail();
});
afterAll(() => trail.close());

/** Every nth write fails: before it is made, or after, as when the consumer dies between the write and its answer. */
const shaken = (store: AuditStore, every: number, after: boolean): AuditStore => {
  let writes = 0;
  return {
    ...store,
    append: async (...given) => {
      const fails = ++writes % every === 0;
      if (fails && !after) throw new Error('throttled');
      const link = await store.append(...given);
      if (fails) throw new Error('crashed');
      return link;
    },
  };
};

interface Story {
  readonly versions: readonly number[];
  readonly nobodys: readonly number[];
  readonly order: readonly number[];
  readonly batches: readonly number[];
  readonly every: number;
  readonly after: boolean;
}

const story: fc.Arbitrary<Story> = fc.record({
  versions: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
  nobodys: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 2 }),
  order: fc.array(fc.nat(), { minLength: 24, maxLength: 24 }),
  batches: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 6 }),
  every: fc.integer({ min: 2, max: 9 }),
  after: fc.boolean(),
});

/** The changes of all records in an order that keeps only that of each record. */
const interleaved = (ids: readonly string[], { versions, nobodys, order }: Story) => {
  const next = versions.map(() => 1);
  const records = [];
  for (let n = 0; records.length < versions.reduce((a, b) => a + b, 0); n++) {
    const open = versions.flatMap((most, index) => ((next[index] ?? 0) <= most ? [index] : []));
    const index = open[(order[n] ?? 0) % open.length] ?? 0;
    // The first record alone has versions that nobody can be named for.
    records.push(changeOf(ids[index] ?? '', next[index] ?? 0, n + 1, index === 0 ? nobodys : []));
    next[index] = (next[index] ?? 0) + 1;
  }
  return records;
};

test('every version has exactly one entry, whatever fails, comes twice, or comes in another order', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const ids = told.versions.map(() => v7());
      const records = interleaved(ids, told);
      const store = shaken(trail.store, told.every, told.after);
      const aside = [];
      for (let from = 0, n = 0; from < records.length; n++) {
        const size = told.batches[n % told.batches.length] ?? 1;
        const batch = records.slice(from, (from += size));
        aside.push(...(await audited(store, batch)));
        // A shard that is taken up again from an older checkpoint.
        if (n % 2 === 0) aside.push(...(await audited(trail.store, records.slice(Math.max(0, from - 5), from))));
      }
      for (const [index, id] of ids.entries()) {
        const most = told.versions[index] ?? 0;
        const lost = index === 0 ? told.nobodys.filter((version) => version <= most) : [];
        // Nothing follows a last version that was set aside: its entry is still missing, and is said to be.
        const ends = [...Array(most).keys()].map((n) => most - n).find((version) => !lost.includes(version)) ?? 0;
        const entries = await trail.entriesOf(id);
        expect(entries.map(({ version }) => Number(version))).toEqual([...Array(ends).keys()].map((n) => n + 1));
        const proof = proofOf(id, ends === 0 ? 1 : ends, entries);
        expect(proof.gaps).toEqual(lost.filter((version) => version < ends).sort((a, b) => a - b));
        if (ends > 0) expect(proof.broken).toBeUndefined();
        if (most > ends) expect(proofOf(id, most, entries).broken).toMatch(/has no history|history ends at version/);
      }
      expect(aside.length > 0).toBe(told.nobodys.some((version) => version <= (told.versions[0] ?? 0)));
    }),
    { numRuns: 60 },
  );
}, 120_000);
