import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildSync } from 'esbuild';
import { bundling } from '#infra/constructs/function-bundle.ts';
import { fixture } from './app.ts';

const here = import.meta.dirname;

/** Synthesizes the fixture once per content of its sources; test files share the folder. */
export function fixtureAssembly(): string {
  const build = join(process.cwd(), '.build', 'fixture');
  const finished = join(build, contentHash());
  if (existsSync(finished)) return finished;
  mkdirSync(build, { recursive: true });
  const draft = `${finished}.${process.pid}`;
  const names = readdirSync(join(here, 'functions')).map((file) => file.replace('.ts', ''));
  for (const name of names) {
    buildSync({
      entryPoints: [join(here, 'functions', `${name}.ts`)],
      outfile: join(draft, 'code', name, 'index.js'),
      ...bundling,
    });
  }
  const app = new App({ outdir: draft, analyticsReporting: false });
  fixture(app, { code: join(draft, 'code'), site: join(here, 'site') });
  app.synth();
  publish(draft, finished);
  return finished;
}

/** Another test file may have been quicker; its folder has the same content. */
function publish(draft: string, finished: string): void {
  try {
    renameSync(draft, finished);
  } catch (error) {
    if (!existsSync(finished)) throw error;
    rmSync(draft, { recursive: true });
  }
}

function contentHash(): string {
  const hash = createHash('sha256');
  for (const folder of [here, join(here, 'functions'), join(here, 'site')])
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(folder, entry.name)));
  return hash.digest('hex').slice(0, 16);
}
