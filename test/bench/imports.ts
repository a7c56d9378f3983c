import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { uploadPlace } from '#functions/imports/worker.ts';
import { putObject } from '#functions/lib/aws/multipart.ts';
import { openBucket } from '#functions/lib/aws/objects.ts';
import { openTable, tenantStore, type StoredImport } from '#functions/lib/store/index.ts';
import { noCounts, type Mapping } from '#shared/model/job.ts';
import { becomeFunction } from '#test/support/as-function.ts';
import buildAssembly from '#test/support/assembly.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import { deployed, measuredBy, type Used } from './own-process.ts';
import type { Figure } from './table.ts';

const [SMALL, LARGE] = [5000, 100_000];
const MB = 1024 * 1024;
const tenantId = fernwick.id;

const streets = (n: number) => `${n} Example Street, at the old mill`;

const csv = (rows: number): string =>
  `GlobalID,Name,Address,Diameter,Owner,lon,lat\n${Array.from(
    { length: rows },
    (_, n) => `{CSV-${n}},OF-${n},"${streets(n)}",${(n % 40) + 8},City,${-84.5 - n / 1e6},${38.03 + n / 1e6}\n`,
  ).join('')}`;

const geojson = (rows: number): string =>
  `{"type":"FeatureCollection","features":[\n${Array.from({ length: rows }, (_, n) =>
    JSON.stringify({
      type: 'Feature',
      properties: {
        GlobalID: `{GEO-${n}}`,
        Name: `OF-${n}`,
        Address: streets(n),
        Diameter: (n % 40) + 8,
        Owner: 'City',
      },
      geometry: { type: 'Point', coordinates: [-84.5 - n / 1e6, 38.03 + n / 1e6] },
    }),
  ).join(',\n')}\n]}\n`;

const mapping: Mapping = {
  fields: {
    name: { column: 'Name' },
    externalId: { column: 'GlobalID' },
    address: { column: 'Address' },
    diameter: { column: 'Diameter' },
    status: { fixed: 'active' },
    ownership: { fixed: 'own' },
    priority: { fixed: 'normal' },
  },
  whenIdRepeats: 'reject',
  whenIdExists: 'update',
  keepOther: true,
};

const brought = async (stack: TestStack, member: string, format: 'csv' | 'geojson', rows: number) => {
  const credentials = becomeFunction(stack, 'imports');
  const { jobs } = tenantStore(openTable(stack.plan.tables[0]?.name ?? '', credentials), { tenantId });
  const content = Buffer.from(format === 'csv' ? csv(rows) : geojson(rows));
  const [id, at] = [v7(), new Date().toISOString()];
  const { folder, env } = deployed(stack, 'imports');
  const place = uploadPlace(openBucket(env['QUARANTINE_BUCKET'] ?? '', credentials), tenantId, id);
  await putObject(place, 'application/octet-stream', content);
  const job: StoredImport = {
    ...{ id, kind: 'import', state: 'running', version: 1, createdAt: at, createdBy: member, startedBy: member },
    ...{ updatedAt: at, tries: 0, attempt: 1, counts: noCounts, progress: { done: 0 } },
    order: {
      recordType: 'outfall',
      fileName: `bench.${format}`,
      format,
      bytes: content.byteLength,
      sha256: createHash('sha256').update(content).digest('hex'),
    },
    mapping: format === 'csv' ? { ...mapping, longitude: 'lon', latitude: 'lat' } : mapping,
  };
  await jobs.create(job);
  const used = await measuredBy<Used>('worker-process.js', [folder, tenantId, id], env);
  const done = (await jobs.get(id)) as StoredImport;
  if (done.state !== 'done' || done.counts.created !== rows)
    throw new Error(`The import is ${done.state} with ${done.counts.created} records: ${done.message ?? ''}`);
  return used;
};

/** Rows a second and memory of an import into the local table, with its audit entries written beside it. */
export const importBench = async (full: boolean, small = SMALL): Promise<Figure[]> => {
  await buildAssembly();
  const stack = await startStack({ policies: 'ignored' });
  try {
    const { id } = (await stack.as('coordinator')).member;
    const rows = full ? LARGE : Math.min(small, SMALL);
    const figures: Figure[] = [];
    for (const format of ['csv', 'geojson'] as const) {
      const { wallMs, cpuMs, peakBytes } = await brought(stack, id, format, rows);
      const what = `import of ${rows.toLocaleString('en-US')} rows of ${format}`;
      figures.push(
        {
          what: `${what}: rows by second of processor`,
          measured: (rows / cpuMs) * 1000,
          unit: 'rows/s',
          budget: { least: 2000 },
        },
        { what: `${what}: rows by second of the clock`, measured: (rows / wallMs) * 1000, unit: 'rows/s' },
        { what: `${what}: peak memory`, measured: peakBytes / MB, unit: 'MB', budget: { most: 512 } },
      );
    }
    return figures;
  } finally {
    await stack.close();
  }
};
