import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

function* filesBelow(path: string, skip: readonly string[]): Generator<string, void> {
  if (!existsSync(path) || skip.includes(path)) return;
  if (statSync(path).isFile()) yield path;
  else for (const name of readdirSync(path).sort()) yield* filesBelow(join(path, name), skip);
}

/** A hash over names and contents: equal inputs need no new build. */
export function fingerprint(paths: readonly string[], skip: readonly string[] = []): string {
  const hash = createHash('sha256');
  for (const path of paths)
    for (const file of filesBelow(path, skip)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Runs a build unless the last one had the same inputs and what it made is still there unchanged; says which. */
export async function unlessUnchanged(
  stamp: string,
  inputs: string,
  output: string,
  build: () => Promise<void>,
): Promise<'built' | 'unchanged'> {
  const made = (): string => `${inputs} ${fingerprint([output])}`;
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === made()) return 'unchanged';
  await build();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, made());
  return 'built';
}
