import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEntry, SealedEntry } from '#functions/lib/chain/entry.ts';
import { chainStart, linkOf } from '#functions/lib/chain/link.ts';
import { seal } from '#functions/lib/chain/seal.ts';
import { ChainCheck } from '#functions/lib/chain/verify-record.ts';
import { versionKey } from '#shared/derive/keys.ts';
import { site } from '#shared/records/site.ts';

const ours = 'a'.repeat(26);
const theirs = 'b'.repeat(26);
const id = '0199b000-0000-7000-8000-000000000001';

interface Kept {
  readonly sk: string;
  readonly entry: SealedEntry;
}

const entryAt = (version: number): AuditEntry => ({
  type: 'site',
  id,
  version,
  verb: version === 1 ? 'create' : 'change',
  at: `2026-11-25T12:00:${String(version).padStart(2, '0')}.000Z`,
  by: 'member',
  role: 'coordinator',
  source: 'web',
  requestId: `request ${version}`,
  changes: [
    { field: 'name', ...(version > 1 && { before: `Name ${version - 1}` }), after: `Name ${version}` },
    { field: 'contactName', ...(version > 1 && { before: `C${version - 1}` }), after: `C${version}`, personal: true },
  ],
});
const chainOf = (versions: number, tenant = ours): Kept[] => {
  let previous = chainStart(tenant, 'site', id);
  return Array.from({ length: versions }, (_, n) => {
    const entry = seal(tenant, entryAt(n + 1), previous);
    previous = entry.hash ?? '';
    return { sk: versionKey(n + 1), entry };
  });
};
const proofOf = (kept: readonly Kept[], version: number, values: Record<string, unknown> = {}) => {
  const held = { name: `Name ${version}`, contactName: `C${version}`, ...values };
  const check = new ChainCheck({ tenantId: ours, record: site, id, version, values: held });
  kept.every(({ sk, entry }) => check.take(sk, entry));
  return check.end();
};
const changed = (kept: readonly Kept[], n: number, change: Partial<SealedEntry>): Kept[] =>
  kept.map((each, index) => (index === n ? { ...each, entry: { ...each.entry, ...change } } : each));
/** As someone would who knows how the hash is made. */
const rehashed = (kept: readonly Kept[], n: number, change: Partial<SealedEntry>): Kept[] => {
  const { hash: _hash, ...entry } = { ...(kept[n] as Kept).entry, ...change };
  return changed(kept, n, { ...change, hash: linkOf(ours, entry) });
};

describe('the history of a record', () => {
  it('is whole as it was written', () => {
    expect(proofOf(chainOf(5), 5)).toEqual({ entries: 5, unchained: 0, gaps: [], rebuilt: [], erased: 0 });
  });

  it.each<[string, Kept[], string]>([
    [
      'an altered entry',
      changed(chainOf(5), 2, { by: 'other' }),
      'The entry of version 3 of the site ID was altered after it was written.',
    ],
    [
      'an entry altered with its hash made anew',
      rehashed(chainOf(5), 2, { by: 'other' }),
      'The entry of version 4 of the site ID does not follow the one before it: one of the two was exchanged.',
    ],
    ['a dropped entry', chainOf(5).toSpliced(1, 1), 'Version 2 of the site ID has no entry.'],
    ['a dropped first entry', chainOf(5).slice(1), 'Version 1 of the site ID has no entry.'],
    [
      'dropped newest entries',
      chainOf(5).slice(0, 3),
      'The site ID is at version 5, but its history ends at version 3.',
    ],
    ['all entries dropped', [], 'The site ID is at version 5, but it has no history.'],
    [
      'entries in another order',
      [0, 2, 1, 3, 4].map((n, at) => ({ sk: versionKey(at + 1), entry: chainOf(5)[n]?.entry as SealedEntry })),
      'The entry of version 2 of the site ID is that of another version or record.',
    ],
    [
      'an inserted entry',
      [...chainOf(5), { sk: 'v000005b', entry: entryAt(5) }],
      'The site ID has an entry that no version stands for, at v000005b.',
    ],
    [
      'the entry of another agency',
      chainOf(5).with(2, chainOf(5, theirs)[2] as Kept),
      'The entry of version 3 of the site ID was altered after it was written.',
    ],
    [
      'the whole history of another agency',
      chainOf(5, theirs),
      'The entry of version 1 of the site ID was altered after it was written.',
    ],
    [
      'a hash taken away',
      chainOf(5).map((each, n) => (n === 4 ? { ...each, entry: entryAt(5) } : each)),
      'The entry of version 5 of the site ID carries no hash, although those before it do.',
    ],
    [
      'hashes taken away from the beginning',
      chainOf(5).map((each, n) => (n < 2 ? { ...each, entry: entryAt(n + 1) } : each)),
      'The entry of version 3 of the site ID does not follow the one before it: one of the two was exchanged.',
    ],
    [
      'an altered personal value',
      changed(chainOf(5), 1, { personal: { contactName: { salt: 'x', after: 'other' } } }),
      'The value of contactName in the entry of version 2 of the site ID was altered after it was written.',
    ],
  ])('does not hide %s', (_name, kept, sentence) => {
    expect(proofOf(kept, 5).broken).toBe(sentence.replace('ID', id));
  });

  it('tells when the record itself was set back, or altered without a version', () => {
    expect(proofOf(chainOf(5), 3).broken).toContain('but its history goes on to version 5: the record was set back');
    expect(proofOf(chainOf(5), 5, { name: 'Other' }).broken).toContain('holds another value of name than its history');
  });

  it('stays provable when a personal value is erased, which is counted', () => {
    const kept = chainOf(5);
    const { personal, ...rest } = (kept[1] as Kept).entry;
    expect(personal?.['contactName']).toMatchObject({ before: 'C1', after: 'C2' });
    expect(JSON.stringify(rest)).not.toMatch(/"C[12]"/);
    const proof = proofOf(kept.with(1, { sk: versionKey(2), entry: rest }), 5);
    expect(proof).toMatchObject({ entries: 5, erased: 1 });
    expect(proof.broken).toBeUndefined();
  });

  it('tells where the chain begins, and holds from there on', () => {
    const before = [1, 2].map((version) => ({ sk: versionKey(version), entry: entryAt(version) }));
    let previous = chainStart(ours, 'site', id);
    const after = [3, 4].map((version) => {
      const entry = seal(ours, entryAt(version), previous);
      previous = entry.hash ?? '';
      return { sk: versionKey(version), entry };
    });
    expect(proofOf([...before, ...after], 4)).toMatchObject({ entries: 2, unchained: 2 });
    expect(proofOf([...before, ...after], 4).broken).toBeUndefined();
    expect(proofOf([...before, ...changed(after, 0, { reason: 'other' })], 4).broken).toContain('version 3');
  });
});

it('no change of any one character of any entry goes unseen', () => {
  const kept = chainOf(4);
  const texts = kept.map(({ entry }) => JSON.stringify(entry));
  fc.assert(
    fc.property(fc.nat(3), fc.nat(), fc.constantFrom('0', '7', 'a', 'Z', '-'), (n, at, to) => {
      const text = texts[n] ?? '';
      const place = at % text.length;
      const altered = text.slice(0, place) + to + text.slice(place + 1);
      fc.pre(altered !== text);
      let entry: SealedEntry;
      try {
        entry = JSON.parse(altered) as SealedEntry;
      } catch {
        return;
      }
      fc.pre(JSON.stringify(entry) !== text);
      expect(proofOf(kept.with(n, { sk: versionKey(n + 1), entry }), 4).broken).toBeDefined();
    }),
    { numRuns: 2000 },
  );
});
