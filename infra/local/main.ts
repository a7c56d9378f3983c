import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildAssembly } from './build/index.ts';
import { environment } from './env.ts';
import { startLocal } from './index.ts';
import { acquireLock } from './lock.ts';
import { runningInstance } from './instance.ts';

const root = join(import.meta.dirname, '..', '..');
const dir = join(root, '.local');
const assembly = join(dir, 'cdk.out');

async function main(): Promise<void> {
  const began = performance.now();
  const log = (line: string): void => console.log(`  ${line}`);
  const seconds = (): string => ((performance.now() - began) / 1000).toFixed(1);
  // Found out now rather than after half a minute of building.
  acquireLock(dir).release();
  console.log('Stormledger on this machine');
  await buildAssembly({ root, assembly, stamps: join(dir, 'stamps'), log });
  const stack = await startLocal({ assembly, dir, port: environment.port, log });
  log(`services: started`);
  console.log(`\nReady in ${seconds()} s\n  Site     ${stack.url}\n  Console  ${stack.url}/_local\n`);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      console.log('\nStopping');
      void stack.close().then(() => process.exit(0));
    });
}

mkdirSync(dir, { recursive: true, mode: 0o700 });
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  const running = existsSync(dir) ? runningInstance(dir) : undefined;
  if (running) console.error(`An instance was started at ${running.url} (process ${running.pid}).`);
  process.exitCode = 1;
}
