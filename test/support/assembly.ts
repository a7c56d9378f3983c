import { join } from 'node:path';
import { buildAssembly } from '#infra/local/build/index.ts';

const root = join(import.meta.dirname, '..', '..');
export const assembly = join(root, '.build', 'test', 'cdk.out');

/** Builds the site and synthesizes the template that the stack and browser tests run; skipped when nothing changed. */
export default async function setup(): Promise<void> {
  await buildAssembly({
    root,
    assembly,
    stamps: join(root, '.build', 'test', 'stamps'),
    log: (line) => console.log(line),
  });
}
