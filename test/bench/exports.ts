import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { v7 } from 'uuid';
import { openTable, tenantStore, type StoredExport } from '#functions/lib/store/index.ts';
import { environmentOf } from '#infra/local/lambda/environment.ts';
import type { ExportFormat } from '#shared/model/job.ts';
import { becomeFunction } from '#test/support/as-function.ts';
import buildAssembly from '#test/support/assembly.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import { fillOutfalls } from './fill.ts';
import type { Figure } from './table.ts';

const [SMALL, LARGE] = [100_000, 1_000_000];
const MB = 1024 * 1024;
const tenantId = fernwick.id;

/** What one worker process used up. Seconds of its own processor tell more than a clock that others share. */
interface Used {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
  readonly startBytes: number;
}

/** The very bundle that is deployed, in a process of its own. */
const inOwnProcess = (stack: TestStack, id: string): Promise<Used> => {
  const plan = stack.plan.functions.find(({ shortName }) => shortName === 'exports');
  if (plan === undefined) throw new Error('There is no function for exports.');
  const { accessKeyId, secretAccessKey } = stack.credentialsOf('exports');
  const env = environmentOf(plan, { region: stack.region, endpoint: stack.endpoint, accessKeyId, secretAccessKey });
  const script = fileURLToPath(new URL('worker-process.js', import.meta.url));
  const child = spawn(process.execPath, [script, plan.folder, tenantId, id], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const line = told.trimEnd().split('\n').at(-1) ?? '';
      if (code === 0) resolve(JSON.parse(line) as Used);
      else reject(new Error(`The worker ended with ${code}: ${told}`));
    });
  });
};

const measured = async (stack: TestStack, member: string, formats: ExportFormat[]) => {
  const { jobs } = tenantStore(openTable(stack.plan.tables[0]?.name ?? '', becomeFunction(stack, 'exports')), {
    tenantId,
  });
  const at = new Date().toISOString();
  const made: StoredExport = {
    id: v7(),
    kind: 'export',
    state: 'waiting',
    version: 1,
    createdAt: at,
    createdBy: member,
    updatedAt: at,
    order: { recordTypes: ['outfall'], formats },
    progress: { done: 0 },
    tries: 0,
  };
  await jobs.create(made);
  const used = await inOwnProcess(stack, made.id);
  const done = (await jobs.get(made.id)) as StoredExport;
  if (done.state !== 'done') throw new Error(`The export is ${done.state}: ${done.message ?? ''}`);
  return { ...used, rows: done.progress.done };
};

/** Rows a second and memory of an export of one record type, at 100,000 rows and (`--full`) at a million. */
export const exportBench = async (full: boolean, small = SMALL): Promise<Figure[]> => {
  await buildAssembly();
  const stack = await startStack({ policies: 'ignored' });
  try {
    const { id } = (await stack.as('coordinator')).member;
    const figures: Figure[] = [];
    let filled = 0;
    for (const rows of full ? [small, LARGE] : [small]) {
      await fillOutfalls(stack, tenantId, filled, rows);
      filled = rows;
      for (const formats of [['csv'], ['csv', 'json', 'geojson']] satisfies ExportFormat[][]) {
        const { rows: done, wallMs, cpuMs, peakBytes } = await measured(stack, id, formats);
        const what = `export of ${done.toLocaleString('en-US')} rows as ${formats.join(', ')} and zip`;
        figures.push(
          {
            what: `${what}: rows by second of processor`,
            measured: (done / cpuMs) * 1000,
            unit: 'rows/s',
            ...(formats.length === 1 ? { budget: { least: 70_000 } } : {}),
          },
          { what: `${what}: rows by second of the clock`, measured: (done / wallMs) * 1000, unit: 'rows/s' },
          { what: `${what}: peak memory`, measured: peakBytes / MB, unit: 'MB', budget: { most: 160 } },
        );
      }
    }
    return figures;
  } finally {
    await stack.close();
  }
};
