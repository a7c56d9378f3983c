import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { acquireLock } from './lock.ts';

const dir = join(import.meta.dirname, '..', '..', '.local');

/** Everything but the lock, which is held until the last file is gone. */
function clear(): string {
  if (!existsSync(dir)) return 'There is no local state.';
  const lock = acquireLock(dir);
  for (const name of readdirSync(dir)) if (name !== 'lock') rmSync(join(dir, name), { recursive: true, force: true });
  lock.release();
  rmSync(dir, { recursive: true, force: true });
  return 'The local state is cleared. `npm start` begins anew.';
}

try {
  console.log(clear());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
