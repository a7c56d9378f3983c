import { buildSync } from 'esbuild';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundling, type FunctionName } from '#infra/constructs/function-bundle.ts';
import { environmentOf } from '#infra/local/lambda/environment.ts';
import { loadPlan } from '#infra/local/template/index.ts';
import buildAssembly, { assembly } from '#test/support/assembly.ts';
import { measuredBy } from './own-process.ts';
import type { Figure } from './table.ts';

const ROUNDS = 21;
/** How many times as long as the client of the database alone a bundle may take to load. */
const MOST_TIMES = 1.25;
const MOST_MB = 66;

/** Kilobytes, and those packed. What is not named has none. */
const budgets: Readonly<Partial<Record<FunctionName, { readonly kb: number; readonly gzip?: number }>>> = {
  api: { kb: 400, gzip: 125 },
  audit: { kb: 360 },
  files: { kb: 520 },
  exports: { kb: 560 },
};

/** The client of the database and the commands that each function of ours knows, and nothing else, built as they are. */
const bareClient = (into: string): string => {
  const outfile = join(into, 'client.cjs');
  const commands = ['GetItem', 'PutItem', 'UpdateItem', 'Query', 'BatchGetItem', 'TransactWriteItems'];
  const names = ['DynamoDBClient', ...commands.map((name) => `${name}Command`)].join(', ');
  const contents = `import { ${names} } from '@aws-sdk/client-dynamodb';
    export const known = [new DynamoDBClient({}), ${names}];`;
  buildSync({ ...bundling, stdin: { contents, resolveDir: import.meta.dirname }, outfile });
  return outfile;
};

interface Loaded {
  readonly cpuMs: number;
  readonly residentMB: number;
}

const middle = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

interface Bundle {
  readonly name: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

/** By turns, so that a busy moment of the machine meets all of them. */
const loadedByTurns = async (bundles: readonly Bundle[]): Promise<Map<string, Loaded>> => {
  const all = bundles.map(() => [] as Loaded[]);
  for (let round = 0; round < ROUNDS; round++)
    for (const [n, { file, env }] of bundles.entries())
      all[n]?.push(await measuredBy<Loaded>('import-process.js', [file], env));
  return new Map(
    bundles.map(({ name }, n) => {
      const of = (what: keyof Loaded) => middle(all[n]?.map((one) => one[what]) ?? []);
      return [name, { cpuMs: of('cpuMs'), residentMB: of('residentMB') }];
    }),
  );
};

/** How large the deployed bundles are, and what it takes to load each in a process of its own, against the client of the database alone. */
export const bundleBench = async (): Promise<Figure[]> => {
  await buildAssembly();
  const { functions, region } = loadPlan(assembly);
  const dir = mkdtempSync(join(tmpdir(), 'bundles-'));
  try {
    const around = { region, endpoint: 'http://127.0.0.1:9', accessKeyId: 'x', secretAccessKey: 'x' };
    const bundles = functions.map((plan) => ({
      name: plan.shortName,
      file: join(plan.folder, 'index.js'),
      env: environmentOf(plan, around),
    }));
    const client = { name: 'client', file: bareClient(dir), env: bundles[0]?.env ?? {} };
    const loaded = await loadedByTurns([client, ...bundles]);
    const alone = loaded.get('client')?.cpuMs ?? NaN;
    const figure = (what: string, measured: number, unit: string, most?: number): Figure => ({
      ...{ what, measured, unit },
      ...(most !== undefined && { budget: { most } }),
    });
    return [client, ...bundles].flatMap(({ name, file }) => {
      const bytes = readFileSync(file);
      const { kb, gzip } = budgets[name as FunctionName] ?? {};
      const { cpuMs, residentMB } = loaded.get(name) ?? { cpuMs: NaN, residentMB: NaN };
      return [
        figure(`${name}: bundle`, bytes.length / 1000, 'KB', kb),
        figure(`${name}: bundle, gzip`, gzipSync(bytes).length / 1000, 'KB', gzip),
        ...(name === 'client'
          ? [figure('client: to load it, processor', cpuMs, 'ms')]
          : [figure(`${name}: to load it, against the client`, cpuMs / alone, '×', MOST_TIMES)]),
        ...(name === 'api' ? [figure('api: memory once it is loaded', residentMB, 'MB', MOST_MB)] : []),
      ];
    });
  } finally {
    rmSync(dir, { recursive: true });
  }
};
