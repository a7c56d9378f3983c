import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { archiveContents, kindsInArchive } from '#functions/lib/exports/archive-contents.ts';
import { indexPartitions, kinds } from '#functions/lib/store/kinds.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const sources = [
  ...readdirSync(join(root, 'functions/lib/store')).map((name) => join(root, 'functions/lib/store', name)),
  join(root, 'shared/derive/keys.ts'),
].map((path) => readFileSync(path, 'utf8'));
const found = (pattern: RegExp) =>
  [...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, word = '']) => word)))].toSorted();

/** The list of agencies is in the partition of no agency. */
const OF_NO_AGENCY = ['tenantEntry'];

describe('the kinds of item of an agency', () => {
  it('are all that the store writes: one that is new says here what becomes of it', () => {
    const written = found(/entity'?: '(\w+)'/g);
    expect(written.length).toBeGreaterThan(10);
    expect(written.filter((name) => !OF_NO_AGENCY.includes(name))).toEqual(Object.keys(kinds).toSorted());
  });
  it('stand in the partitions that the store makes keys for', () => {
    const made = found(/\$\{tenantId\}#(\w+)/g);
    expect(made).toEqual([...new Set([...Object.values(kinds), ...indexPartitions])].toSorted());
  });
});

describe('an archive', () => {
  it('has a decision for each of them, and a reason for whatever it leaves out', () => {
    expect(Object.keys(kindsInArchive).toSorted()).toEqual(Object.keys(kinds).toSorted());
    for (const one of archiveContents()) expect('why' in one ? one.why : one.in).toMatch(/\S/);
  });
});
