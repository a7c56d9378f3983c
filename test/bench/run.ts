import { parseArgs } from 'node:util';
import { auditBench } from './audit.ts';
import { billBench } from './bill.ts';
import { bundleBench } from './bundles.ts';
import { exportBench } from './exports.ts';
import { importBench } from './imports.ts';
import { interruptedBench, redactionBench } from './interrupted.ts';
import { lagBench } from './lag.ts';
import { requestBench } from './requests.ts';
import { tableOf, type Figure } from './table.ts';

const { values } = parseArgs({
  options: { full: { type: 'boolean', default: false }, rows: { type: 'string' }, only: { type: 'string' } },
});
const rows = values.rows === undefined ? undefined : Number(values.rows);

/** Each gives what it measured: of the usual size, and with `--full` also of the largest. Add yours here. */
const benches: Readonly<Record<string, (full: boolean, rows?: number) => Promise<Figure[]>>> = {
  exports: exportBench,
  imports: importBench,
  interrupted: interruptedBench,
  redaction: redactionBench,
  audit: auditBench,
  lag: lagBench,
  requests: requestBench,
  bundles: bundleBench,
  bill: billBench,
};

const figures: Figure[] = [];
for (const [name, bench] of Object.entries(benches))
  if (values.only === undefined || values.only === name) figures.push(...(await bench(values.full, rows)));
console.log(`\n${tableOf(figures)}`);
