import type { Context } from 'aws-lambda';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { exportWork } from '#functions/exports/worker.ts';
import { bucketsInArchive } from '#functions/lib/exports/archive-contents.ts';
import { openBucket } from '#functions/lib/aws/objects.ts';
import { objectChunks, objectFacts } from '#functions/lib/aws/stored-objects.ts';
import { originalOf } from '#functions/lib/chain/reseal.ts';
import { linkOf } from '#functions/lib/chain/link.ts';
import type { SealedEntry } from '#functions/lib/chain/entry.ts';
import { worker } from '#functions/lib/jobs/work.ts';
import {
  openTable,
  provisioning,
  tenantStore,
  type Kind,
  type StoredDisposal,
  type StoredExport,
} from '#functions/lib/store/index.ts';
import { exportPlace } from '#functions/exports/places.ts';
import { kinds } from '#functions/lib/store/kinds.ts';
import type { Mapping } from '#shared/model/job.ts';
import { SYSTEM_MEMBER } from '#shared/model/principal.ts';
import { disposalCsv } from '#shared/permit/disposal-list.ts';
import { allRecords } from '#shared/records/index.ts';
import { operatorOf } from '#test/functions/session/desk.ts';
import { becomeFunction } from '#test/support/as-function.ts';
import { makeOneOfEach } from '#test/support/make.ts';
import { addPhoto, photoOf } from '#test/support/photo.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { bundleOf, fetched, take } from './office.ts';
import { filesIn } from './stored-zip.ts';

const folder = mkdtempSync(join(tmpdir(), 'archive-'));
const file = join(folder, 'export.zip');
const elsewhere = 'another0agency000000000000';
let stack: TestStack;
let admin: Visitor;
let archive: Map<string, Buffer>;
let photo: string;

beforeAll(async () => {
  stack = await startStack({ dir: join(folder, 'state') });
  admin = await stack.as('admin');
  const made = await makeOneOfEach(admin);
  await admin.patch(`/api/v1/outfalls/${made.outfall}`, 1, { values: { landowner: 'Another owner' } });
  await admin.act(`/api/v1/sites/${made.site}/archive`, 1, { reason: 'Entered twice' });
  photo = await addPhoto(stack, admin, { onType: 'structure', onId: made.structure, content: 'sump' });
  await besideRecords(made.publicRecordsRequest);
  await stack.idle();
  const job = await take(admin, { recordTypes: ['site'], formats: ['csv'], archive: true });
  archive = await bundleOf(admin, job);
  writeFileSync(file, (await fetched(admin, job, 'export.zip')).bytes);
  const { table } = operatorOf(stack);
  const makes = provisioning(table);
  await makes.putTenantOnce({ id: elsewhere, name: 'Another agency', timeZone: 'America/Chicago', createdAt: now() });
  const member = { id: v7(), name: 'Their admin', email: '', role: 'admin', status: 'active', revoked: {} } as const;
  await makes.putMemberOnce(elsewhere, member);
  newAdmin = member.id;
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});
let newAdmin = '';
const now = () => new Date().toISOString();

const ops = async (...args: string[]) => {
  const main = join(import.meta.dirname, '..', '..', '..', 'infra', 'ops', 'main.ts');
  const child = spawn(process.execPath, [main, ...args, '--local', join(folder, 'state')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
};
const bring = (...more: string[]) => ops('tenant', 'import-archive', elsewhere, '--file', file, ...more);

/** An archive of the agency that was filled, made by the worker itself: nobody of it has signed in yet. */
const archiveOfTheOther = async (): Promise<Map<string, Buffer>> => {
  const credentials = becomeFunction(stack, 'exports');
  const table = openTable(stack.plan.tables[0]?.name ?? '', credentials);
  const named = (name: string) => stack.plan.buckets.find((one) => one.name.includes(name))?.name ?? '';
  const buckets = { exports: openBucket(named('exports'), credentials), attachments: openBucket(named('attachments'), credentials), releases: openBucket(named('releases'), credentials) }; // prettier-ignore
  const job: StoredExport = {
    id: v7(),
    kind: 'export',
    state: 'waiting',
    version: 1,
    createdAt: now(),
    createdBy: newAdmin,
    updatedAt: now(),
    order: {
      recordTypes: allRecords.map(({ name }) => name),
      formats: ['ndjson'],
      archive: true,
      includeArchived: true,
    },
    progress: { done: 0 },
    tries: 0,
  };
  await tenantStore(table, { tenantId: elsewhere }).jobs.create(job);
  const context = { awsRequestId: v7(), getRemainingTimeInMillis: () => 900_000 } as Context;
  await worker(exportWork(table, buckets, 'exports'))({ tenantId: elsewhere, id: job.id }, context);
  const place = exportPlace(buckets.exports, elsewhere, job.id, 'export.zip');
  const facts = await objectFacts(place);
  if (facts === undefined) throw new Error('There is no archive.');
  const chunks: Uint8Array[] = [];
  for await (const chunk of objectChunks(place, facts)) chunks.push(chunk);
  return filesIn(Buffer.concat(chunks));
};

/** What an agency has beside its records: rules with a hold, a matching, a decided disposal, a released copy. */
const besideRecords = async (requestId: string): Promise<void> => {
  const { store } = operatorOf(stack);
  const hold = { id: v7(), scope: { kind: 'type', type: 'task' }, reason: 'Appeal of a penalty' };
  expect((await admin.post('/api/v1/retention/holds', hold)).status).toBe(201);
  const mapping: Mapping = { fields: {}, whenIdRepeats: 'reject', whenIdExists: 'update', keepOther: true };
  await store.jobs.remember('structure', ['ID', 'Depth'], { mapping, fileName: 'basins.csv', at: now() });
  await store.jobs.create(decided(admin.member.id));
  const at = '/api/v1/public-records-requests/' + requestId;
  const { body } = await admin.get(at);
  const [chosen] = (await admin.get('/api/v1/structures')).body.items;
  await admin.post(`${at}/choose`, { records: [{ recordType: 'structure', id: chosen.id }] });
  const { version } = (await admin.get(`${at}/redactions`)).body;
  const exemption = { code: '42.56.240(2)', citation: 'RCW 42.56.240(2)' };
  const set = { rules: [], ordinary: [], fileMetadata: { exemption, reason: 'Asked for.' } };
  expect((await admin.act(`${at}/redactions`, version, set)).status).toBe(200);
  const prepared = await admin.act(`${at}/copy`, body.version, { copy: v7() });
  const whole = async () => expect((await admin.get(`${at}/copy`)).body.copy?.state).toBe('done');
  await vi.waitFor(whole, { timeout: 60_000, interval: 300 });
  released = (await admin.act(`${at}/release`, prepared.body.version, {})).body;
  expect(released.values).toMatchObject({ status: 'released', releases: 1 });
};
let released: { id: string; values: Record<string, unknown> };

const decided = (by: string): StoredDisposal => {
  const rows = [{ type: 'site', id: v7(), version: 1, class: 'sites', years: 5, from: '2015-01-01', on: '2020-01-01' }];
  const sum = createHash('sha256').update(disposalCsv(rows)).digest('hex');
  return {
    ...{ id: v7(), kind: 'disposal', state: 'done', version: 3, tries: 0, rows },
    ...{ createdAt: now(), createdBy: SYSTEM_MEMBER, updatedAt: now(), progress: { done: 1, total: 1 } },
    order: { asked: by, dueBy: '2026-01-01' },
    decision: { by, at: now(), excluded: [] },
    certificate: { at: now(), count: 1, sha256: sum },
  };
};

const lines = (files: Map<string, Buffer>, name: string) =>
  (files.get(name)?.toString() ?? '').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line)); // prettier-ignore

it('an archive has all records and their whole history, and of people only what stands on records', () => {
  const counted = (path: string) => lines(archive, `records/${path}.ndjson`).length;
  expect(['sites', 'structures', 'outfalls', 'inspections', 'findings', 'tasks', 'attachments'].map(counted)).toEqual([1, 1, 1, 1, 1, 2, 2]); // prettier-ignore
  expect(lines(archive, 'audit/outfalls.ndjson').map(({ entry }: { entry: SealedEntry }) => entry.verb)).toEqual(['create', 'change']); // prettier-ignore
  expect(archive.get(`attachments/${photo}`)).toEqual(photoOf('sump'));
  const agency = JSON.parse(archive.get('agency.json')?.toString() ?? '');
  expect(agency).toMatchObject({ format: 'stormledger-archive', id: fernwick.id, timeZone: fernwick.timeZone });
  expect(Object.keys(agency.members[0])).toEqual(['id', 'name', 'role']);
  expect(archive.get('agency.json')?.toString()).not.toContain('@');
});

it('says of each kind of thing whether it is here, and why not', async () => {
  const { archive: said } = JSON.parse(archive.get('manifest.json')?.toString() ?? '');
  const saidOf = (kind: string) => (said as { kind: string }[]).find((one) => one.kind === kind);
  expect(saidOf('retention')).toMatchObject({ how: 'restored', in: 'retention.json' });
  expect(saidOf('access')).toMatchObject({ how: 'left out', why: expect.stringContaining('addresses') as string });
  const buckets = stack.plan.buckets.map(({ name }) => name).filter((name) => !/logs|site/.test(name));
  for (const bucket of buckets)
    expect(Object.keys(bucketsInArchive).filter((name) => bucket.includes(name))).toHaveLength(1);
  const items = await everythingOf(fernwick.id);
  for (const { pk, entity } of items) expect(kinds[entity as Kind]).toBe(String(pk).split('#')[1]);
  // What is written down for this very test is there, so that none of it is compared as nothing with nothing.
  const there = new Set(items.map(({ entity }) => entity));
  for (const kind of ['retention', 'chosen', 'redactions', 'release', 'importMapping', 'job'])
    expect(there).toContain(kind);
});

it('is for administrators alone', async () => {
  const coordinator = await stack.as('coordinator');
  const asked = await coordinator.post('/api/v1/exports', {
    id: v7(),
    recordTypes: ['site'],
    formats: ['csv'],
    archive: true,
  });
  expect(asked.status).toBe(403);
  const [theirs] = (await coordinator.get('/api/v1/exports')).body.items;
  expect((await coordinator.get(`/api/v1/exports/${theirs.id}/download?file=export.zip`)).status).toBe(403);
});

/** What a file says; the order in which the database hands out the parts of an item is no part of it. */
const saidIn = (files: Map<string, Buffer>, name: string) => {
  if (name.endsWith('.ndjson')) return lines(files, name);
  const bytes = files.get(name);
  return name.endsWith('.json') ? JSON.parse(bytes?.toString() ?? '') : bytes;
};

const disposalsIn = (files: Map<string, Buffer>) =>
  [...files].filter(([name, text]) => name.startsWith('jobs/') && JSON.parse(text.toString()).kind === 'disposal').map(([name]) => name); // prettier-ignore

const everythingOf = async (tenantId: string) => {
  const { table } = operatorOf(stack);
  const { Items = [], LastEvaluatedKey } = await table.document.send(
    new ScanCommand({
      TableName: table.name,
      FilterExpression: 'begins_with(pk, :tenant)',
      ExpressionAttributeValues: { ':tenant': `${tenantId}#` },
    }),
  );
  expect(LastEvaluatedKey).toBeUndefined();
  return Items;
};

it('an altered archive is refused before anything is written', async () => {
  const bytes = readFileSync(file);
  bytes[bytes.indexOf('Another owner')] = 0x42;
  const altered = join(folder, 'altered.zip');
  writeFileSync(altered, bytes);
  const { code, err } = await ops('tenant', 'import-archive', elsewhere, '--file', altered);
  expect([code, err]).toEqual([1, expect.stringContaining('was altered after the archive was made')]);
});

it('goes into an empty agency only', async () => {
  const { code, err } = await ops('tenant', 'import-archive', fernwick.id, '--file', file);
  expect([code, err]).toEqual([1, expect.stringContaining('An archive goes into an empty agency only')]);
});

it('an agency filled from an archive is the same, record by record and version by version, and its trail is whole', async () => {
  const first = await bring();
  expect([first.code, first.err.includes('Outfalls: 1 records, 2 entries')]).toEqual([0, true]);
  await stack.idle();
  expect((await bring()).code).toBe(1);
  expect((await bring('--go-on')).code).toBe(0);
  await stack.idle();

  const copy = await archiveOfTheOther();
  for (const { path } of allRecords) {
    expect(lines(copy, `records/${path}.ndjson`)).toEqual(lines(archive, `records/${path}.ndjson`));
    const originals = lines(archive, `audit/${path}.ndjson`);
    const imported: { key: string; entry: SealedEntry }[] = lines(copy, `audit/${path}.ndjson`);
    expect(imported.map(({ key, entry }) => ({ key, entry: originalOf(entry) }))).toEqual(originals);
    for (const { entry } of imported) {
      expect(entry.imported?.tenantId).toBe(fernwick.id);
      expect(entry.hash).toBe(linkOf(elsewhere, entry));
      expect(originalOf(entry).hash).toBe(linkOf(fernwick.id, originalOf(entry)));
    }
  }
  expect(copy.get(`attachments/${photo}`)).toEqual(photoOf('sump'));
  const names = (files: Map<string, Buffer>) => [...files.keys()].filter((name) => /^(desk|releases)\//.test(name));
  expect(names(copy)).toEqual(names(archive));
  expect(names(archive)).toContainEqual(expect.stringMatching(/^releases\/.*export\.zip$/));
  const equal = [...names(archive), 'retention.json', 'mappings.ndjson', ...disposalsIn(archive)];
  for (const name of equal) expect([name, saidIn(copy, name)]).toEqual([name, saidIn(archive, name)]);
  expect(disposalsIn(copy)).toEqual(disposalsIn(archive));
  expect(disposalsIn(archive)).toHaveLength(1);
  const { settings, members } = JSON.parse(copy.get('agency.json')?.toString() ?? '');
  const before = JSON.parse(archive.get('agency.json')?.toString() ?? '');
  expect(settings).toEqual(before.settings);
  expect(members).toEqual(expect.arrayContaining(before.members));
  const verified = await ops('audit', 'verify', '--tenant', elsewhere);
  expect([verified.code, verified.err]).toEqual([0, expect.any(String)]);
});
