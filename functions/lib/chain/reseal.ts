import type { SealedEntry } from './entry.ts';
import { chainStart, linkOf } from './link.ts';

/** An entry with the key it is kept under. */
export interface Kept {
  readonly key: string;
  readonly entry: SealedEntry;
}

const isLate = ({ key }: Kept) => key.startsWith('late#');

const moved = (from: string, to: string, { entry }: Kept, previous: string): SealedEntry => {
  const { hash, personal, previous: before, imported, ...said } = entry;
  if (hash === undefined) return entry;
  const next = { ...said, previous, imported: { tenantId: from, previous: before, hash, imported } };
  return { ...next, ...(personal && { personal }), hash: linkOf(to, next) };
};

/**
 * The history of a record as another agency keeps it. A hash covers the agency, so the chain is made anew; each entry
 * says where it came from and with which hash, under the new one: the chain it had can still be proven (`originalOf`).
 */
export const reseal = (from: string, to: string, kept: readonly Kept[]): Kept[] => {
  const [first] = kept;
  if (first === undefined) return [];
  let previous = chainStart(to, first.entry.type, first.entry.id);
  const hashes = new Map<number, string>();
  const chain = kept
    .filter((one) => !isLate(one))
    .map((one) => {
      const entry = moved(from, to, one, previous);
      previous = entry.hash ?? previous;
      hashes.set(entry.version, previous);
      return { key: one.key, entry };
    });
  // What came late for a gap follows the gap.
  const late = kept.filter(isLate).map((one) => {
    const after = hashes.get(one.entry.version) ?? previous;
    return { key: one.key, entry: moved(from, to, one, after) };
  });
  return [...chain, ...late];
};

/** The entry as it was where it came from, for whoever proves it there. */
export const originalOf = (entry: SealedEntry): SealedEntry => {
  const { imported, ...rest } = entry;
  if (imported === undefined) return entry;
  const { previous, hash, imported: earlier } = imported;
  const { previous: _previous, ...said } = rest;
  return { ...said, ...(previous === undefined ? {} : { previous }), ...(earlier && { imported: earlier }), hash };
};
