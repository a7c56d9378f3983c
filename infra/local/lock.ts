import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';

export interface Lock {
  release(): void;
}

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** A hard link is made whole or not at all, so nobody ever reads a half-written lock. */
function claim(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead owner's lock aside; should another process have taken over meanwhile, its lock is put back. */
function discardStale(path: string, stale: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (read(aside) !== stale) linkSync(aside, path);
  rmSync(aside, { force: true });
}

function ownerOf(content: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(content) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

/** One process per folder: the database would let two open the same file and say nothing. */
export function acquireLock(dir: string): Lock {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, 'lock');
  const content = JSON.stringify(identify(process.pid));
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (claim(path, content)) {
      return {
        release: () => {
          if (read(path) === content) rmSync(path, { force: true });
        },
      };
    }
    const held = read(path);
    if (held === undefined) continue;
    const owner = ownerOf(held);
    if (owner !== undefined && isRunning(owner)) throw new Error(inUse(dir, owner.pid));
    discardStale(path, held);
  }
  throw new Error(`The lock ${path} changes hands while it is being taken: start again.`);
}

const inUse = (dir: string, pid: number) =>
  `The folder ${dir} is in use by process ${pid}: stop that one first, or use another folder.`;
