import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod';
import type { Grant } from '#infra/local/iam/index.ts';
import { assembly } from './assembly.ts';

const tests = join(import.meta.dirname, '..');
/** A note for each test file: which grants of the template its stacks made use of. */
const notes = join(tests, '..', '.build', 'used-permissions');
const noteOf = (testFile: string): string => join(notes, `${testFile.replaceAll('/', '-')}.json`);

const note = z.array(z.object({ role: z.string(), statement: z.string(), action: z.string(), resource: z.string() }));

interface Watched {
  readonly usedPermissions: () => readonly Grant[];
}
const watched: Watched[] = [];

/** Stacks of a changed template are left out: what they show is true of no role that is deployed. */
export const watch = (stack: Watched, of: string | undefined): void => {
  if (of === undefined || of === assembly) watched.push(stack);
};

/** These try out the credentials of a function by themselves: what they use shows nothing of what the function does. */
const trials = ['isolation/credentials.stack.test.ts'];

export const forgetNotes = (): void => {
  rmSync(notes, { recursive: true, force: true });
};

export const writeNote = (testPath: string): void => {
  mkdirSync(notes, { recursive: true });
  const grants = watched.flatMap((stack) => stack.usedPermissions());
  writeFileSync(noteOf(relative(tests, testPath)), JSON.stringify(grants));
};

/** Every test file that may run a stack, from `test/`. */
const stackTests = (): string[] =>
  readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter(
    (path) => (path.endsWith('.stack.test.ts') || /^e2e\/.*\.test\.ts$/.test(path)) && !trials.includes(path),
  );

const written = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** The test files that did not run, or changed after they ran. */
export const unheard = (): string[] =>
  stackTests().filter((path) => written(noteOf(path)) < written(join(tests, path)));

export const grantsUsed = (): Grant[] =>
  stackTests().flatMap((path) => note.parse(JSON.parse(readFileSync(noteOf(path), 'utf8'))));
