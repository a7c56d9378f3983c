import { parse } from 'csv-parse/sync';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportJob, ExportOrder } from '#shared/model/job.ts';
import { allRecords } from '#shared/records/index.ts';
import { bring, pipes, settled, sha256 } from '#test/functions/imports/office.ts';
import { make, makeOneOfEach } from '#test/support/make.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { bundleOf, fetched, take as takeExport, textOf } from './office.ts';

let stack: TestStack;
let coordinator: Visitor;

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
  await makeOneOfEach(coordinator);
  await bring(coordinator, { name: 'pipes.geojson', content: pipes(1500) });
});
afterAll(() => stack.close());

const everything = {
  recordTypes: allRecords.map(({ name }) => name),
  formats: ['csv', 'json', 'geojson'],
} satisfies Omit<ExportOrder, 'id'>;

const take = (by: Visitor, order: Partial<ExportOrder> = {}) => takeExport(by, { ...everything, ...order });
const text = textOf;

describe('everything an agency has', () => {
  let job: ExportJob;
  beforeAll(async () => {
    job = await take(coordinator);
  });

  it('comes as one file for each type and format, and a map only where there are places', () => {
    expect(job).toMatchObject({ state: 'done', kind: 'export' });
    const names = allRecords.flatMap((r) => [
      `${r.path}.csv`,
      `${r.path}.json`,
      ...(r.geometry === undefined ? [] : [`${r.path}.geojson`]),
    ]);
    expect(job.files?.map(({ name }) => name)).toEqual([...names, 'manifest.json', 'export.zip']);
    expect(job.files?.filter(({ recordType }) => recordType === 'structure').map(({ rows }) => rows)).toEqual([
      1501, 1501, 1501,
    ]);
    expect(job.progress.done).toBe(1510);
  });

  it('is the same in each of its files, byte for byte as the manifest says', async () => {
    const manifest = JSON.parse(await text(coordinator, job, 'manifest.json'));
    expect(manifest).toMatchObject({
      format: 'stormledger-export',
      version: 2,
      agency: { id: fernwick.id, name: fernwick.name },
      requestedBy: { id: coordinator.member.id, name: coordinator.member.name },
      requestedAt: job.createdAt,
      filter: { includeArchived: false, formats: ['csv', 'json', 'geojson'] },
    });
    for (const file of job.files ?? []) {
      const { bytes } = await fetched(coordinator, job, file.name);
      expect({ bytes: bytes.length, sha256: sha256(bytes) }).toEqual({ bytes: file.bytes, sha256: file.sha256 });
    }
    expect(manifest.files).toEqual(job.files?.slice(0, -2));
  });

  it('agrees record by record over CSV, JSON and GeoJSON', async () => {
    const rows: string[][] = parse(await text(coordinator, job, 'structures.csv'));
    const { type, records } = JSON.parse(await text(coordinator, job, 'structures.json'));
    const { features } = JSON.parse(await text(coordinator, job, 'structures.geojson'));
    expect(type).toBe('structure');
    const [header, ...lines] = rows;
    expect(header?.slice(0, 2)).toEqual(['ID', 'Version']);
    const ids = (records as { id: string }[]).map(({ id }) => id);
    expect(lines.map(([id]) => id)).toEqual(ids);
    expect(features.map((f: { id: string }) => f.id)).toEqual(ids);
    expect(features[5].geometry).toEqual(records[5].values.location);
    const listed = await coordinator.get(`/api/v1/structures/${ids[5] ?? ''}`);
    expect(records[5]).toMatchObject({ id: listed.body.id, version: listed.body.version, values: listed.body.values });
  });

  it('fits into one zip that proves itself', async () => {
    const files = await bundleOf(coordinator, job);
    const listed = job.files?.map(({ name }) => name).slice(0, -1) ?? [];
    expect([...files.keys()]).toEqual([...listed, 'SHA256SUMS']);
    // As `sha256sum -c SHA256SUMS` reads it.
    const sums = files.get('SHA256SUMS')?.toString().trimEnd().split('\n') ?? [];
    expect(sums).toEqual(listed.map((name) => `${sha256(files.get(name) ?? '')}  ${name}`));
  });

  it('is saved under its name, and not shown in the browser', async () => {
    const { answer } = await fetched(coordinator, job, 'structures.csv');
    expect(answer.headers.get('content-disposition')).toContain('attachment; filename="structures.csv"');
    expect((await coordinator.get(`/api/v1/exports/${job.id}/download?file=..%2Fother`)).status).toBe(404);
  });

  it('belongs to the agency', async () => {
    const neighbour = await stack.as('admin', marlow);
    for (const path of ['', '/download?file=export.zip'])
      expect((await neighbour.get(`/api/v1/exports/${job.id}${path}`)).status).toBe(404);
    expect((await neighbour.get('/api/v1/exports')).body).toEqual({ items: [] });
    const theirs = await take(neighbour);
    expect(theirs.files?.find(({ name }) => name === 'structures.csv')).toMatchObject({ rows: 0 });
  });
});

it.each(['viewer', 'inspector', 'admin'] as const)('exports are open to everyone who may read: %s', async (role) => {
  const by = await stack.as(role);
  expect(await take(by, { recordTypes: ['site'], formats: ['json'] })).toMatchObject({ state: 'done' });
});

it('an export with record types that a role does not read is nothing for it to take along', async () => {
  const { id } = await take(coordinator, { recordTypes: ['site', 'publicRecordsRequest'], formats: ['json'] });
  const inspector = await stack.as('inspector');
  for (const file of ['sites.json', 'public-records-requests.json', 'export.zip'])
    expect(await inspector.get(`/api/v1/exports/${id}/download?file=${file}`)).toMatchObject({ status: 403 });
  expect((await coordinator.get(`/api/v1/exports/${id}/download?file=export.zip`)).status).toBe(200);
});

it('a cell cannot run as a formula', async () => {
  await make(coordinator, 'site', { name: '=HYPERLINK("http://evil.example")', externalId: undefined });
  const csv = await text(
    coordinator,
    await take(coordinator, { recordTypes: ['site'], formats: ['csv'] }),
    'sites.csv',
  );
  expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
});

it('archived records come only when asked for', async () => {
  const { id, version } = await make(coordinator, 'site', { name: 'Closed yard', externalId: undefined });
  await coordinator.act(`/api/v1/sites/${id}/archive`, version, { reason: 'Sold' });
  const has = async (includeArchived: boolean) =>
    (
      await text(
        coordinator,
        await take(coordinator, { recordTypes: ['site'], formats: ['json'], includeArchived }),
        'sites.json',
      )
    ).includes(id);
  expect([await has(false), await has(true)]).toEqual([false, true]);
});

it('a period takes the days in the time zone of the agency, both included', async () => {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: fernwick.timeZone }).format(new Date());
  const rows = async (order: Partial<ExportOrder>) =>
    (await take(coordinator, { recordTypes: ['site'], formats: ['csv'], ...order })).files?.[0]?.rows;
  const all = await rows({});
  expect(await rows({ from: today, to: today })).toBe(all);
  expect(await rows({ to: '2020-01-01' })).toBe(0);
  expect(await rows({ from: '2999-01-01' })).toBe(0);
});

describe('an order', () => {
  it('is taken once', async () => {
    const order = { id: v7(), recordTypes: ['site'], formats: ['csv'] };
    const first = await coordinator.post('/api/v1/exports', order);
    const second = await coordinator.post('/api/v1/exports', order);
    expect([first.status, second.status, second.body.id]).toEqual([202, 202, order.id]);
    expect((await coordinator.post('/api/v1/exports', { ...order, formats: ['json'] })).status).toBe(409);
    await settled(coordinator, `/api/v1/exports/${order.id}`);
  });
  it.each([
    [{ recordTypes: ['member'] }, 'recordTypes'],
    [{ recordTypes: [] }, 'recordTypes'],
    [{ formats: ['xlsx'] }, 'formats.0'],
    [{ from: '2026-02-02', to: '2026-01-01' }, 'to'],
    [{ from: 'yesterday' }, 'from'],
  ])('that makes no sense is refused: %j', async (change, path) => {
    const { status, body } = await coordinator.post('/api/v1/exports', { id: v7(), ...everything, ...change });
    expect([status, body.errors[0].path]).toEqual([422, path]);
  });
});
