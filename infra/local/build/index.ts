import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { inherited } from '#infra/local/env.ts';
import { fingerprint, unlessUnchanged } from './fingerprint.ts';

export interface BuildOptions {
  /** The folder of package.json. */
  readonly root: string;
  /** Where the assembly goes. */
  readonly assembly: string;
  /** Where the hashes of the last builds are kept. */
  readonly stamps: string;
  log: (line: string) => void;
}

/** Output is shown only when the command fails: at a start that works nobody reads it. */
function run(root: string, args: readonly string[], more: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env: inherited(more), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`node ${args.join(' ')} failed:\n${output}`));
    });
  });
}

async function timed(name: string, log: (line: string) => void, work: () => Promise<string>): Promise<void> {
  const began = performance.now();
  const outcome = await work();
  log(`${name}: ${outcome} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}

/** Of a domain that nobody can have: what is sent from it ends in the inbox of the console. */
const MAIL_FROM = 'Stormledger <notices@stormledger.example>';

/** Site first, then the assembly, which holds the site; either is skipped when nothing it is made of has changed. */
export async function buildAssembly({ root, assembly, stamps, log }: BuildOptions): Promise<void> {
  const at = (...names: string[]): string[] => names.map((name) => join(root, name));
  const [dist = ''] = at('web/dist');
  const shared = at('shared', 'package-lock.json', 'package.json', 'tsconfig.base.json');
  await timed('site', log, () =>
    unlessUnchanged(join(stamps, 'site'), fingerprint([...at('web'), ...shared], [dist]), dist, () =>
      run(root, [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', 'web', '--logLevel', 'warn'], {}),
    ),
  );
  const inputs = fingerprint([...at('infra', 'functions', 'cdk.json'), ...shared, dist], at('infra/local'));
  await timed('template', log, () =>
    unlessUnchanged(join(stamps, 'template'), `${inputs} ${MAIL_FROM}`, join(assembly, 'manifest.json'), () => {
      // CDK adds to the folder: what earlier builds left would stay for ever.
      rmSync(assembly, { recursive: true, force: true });
      return run(root, [join('infra', 'app.ts')], { CDK_OUTDIR: assembly, SITE: dist, MAIL_FROM });
    }),
  );
}
