import { v7 } from 'uuid';
import { openTable, tenantStore, type StoredExport } from '#functions/lib/store/index.ts';
import { recordPartition } from '#shared/derive/keys.ts';
import type { ExportFormat } from '#shared/model/job.ts';
import { becomeFunction } from '#test/support/as-function.ts';
import buildAssembly from '#test/support/assembly.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import { fillOutfalls } from './fill.ts';
import { generatedTable } from './generated-table.ts';
import { deployed, measuredBy, type Used } from './own-process.ts';
import type { Figure } from './table.ts';

const [SMALL, LARGE] = [100_000, 1_000_000];
const MB = 1024 * 1024;
const tenantId = fernwick.id;

const measured = async (stack: TestStack, member: string, formats: ExportFormat[], endpoint: string) => {
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
  const { folder, env } = deployed(stack, 'exports', endpoint);
  const small = { ...env, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512' };
  const used = await measuredBy<Used>('worker-process.js', [folder, tenantId, made.id], small);
  const done = (await jobs.get(made.id)) as StoredExport;
  if (done.state !== 'done') throw new Error(`The export is ${done.state}: ${done.message ?? ''}`);
  return { ...used, rows: done.progress.done };
};

const figuresOf = (what: string, csvAlone: boolean, { rows, wallMs, cpuMs, peakBytes }: Used & { rows: number }) => [
  {
    what: `${what}: rows by second of processor`,
    measured: (rows / cpuMs) * 1000,
    unit: 'rows/s',
    ...(csvAlone ? { budget: { least: 70_000 } } : {}),
  },
  { what: `${what}: rows by second of the clock`, measured: (rows / wallMs) * 1000, unit: 'rows/s' },
  { what: `${what}: peak memory`, measured: peakBytes / MB, unit: 'MB', budget: { most: 160 } },
];

/**
 * Rows a second and memory of an export of one record type: 100,000 rows out of the table, and (`--full`) a million that
 * are made as they are asked for.
 */
export const exportBench = async (full: boolean, small = SMALL): Promise<Figure[]> => {
  await buildAssembly();
  const stack = await startStack({ policies: 'ignored' });
  const generated = await generatedTable(stack.endpoint, recordPartition(tenantId, 'outfall'), LARGE);
  try {
    const { id } = (await stack.as('coordinator')).member;
    await fillOutfalls(stack, tenantId, 0, small);
    const figures: Figure[] = [];
    for (const endpoint of full ? [stack.endpoint, generated.endpoint] : [stack.endpoint])
      for (const formats of [['csv'], ['csv', 'json', 'geojson']] satisfies ExportFormat[][]) {
        const used = await measured(stack, id, formats, endpoint);
        const what = `export of ${used.rows.toLocaleString('en-US')} rows as ${formats.join(', ')} and zip`;
        figures.push(...figuresOf(what, formats.length === 1, used));
      }
    return figures;
  } finally {
    generated.close();
    await stack.close();
  }
};
