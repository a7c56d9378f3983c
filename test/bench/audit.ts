import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import buildAssembly from '#test/support/assembly.ts';
import { startStack } from '#test/support/stack.ts';
import { fillOutfalls, outfallItem } from './fill.ts';
import { deployed, measuredBy, type Used } from './own-process.ts';
import type { Figure } from './table.ts';
import { unitFigures } from './units.ts';

const [SMALL, LARGE] = [5000, 20_000];
/** An agency of nobody: the stream brings what the demonstration did to the consumer as well. */
const tenantId = 'benchagency000000000000000';

const changes = (rows: number) =>
  Array.from({ length: rows }, (_, n) => ({
    eventName: 'INSERT',
    eventSource: 'aws:dynamodb',
    dynamodb: { SequenceNumber: String(n + 1), NewImage: outfallItem(tenantId, n) },
  }));

/** What the consumer of the stream and the proof of its entries cost, and what a change and its entry cost to write. */
export const auditBench = async (full: boolean, small = SMALL): Promise<Figure[]> => {
  await buildAssembly();
  const stack = await startStack({ policies: 'ignored' });
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const rows = full ? LARGE : Math.min(small, SMALL);
    await fillOutfalls(stack, tenantId, 0, rows);
    const file = join(folder, 'changes.json');
    writeFileSync(file, JSON.stringify(changes(rows)));
    const consumer = deployed(stack, 'audit');
    const audited = await measuredBy<Used>('audit-process.js', [consumer.folder, file], consumer.env);
    const table = stack.plan.tables[0]?.name ?? '';
    const { accessKeyId, secretAccessKey } = stack.operator;
    const operator = { ...consumer.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const proven = await measuredBy<Used & { entries: number }>('verify-process.ts', [table, tenantId], operator);
    if (proven.entries !== rows) throw new Error(`${proven.entries} entries were proven, not ${rows}.`);
    const own = await measuredBy<{ auditMs: number; verifyMs: number }>('own-work-process.ts', [String(rows)], {});
    const many = rows.toLocaleString('en-US');
    const rate = (what: string, per: number, budget?: number): Figure => ({
      what,
      measured: (rows / per) * 1000,
      unit: '/s',
      ...(budget !== undefined && { budget: { least: budget } }),
    });
    return [
      rate(
        `audit of ${many} changes, our own work without the SDK: changes by second of processor`,
        own.auditMs,
        20_000,
      ),
      rate(
        `verify of ${many} entries, our own work without the SDK: entries by second of processor`,
        own.verifyMs,
        20_000,
      ),
      rate(`audit of ${many} changes, written: changes by second of processor`, audited.cpuMs, 20_000),
      rate(`audit of ${many} changes, written: changes by second of the clock`, audited.wallMs),
      rate(`verify of ${many} entries: entries by second of processor`, proven.cpuMs, 20_000),
      rate(`verify of ${many} entries: entries by second of the clock`, proven.wallMs),
      ...unitFigures(),
    ];
  } finally {
    rmSync(folder, { recursive: true });
    await stack.close();
  }
};
