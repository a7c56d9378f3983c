import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileBlobs, memoryBlobs, type Blobs, type Segment } from './blobs.ts';
import { Catalog, type Change } from './catalog.ts';
import { Journal, readJournal, rewriteJournal } from './journal.ts';

/** A journal this many times longer than what it says is rewritten at start. */
const slack = 2;

export interface Store {
  catalog: Catalog;
  blobs: Blobs;
  /** Takes effect at once, so no other request comes between a check and its change; resolves when it is on disk. */
  commit(change: Change): Promise<void>;
  close(): Promise<void>;
}

function replay(path: string, catalog: Catalog): void {
  const entries = readJournal(path);
  for (const entry of entries) catalog.apply(entry as Change);
  const shortest = [...catalog.snapshot()];
  if (entries.length > shortest.length * slack) rewriteJournal(path, shortest);
}

function segmentsOf(change: Change): Segment[] {
  if (change.op === 'put') return change.version.segments;
  return change.op === 'part' ? [change.part.segment] : [];
}

export function openStore(dir: string | undefined): Store {
  const catalog = new Catalog();
  let journal: Journal | undefined;
  if (dir !== undefined) {
    mkdirSync(dir, { recursive: true });
    replay(join(dir, 'journal.jsonl'), catalog);
    journal = new Journal(join(dir, 'journal.jsonl'));
  }
  const blobs = dir === undefined ? memoryBlobs() : fileBlobs(join(dir, 'data'));
  blobs.keepOnly(new Set([...catalog.snapshot()].flatMap(segmentsOf).map(({ id }) => id)));
  return {
    catalog,
    blobs,
    async commit(change) {
      const freed = catalog.apply(change);
      await journal?.append(change);
      await Promise.all(freed.map(({ id }) => blobs.remove(id)));
    },
    async close() {
      await journal?.close();
      await blobs.close();
    },
  };
}
