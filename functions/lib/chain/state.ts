import type { SealedEntry } from './entry.ts';
import { chainStart, linkOf } from './link.ts';
import { alteredPersonal } from './seal.ts';

/** What one entry and the one before it tell by themselves; the whole trail is proven by the operator's command. */
export type ChainState = 'whole' | 'unchained' | 'altered' | 'unlinked';

/** `before` is the entry that this one was linked to: of the version before, or of the gap that it came too late for. */
export const chainStateOf = (tenantId: string, entry: SealedEntry, before: SealedEntry | undefined): ChainState => {
  if (entry.hash === undefined) return 'unchained';
  if (entry.hash !== linkOf(tenantId, entry) || alteredPersonal(entry) !== undefined) return 'altered';
  if (before === undefined && entry.version > 1) return 'unlinked';
  return entry.previous === (before?.hash ?? chainStart(tenantId, entry.type, entry.id)) ? 'whole' : 'unlinked';
};
