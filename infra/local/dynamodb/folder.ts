import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endProcess, identify, isRunning, type ProcessIdentity } from '../process-identity.ts';

/** Who runs the database of a folder, so that whoever comes after a crash can clear up behind it. */
interface Running {
  owner: ProcessIdentity | undefined;
  child?: ProcessIdentity | undefined;
}

export interface DatabaseFolder {
  database: string;
  /** Called with the server's process id at each of its starts. */
  record(childPid: number | undefined): void;
  release(): void;
}

const prefix = 'stormledger-dynamodb-';
const processFile = 'dynamodb.process.json';

function readRunning(dir: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, processFile), 'utf8')) as Running;
  } catch {
    return undefined;
  }
}

function writeRunning(dir: string, childPid?: number): void {
  const running: Running = {
    owner: identify(process.pid),
    child: childPid === undefined ? undefined : identify(childPid),
  };
  const file = join(dir, processFile);
  writeFileSync(`${file}.new`, JSON.stringify(running));
  renameSync(`${file}.new`, file);
}

/** A server whose owner died keeps the database open: it is ended before anyone else opens the file. */
async function endOrphan(dir: string): Promise<'free' | 'ended' | ProcessIdentity> {
  const running = readRunning(dir);
  if (running?.owner !== undefined && isRunning(running.owner)) return running.owner;
  const child = running?.child;
  if (child === undefined || !isRunning(child) || !child.program.startsWith('dynoxide')) return 'free';
  await endProcess(child);
  return 'ended';
}

export async function openFolder(dir: string, log: (line: string) => void): Promise<DatabaseFolder> {
  mkdirSync(dir, { recursive: true });
  const state = await endOrphan(dir);
  if (typeof state === 'object')
    throw new Error(`The database in ${dir} is run by process ${state.pid}: stop that first.`);
  if (state === 'ended') log(`ended the database server that a crash had left running on ${dir}`);
  writeRunning(dir);
  return {
    database: join(dir, 'dynamodb.db'),
    record: (pid) => writeRunning(dir, pid),
    release: () => rmSync(join(dir, processFile), { force: true }),
  };
}

/**
 * Without a folder of its own the database still is a file, in the system's folder for temporary files, deleted at
 * close: dynoxide's memory mode cannot be given the stream index and slows to a tenth within 10,000 writes.
 */
export async function openTemporaryFolder(log: (line: string) => void): Promise<DatabaseFolder> {
  await removeAbandoned();
  const dir = mkdtempSync(join(tmpdir(), prefix));
  const folder = await openFolder(dir, log);
  return { ...folder, release: () => rmSync(dir, { recursive: true, force: true }) };
}

const old = (dir: string) => Date.now() - statSync(dir).mtimeMs > 60_000;

async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(prefix))) {
    const dir = join(tmpdir(), name);
    try {
      // A folder without a record is being made this minute, or was when its maker died.
      const abandoned = existsSync(join(dir, processFile)) || old(dir);
      if (abandoned && typeof (await endOrphan(dir)) === 'string') rmSync(dir, { recursive: true, force: true });
    } catch {
      // Another process clears the same folder.
    }
  }
}
