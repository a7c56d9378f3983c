import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Visitor } from '#test/support/visitor.ts';
import type { Aims } from './aims.ts';
import { readReport, type Tried } from './report.ts';

export interface Run {
  readonly program: string;
  /** The description that schemathesis goes by; what it leaves behind lies beside it. */
  readonly description: string;
  readonly report: string;
  readonly aims: Aims;
  readonly deadline: number;
}

export interface Count {
  readonly passed: number;
  readonly failed: number;
}

interface Ended {
  readonly code: number | null;
  readonly cut: boolean;
}

const start = async (
  { program, description, report, deadline }: Run,
  who: Visitor,
  ids: Iterable<string>,
): Promise<Ended> => {
  rmSync(report, { force: true });
  const args = [
    ...['--config-file', join(import.meta.dirname, 'schemathesis.toml'), '--no-color', 'run', description],
    ...['--url', who.origin, '--header', `Cookie: ${who.cookie}`, '--header', `Origin: ${who.origin}`],
    ...['--report', 'ndjson', '--report-ndjson-path', report],
    ...[...ids].flatMap((id) => ['--include-operation-id', id]),
  ];
  const child = spawn(program, args, { stdio: 'inherit', cwd: dirname(description) });
  const timer = setTimeout(() => child.kill('SIGINT'), Math.max(0, deadline - Date.now()));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  clearTimeout(timer);
  return { code, cut: Date.now() >= deadline };
};

const succeeded = ({ statuses }: Tried): boolean => [...statuses].some((status) => status >= 200 && status < 300);

/** What is to be said of one operation, and whether it counts against us. */
const verdict = (one: Tried | undefined, aimed: boolean, cut: boolean): { bad: boolean; said?: string } => {
  if (cut && (one?.statuses.size ?? 0) === 0) return { bad: false, said: 'NOT TRIED' };
  if (one === undefined || one.failed) return { bad: true, said: 'FAILED' };
  if (succeeded(one)) return { bad: false };
  return aimed && !cut
    ? { bad: true, said: 'NEVER SUCCEEDED, though it was aimed' }
    : { bad: false, said: 'ONLY KNOCKED AT, it never succeeded; give it something to aim at' };
};

/** Holds some operations (`METHOD path` and id) against the description, as one person. */
export const tryOut = async (run: Run, who: Visitor, operations: ReadonlyMap<string, string>): Promise<Count> => {
  const { code, cut } = await start(run, who, operations.values());
  if (cut)
    console.log('CUT SHORT: the time was up. Each operation was given its good request first; the rest is partial.');
  const tried = await readReport(run.report);
  const verdicts = [...operations.keys()].map((name) => ({
    name,
    ...verdict(tried.get(name), name in run.aims, cut),
  }));
  for (const { name, said } of verdicts) if (said !== undefined) console.log(`${said}: ${name}`);
  const failed = verdicts.filter(({ bad }) => bad).length;
  const passed = verdicts.filter(({ bad, said }) => !bad && said !== 'NOT TRIED').length;
  // Its own word counts beside ours: it also ends badly over what belongs to no operation.
  return { passed, failed: failed === 0 && code !== 0 && !cut ? 1 : failed };
};
