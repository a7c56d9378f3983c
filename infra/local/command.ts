import { join } from 'node:path';
import * as z from 'zod';
import { runningInstance } from './instance.ts';

const dir = join(import.meta.dirname, '..', '..', '.local');
const usage = `npm run local -- list              what runs, and its schedules
npm run local -- fire <schedule>   fires a schedule now`;

const state = z.object({
  endpoint: z.string(),
  functions: z.array(z.string()),
  deadLetters: z.number(),
  letters: z.number(),
  schedules: z.array(z.object({ shortName: z.string(), expression: z.string(), lastFired: z.string().optional() })),
});

async function list(url: string): Promise<string> {
  const its = state.parse(await (await fetch(`${url}/_local/state.json`)).json());
  const schedules = its.schedules.map((one) => `  ${one.shortName}  ${one.expression}  ${one.lastFired ?? ''}`);
  return [
    `site          ${url}`,
    `AWS endpoint  ${its.endpoint}`,
    `functions     ${its.functions.join(', ')}`,
    `inbox         ${its.letters} letters, ${its.deadLetters} dead letters`,
    'schedules',
    ...schedules,
  ].join('\n');
}

async function fire(url: string, name: string): Promise<string> {
  const target = `${url}/_local/schedules/${encodeURIComponent(name)}/fire`;
  const response = await fetch(target, { method: 'POST', headers: { origin: url }, redirect: 'manual' });
  if (response.status !== 303) throw new Error(await response.text());
  return `Fired ${name}: invocation ${response.headers.get('x-invocation-id') ?? ''}`;
}

/** The file of an instance that was killed stays behind. */
const unreachable = (url: string) => new Error(`Nothing answers at ${url}. Start it with \`npm start\`.`);

async function command([verb = '', name]: readonly string[]): Promise<string> {
  const running = runningInstance(dir);
  if (!running) throw new Error('Nothing runs here. Start it with `npm start`.');
  await fetch(running.url, { method: 'HEAD' }).catch(() => {
    throw unreachable(running.url);
  });
  if (verb === 'list') return list(running.url);
  if (verb === 'fire' && name !== undefined) return fire(running.url, name);
  throw new Error(usage);
}

try {
  console.log(await command(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
