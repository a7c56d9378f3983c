import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * A process id alone proves nothing after a crash: the number is given out again. Together with the start time and
 * the program's name it names one process for good.
 */
export interface ProcessIdentity {
  pid: number;
  started: string;
  program: string;
}

const unverifiable = 'unknown';

function fromProc(pid: number): ProcessIdentity {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the command in brackets and may hold spaces; the start time is field 22.
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? unverifiable;
  const program = basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''));
  return { pid, started, program };
}

function fromPs(pid: number): ProcessIdentity | undefined {
  const ps = (column: string) => execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' });
  const started = ps('lstart').trim();
  return started === '' ? undefined : { pid, started, program: basename(ps('comm').trim()) };
}

/** Undefined when no such process runs (a zombie does not run: it holds no file any more). */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    if (process.platform === 'linux') return fromProc(pid);
    if (process.platform !== 'win32') return fromPs(pid);
    process.kill(pid, 0);
    return { pid, started: unverifiable, program: unverifiable };
  } catch {
    return undefined;
  }
}

export function isRunning(recorded: ProcessIdentity): boolean {
  const now = identify(recorded.pid);
  return now?.started === recorded.started && now.program === recorded.program;
}

async function gone(recorded: ProcessIdentity, milliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < milliseconds; waited += 10) {
    if (!isRunning(recorded)) return true;
    await pause(10);
  }
  return !isRunning(recorded);
}

/** Ends exactly the recorded process; never one that merely has its number. */
export async function endProcess(recorded: ProcessIdentity): Promise<void> {
  if (!isRunning(recorded)) return;
  if (recorded.started === unverifiable) {
    throw new Error(`Process ${recorded.pid} may still hold the database: end it and start again.`);
  }
  process.kill(recorded.pid, 'SIGTERM');
  if (await gone(recorded, 3_000)) return;
  process.kill(recorded.pid, 'SIGKILL');
  if (!(await gone(recorded, 3_000))) throw new Error(`Process ${recorded.pid} does not end: end it and start again.`);
}
