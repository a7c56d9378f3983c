import { describe, expect, it } from 'vitest';
import type { AuditEntry, SealedEntry } from '#functions/lib/chain/entry.ts';
import { chainStart, linkOf } from '#functions/lib/chain/link.ts';
import { seal } from '#functions/lib/chain/seal.ts';
import { chainStateOf } from '#functions/lib/chain/state.ts';

const ours = 'a'.repeat(26);
const theirs = 'b'.repeat(26);
const id = '0199b000-0000-7000-8000-000000000001';

const said = (version: number): AuditEntry => ({
  type: 'site',
  id,
  version,
  verb: version === 1 ? 'create' : 'change',
  at: `2026-11-25T12:00:0${version}.000Z`,
  by: 'member',
  role: 'coordinator',
  source: 'web',
  requestId: `request ${version}`,
  changes: [{ field: 'contactName', after: `Contact ${version}`, personal: true }],
});
const first = seal(ours, said(1), chainStart(ours, 'site', id));
const second = seal(ours, said(2), first.hash ?? '');
const { hash: _hash, previous: _previous, ...unchained } = second;

describe('one entry of the trail', () => {
  it('is whole as it was written, the first by what every chain of its record begins with', () => {
    expect(chainStateOf(ours, first, undefined)).toBe('whole');
    expect(chainStateOf(ours, second, first)).toBe('whole');
  });
  it('stays whole when its personal values are erased', () => {
    const { personal: _erased, ...rest } = second;
    expect(chainStateOf(ours, rest, first)).toBe('whole');
  });
  it.each([
    ['the reason', { reason: 'another' }],
    ['the person', { by: 'somebody else' }],
    ['a personal value', { personal: { contactName: { salt: 's', after: 'Another contact' } } }],
  ] satisfies [string, Partial<SealedEntry>][])('is altered when %s was changed afterwards', (_what, change) => {
    expect(chainStateOf(ours, { ...second, ...change }, first)).toBe('altered');
  });
  it('is unlinked when it was written anew, when the one before was exchanged, or is gone', () => {
    const anew = { ...unchained, previous: 'x' };
    expect(chainStateOf(ours, { ...anew, hash: linkOf(ours, anew) }, first)).toBe('unlinked');
    expect(chainStateOf(ours, second, seal(ours, said(1), 'x'))).toBe('unlinked');
    expect(chainStateOf(ours, second, undefined)).toBe('unlinked');
  });
  it("is no other agency's", () => {
    expect(chainStateOf(theirs, first, undefined)).toBe('altered');
  });
  it('from before there was a chain says so', () => {
    expect(chainStateOf(ours, unchained, first)).toBe('unchained');
  });
});
