import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAssembly } from './build/index.ts';
import { agencies, DEMO_PASSWORD, demoPeople } from './demo/agencies.ts';
import { seedDemo } from './demo/seed.ts';
import { environment } from './env.ts';
import { startLocal, type LocalStack } from './index.ts';
import { runningInstance } from './instance.ts';
import { acquireLock } from './lock.ts';

const root = join(import.meta.dirname, '..', '..');
const dir = join(root, '.local');
const assembly = join(dir, 'cdk.out');

const log = (line: string): void => {
  console.log(`  ${line}`);
};

/** Once per state folder: whatever people do to the demo afterwards stays done. */
async function seedOnce({ url, endpoint, region, operator, plan }: LocalStack): Promise<void> {
  const seeded = join(dir, 'demo-seeded');
  const [table] = plan.tables;
  const [pool] = plan.pools;
  if (existsSync(seeded) || !table || !pool) return;
  const target = { url, endpoint, region, operator, tableName: table.name, poolId: pool.id };
  await seedDemo(target, () => new Date(), log);
  writeFileSync(seeded, new Date().toISOString());
}

function welcome({ url }: LocalStack, seconds: string): string {
  const people = agencies.map((agency) => {
    const emails = demoPeople(agency).map(({ email }) => `    ${email}`);
    return [`  ${agency.name}`, ...emails].join('\n');
  });
  return `
Ready in ${seconds} s
  Site     ${url}
  Console  ${url}/_local

Demo accounts, all with the password ${DEMO_PASSWORD}
${people.join('\n')}

Administrators set up sign-in codes first. ${url}/_local/codes shows what their app would show.

Stop with Ctrl-C. \`npm run local:reset\` clears the data.`;
}

function stopOnSignal(stack: LocalStack): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    console.log('\nStopping');
    void stack.close().finally(() => process.exit());
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

async function main(): Promise<void> {
  const began = performance.now();
  const seconds = (): string => ((performance.now() - began) / 1000).toFixed(1);
  // Found out now rather than after the build.
  acquireLock(dir).release();
  console.log('Stormledger on this machine');
  await buildAssembly({ root, assembly, stamps: join(dir, 'stamps'), log });
  const stack = await startLocal({ assembly, dir, port: environment.port, log });
  stopOnSignal(stack);
  log(`services: started (${seconds()} s)`);
  await seedOnce(stack);
  console.log(welcome(stack, seconds()));
}

mkdirSync(dir, { recursive: true, mode: 0o700 });
try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  const running = runningInstance(dir);
  if (running && String(error).includes(`process ${running.pid}:`)) console.error(`It answers at ${running.url}`);
  process.exit(1);
}
