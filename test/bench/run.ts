import { parseArgs } from 'node:util';
import { exportBench } from './exports.ts';
import { tableOf, type Figure } from './table.ts';

const { values } = parseArgs({ options: { full: { type: 'boolean', default: false }, rows: { type: 'string' } } });
const rows = values.rows === undefined ? undefined : Number(values.rows);

/** Each gives what it measured: of the usual size, and with `--full` also of the largest. Add yours here. */
const benches: readonly ((full: boolean, rows?: number) => Promise<Figure[]>)[] = [exportBench];

const figures: Figure[] = [];
for (const bench of benches) figures.push(...(await bench(values.full, rows)));
console.log(`\n${tableOf(figures)}`);
