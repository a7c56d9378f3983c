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

interface Exported extends Used {
  readonly rows: number;
  /** When each file was whole: those of records, then the zip. */
  readonly joined: readonly Pick<Used, 'wallMs' | 'cpuMs'>[];
  /** Of the process that is the database and S3, which the budget is not about. */
  readonly othersCpuMs: number;
}

const measured = async (
  stack: TestStack,
  member: string,
  formats: ExportFormat[],
  endpoint: string,
): Promise<Exported> => {
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
  const others = process.cpuUsage();
  const used = await measuredBy<Omit<Exported, 'rows' | 'othersCpuMs'>>(
    'worker-process.js',
    [folder, tenantId, made.id],
    small,
  );
  const { user, system } = process.cpuUsage(others);
  const done = (await jobs.get(made.id)) as StoredExport;
  if (done.state !== 'done') throw new Error(`The export is ${done.state}: ${done.message ?? ''}`);
  return { ...used, rows: done.progress.done, othersCpuMs: (user + system) / 1000 };
};

const bySecond = (rows: number, ms: number) => ({ measured: (rows / ms) * 1000, unit: 'rows/s' });

const figuresOf = (formats: readonly ExportFormat[], used: Exported): Figure[] => {
  const { rows, wallMs, cpuMs, peakBytes, joined, othersCpuMs } = used;
  const files = joined[formats.length - 1];
  if (files === undefined) throw new Error('The worker wrote fewer files than were ordered.');
  const what = `export of ${rows.toLocaleString('en-US')} rows as ${formats.join(', ')}`;
  const isCsv = formats.join() === 'csv';
  return [
    {
      what: `${what}, without the zip: rows by second of processor`,
      ...bySecond(rows, files.cpuMs),
      ...(isCsv && { budget: { least: 70_000 } }),
    },
    { what: `${what} and zip: rows by second of processor`, ...bySecond(rows, cpuMs) },
    { what: `${what} and zip: rows by second of the clock`, ...bySecond(rows, wallMs) },
    { what: `${what} and zip: peak memory`, measured: peakBytes / MB, unit: 'MB', budget: { most: 160 } },
    { what: `${what} and zip: processor of the local database and S3 beside it`, measured: othersCpuMs, unit: 'ms' },
  ];
};

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
        figures.push(...figuresOf(formats, await measured(stack, id, formats, endpoint)));
      }
    return figures;
  } finally {
    generated.close();
    await stack.close();
  }
};
