import type { Row } from '#shared/derive/row.ts';
import type { ChangesPage } from './records.ts';

/**
 * All rows of one record type, in memory only: nothing of an agency rests on the device.
 * The first load pages through every row; later ones fetch only what changed since.
 */
export interface MirrorSnapshot {
  readonly rows: readonly Row[];
  readonly byId: ReadonlyMap<string, Row>;
  readonly phase: 'idle' | 'loading' | 'ready';
  /** Rows received so far; ahead of `rows.length` while the first load runs. */
  readonly received: number;
  readonly error: unknown;
  /** Grows with every change of this snapshot. */
  readonly stamp: number;
}

export interface Mirror {
  readonly snapshot: () => MirrorSnapshot;
  readonly subscribe: (listener: () => void) => () => void;
  /** Brings the mirror up to date. Calls that overlap share one run. */
  readonly refresh: () => Promise<void>;
  /** Lays a row over what is there, unless a newer version is there already. */
  readonly upsert: (row: Row) => void;
}

export const emptyMirror: MirrorSnapshot = {
  rows: [],
  byId: new Map(),
  phase: 'idle',
  received: 0,
  error: undefined,
  stamp: 0,
};

export const createMirror = (fetchPage: (cursor: string | undefined) => Promise<ChangesPage>): Mirror => {
  const byId = new Map<string, Row>();
  const listeners = new Set<() => void>();
  let current = emptyMirror;
  let cursor: string | undefined;
  let running: Promise<void> | undefined;

  const set = (part: Partial<MirrorSnapshot>) => {
    current = { ...current, ...part, stamp: current.stamp + 1 };
    for (const listener of listeners) listener();
  };
  const publish = (part: Partial<MirrorSnapshot> = {}) =>
    set({ rows: [...byId.values()], byId, received: byId.size, error: undefined, ...part });
  const put = (row: Row): boolean => {
    if (row.disposed) return byId.delete(row.id);
    const was = byId.get(row.id);
    if (was !== undefined && was.version >= row.version) return false;
    byId.set(row.id, row);
    return true;
  };

  const run = async () => {
    if (current.phase === 'idle') set({ phase: 'loading', error: undefined });
    let changed = false;
    for (;;) {
      const page = await fetchPage(cursor);
      for (const row of page.rows) changed = put(row) || changed;
      cursor = page.next;
      if (!page.more) break;
      // Sorting anew for every page would make a long load longer: rows are shown when their number has doubled.
      if (byId.size >= current.rows.length * 2) publish();
      else set({ received: byId.size });
    }
    if (changed || current.phase !== 'ready' || current.error !== undefined) publish({ phase: 'ready' });
  };

  const refresh = () => {
    running ??= run()
      .catch((error: unknown) => set({ error, phase: current.phase === 'ready' ? 'ready' : 'idle' }))
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  return {
    snapshot: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
    upsert: (row) => {
      if (current.phase !== 'idle' && put(row)) publish();
    },
  };
};
