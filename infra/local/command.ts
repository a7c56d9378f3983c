import { DynamoDBClient, RestoreTableToPointInTimeCommand } from '@aws-sdk/client-dynamodb';
import { join } from 'node:path';
import * as z from 'zod';
import { createCredentials } from './endpoint/credentials.ts';
import { runningInstance } from './instance.ts';

const dir = join(import.meta.dirname, '..', '..', '.local');
const usage = `npm run local -- list              what runs, and its schedules
npm run local -- fire <schedule>   fires a schedule now
npm run local -- copy-table <name> copies the table as it is now, to restore an agency from`;

const state = z.object({
  endpoint: z.string(),
  region: z.string(),
  tables: z.tuple([z.string()]),
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

/** What restoring to the latest moment is on AWS. */
async function copyTable(url: string, target: string): Promise<string> {
  const { endpoint, region, tables } = state.parse(await (await fetch(`${url}/_local/state.json`)).json());
  const { operator: credentials } = createCredentials([], dir, () => new Date());
  const client = new DynamoDBClient({ endpoint, region, credentials });
  const [SourceTableName] = tables;
  const order = { SourceTableName, TargetTableName: target, UseLatestRestorableTime: true };
  await client.send(new RestoreTableToPointInTimeCommand(order)).finally(() => client.destroy());
  return `Copied ${SourceTableName} to ${target}. npm run ops -- tenant restore <id> --from ${target} tells what it would bring back.`;
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
  if (verb === 'copy-table' && name !== undefined) return copyTable(running.url, name);
  throw new Error(usage);
}

try {
  console.log(await command(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
