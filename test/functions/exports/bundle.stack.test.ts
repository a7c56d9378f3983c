import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportJob } from '#shared/model/job.ts';
import { sha256 } from '#test/functions/imports/office.ts';
import { make } from '#test/support/make.ts';
import { addPhoto, photoOf } from '#test/support/photo.ts';
import { marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { bundleOf, take, textOf } from './office.ts';

let stack: TestStack;
let coordinator: Visitor;
let job: ExportJob;
let bundle: Map<string, Buffer>;
const made = { basin: '', outfall: '', other: '', photo: '', removed: '' };

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
  made.basin = (await make(coordinator, 'structure', { name: '../CB/101: <south>', site: undefined })).id;
  made.outfall = (await make(coordinator, 'outfall', { externalId: undefined })).id;
  made.other = (await make(coordinator, 'structure', { name: 'CB-102', externalId: undefined, site: undefined })).id;
  made.photo = await addPhoto(stack, coordinator, {
    onType: 'structure',
    onId: made.basin,
    fileName: 'sump:1.jpg',
    content: 'sump',
  });
  made.removed = await addPhoto(stack, coordinator, { onType: 'outfall', onId: made.outfall, content: 'blurred' });
  await coordinator.patch(`/api/v1/outfalls/${made.outfall}`, 1, { values: { landowner: 'Another owner' } });
  await coordinator.act(`/api/v1/attachments/${made.removed}/archive`, 2, { reason: 'Blurred' });
  await stack.idle();
  job = await take(coordinator, {
    recordTypes: ['structure', 'outfall'],
    formats: ['csv', 'ndjson', 'geojson'],
    bom: true,
    history: true,
    folders: true,
    files: true,
  });
  bundle = await bundleOf(coordinator, job);
});
afterAll(() => stack.close());

const basin = () => `records/structures/CB-101- -south-_${made.basin}`;
const json = (path: string) => JSON.parse(bundle.get(path)?.toString() ?? '') as Record<string, unknown>;
const lines = (text: string) => text.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>); // prettier-ignore

describe('a bundle', () => {
  it('has a folder for each record, with the record, its history and its photos under names that any system takes', () => {
    expect(job).toMatchObject({ state: 'done' });
    const inFolders = [...bundle.keys()].filter((path) => path.startsWith('records/'));
    expect(inFolders.toSorted()).toEqual(
      [
        `${basin()}/record.json`,
        `${basin()}/history.json`,
        `${basin()}/files/sump-1_${made.photo}.jpg`,
        `records/structures/CB-102_${made.other}/record.json`,
        `records/structures/CB-102_${made.other}/history.json`,
        `records/outfalls/OF-001_${made.outfall}/record.json`,
        `records/outfalls/OF-001_${made.outfall}/history.json`,
      ].toSorted(),
    );
    expect(json(`${basin()}/record.json`)).toMatchObject({ id: made.basin, values: { name: '../CB/101: <south>' } });
    expect(bundle.get(`${basin()}/files/sump-1_${made.photo}.jpg`)).toEqual(photoOf('sump'));
  });

  it('proves itself file by file, and counts what is in it', () => {
    const sums = bundle.get('SHA256SUMS')?.toString().trimEnd().split('\n') ?? [];
    const others = [...bundle.keys()].filter((path) => path !== 'SHA256SUMS');
    expect(sums).toEqual(others.map((path) => `${sha256(bundle.get(path) ?? '')}  ${path}`));
    expect(json('manifest.json')).toMatchObject({
      namesPeople: true,
      folders: {
        records: [
          { recordType: 'structure', folders: 2 },
          { recordType: 'outfall', folders: 1 },
        ],
        files: 1,
        missingFiles: 0,
      },
    });
  });

  it('tells the same history per record and per type, in each format', async () => {
    const path = [...bundle.keys()].find((name) => name.includes(made.outfall) && name.endsWith('history.json'));
    const history = JSON.parse(bundle.get(path ?? '')?.toString() ?? '') as Record<string, unknown>[];
    expect(history.map(({ version, verb }) => [version, verb])).toEqual([
      [1, 'create'],
      [2, 'change'],
    ]);
    expect(history[1]?.['changes']).toEqual([
      { field: 'landowner', before: 'Example owner', after: 'Another owner', personal: true },
    ]);
    expect(lines(bundle.get('outfalls-history.ndjson')?.toString() ?? '')).toEqual(history);
    const shown = await coordinator.get(`/api/v1/outfalls/${made.outfall}/history`);
    expect(shown.body.items.toReversed()).toMatchObject(history.map(({ type: _type, id: _id, ...entry }) => entry));
    const csv: Record<string, string>[] = parse(bundle.get('outfalls-history.csv') ?? '', { bom: true, columns: true });
    expect(csv.at(-1)).toMatchObject({
      Version: '2',
      Personal: 'Yes',
      Before: 'Example owner',
      After: 'Another owner',
    });
    expect(bundle.has('outfalls-history.geojson')).toBe(false);
  });

  it('begins its CSV with a byte order mark where that was asked for, and NDJSON never', async () => {
    const mark = Buffer.from([0xef, 0xbb, 0xbf]);
    expect(bundle.get('structures.csv')?.subarray(0, 3)).toEqual(mark);
    expect(bundle.get('structures-history.csv')?.subarray(0, 3)).toEqual(mark);
    expect(lines(bundle.get('structures.ndjson')?.toString() ?? '').map(({ id }) => id)).toEqual([made.basin, made.other]); // prettier-ignore
    const plain = await take(coordinator, { recordTypes: ['structure'], formats: ['csv'] });
    expect((await textOf(coordinator, plain, 'structures.csv')).startsWith('ID,Version')).toBe(true);
  });

  it('names nobody to whom names are not shown, in records, histories and folders', async () => {
    const viewer = await stack.as('viewer');
    const own = await take(viewer, { recordTypes: ['outfall'], formats: ['json'], history: true, folders: true });
    const files = await bundleOf(viewer, own);
    const said = [...files].map(([path, content]) => `${path}\n${content.toString()}`).join('\n');
    expect(said).toContain('"personal":true');
    expect(said).not.toMatch(/Example owner|Another owner/);
    expect(JSON.parse(files.get('manifest.json')?.toString() ?? '')).toMatchObject({ namesPeople: false });
  });

  it('has archived photos only when archived records are asked for', async () => {
    const all = await take(coordinator, {
      recordTypes: ['outfall'],
      formats: ['csv'],
      files: true,
      includeArchived: true,
    });
    expect([...(await bundleOf(coordinator, all)).keys()]).toContain(
      `records/outfalls/OF-001_${made.outfall}/files/photo_${made.removed}.jpg`,
    );
  });
});

describe('chosen records', () => {
  it('come with their own photos and nothing else', async () => {
    const chosen = await take(coordinator, {
      recordTypes: ['structure', 'outfall'],
      formats: ['json'],
      folders: true,
      files: true,
      only: { structure: [made.other, made.basin.toUpperCase(), '0199b000-0000-7000-8000-00000000000f'] },
    });
    expect(chosen.files?.map(({ name, rows }) => [name, rows]).slice(0, 2)).toEqual([
      ['structures.json', 2],
      ['outfalls.json', 0],
    ]);
    const paths = [...(await bundleOf(coordinator, chosen)).keys()];
    expect(paths.filter((path) => path.includes('/files/'))).toEqual([`${basin()}/files/sump-1_${made.photo}.jpg`]);
    expect(paths.filter((path) => path.endsWith('record.json'))).toHaveLength(2);
  });

  it('are of the types that are exported', async () => {
    const { status, body } = await coordinator.post('/api/v1/exports', {
      id: made.basin,
      recordTypes: ['site'],
      formats: ['json'],
      only: { structure: [made.basin] },
    });
    expect([status, body.errors[0].path]).toEqual([422, 'only']);
  });

  it('of another agency are not among them', async () => {
    const neighbour = await stack.as('admin', marlow);
    const job = await take(neighbour, {
      recordTypes: ['structure'],
      formats: ['json'],
      only: { structure: [made.basin] },
    });
    expect(job.files?.[0]).toMatchObject({ name: 'structures.json', rows: 0 });
  });
});
