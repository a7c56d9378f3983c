import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportWork } from '#functions/exports/worker.ts';
import { openBucket, type Bucket } from '#functions/lib/aws/objects.ts';
import { takeJob } from '#functions/lib/jobs/held.ts';
import type { Work } from '#functions/lib/jobs/work.ts';
import { openTable, tenantStore, type StoredExport, type Table } from '#functions/lib/store/index.ts';
import { canonical } from '#shared/derive/canonical.ts';
import { aPhoto } from '#test/support/files-with-secrets.ts';
import { becomeFunction, nameOf } from '#test/support/as-function.ts';
import { make } from '#test/support/make.ts';
import { addPhoto } from '#test/support/photo.ts';
import { aProfile, aRule } from '#test/support/redaction.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { bundleOf } from './office.ts';

const tenantId = fernwick.id;
const NAME = 'Jo Sample';
let stack: TestStack;
let coordinator: Visitor;
let table: Table;
let bucket: Bucket;
let exporting: Work<'export'>;
let request: string;
let whole: StoredExport;

const jobs = () => tenantStore(table, { tenantId }).jobs;
const jobOf = async (id: string) => (await jobs().get(id)) as StoredExport;

/** Records whose every kind of deletion the copy has, and a structure where an outfall is: a place that is public. */
const choose = async () => {
  const site = await make(coordinator, 'site', { contactName: NAME, notes: `${NAME} lives next door.` });
  await coordinator.patch(`/api/v1/sites/${site.id}`, 1, { values: { notes: 'Asked to be left out.' } });
  const place = { type: 'Point', coordinates: [-99.62, 41.43] };
  const outfall = await make(coordinator, 'outfall', { externalId: undefined, landowner: NAME });
  const structures = await Promise.all(
    [place, { type: 'Point', coordinates: [-99.7, 41.5] }].map((location) =>
      make(coordinator, 'structure', { name: 'CB', site: undefined, externalId: undefined, location }),
    ),
  );
  const on = { onType: 'site', onId: site.id };
  await addPhoto(stack, coordinator, { ...on, fileName: `${NAME} fence.jpg`, content: aPhoto() });
  const path = `/api/v1/public-records-requests/${request}`;
  const chosen = (recordType: string, { id }: { id: string }) => ({ recordType, id });
  const records = [
    chosen('site', site),
    chosen('outfall', outfall),
    ...structures.map((structure) => chosen('structure', structure)),
  ];
  expect((await coordinator.post(`${path}/choose`, { records })).body).toEqual({ changed: 4 });
  const { source: _source, ...set } = aProfile(
    aRule({ kind: 'class', class: 'personal' }),
    aRule({ kind: 'class', class: 'places', id: 'places' }),
  );
  expect((await coordinator.post(`${path}/redactions`, set, { 'if-match': '"1"' })).status).toBe(200);
};

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
  const credentials = becomeFunction(stack, 'exports');
  table = openTable(stack.plan.tables[0]?.name ?? '', credentials);
  bucket = openBucket(nameOf('exports', stack.plan.buckets), credentials);
  const attachments = openBucket(nameOf('attachments', stack.plan.buckets), credentials);
  const releases = openBucket(nameOf('releases', stack.plan.buckets), credentials);
  exporting = exportWork(table, { exports: bucket, attachments, releases }, nameOf('xports', stack.plan.functions));
  request = (await make(coordinator, 'publicRecordsRequest')).id;
  await choose();
  await stack.idle();
  const id = await order();
  await turn(id);
  whole = await jobOf(id);
});
afterAll(() => stack.close());

/** The same copy each time: what differs between two jobs is their id, which stands nowhere in it. */
const order = async (): Promise<string> => {
  const at = '2026-05-01T12:00:00.000Z';
  const { job } = await jobs().create({
    id: v7(),
    kind: 'export',
    state: 'waiting',
    version: 1,
    createdAt: at,
    createdBy: coordinator.member.id,
    updatedAt: at,
    order: {
      recordTypes: ['outfall', 'site', 'structure'],
      formats: ['csv', 'json', 'geojson'],
      history: true,
      folders: true,
      files: true,
      redaction: { request },
      chosenFor: request,
    },
    progress: { done: 0 },
    tries: 0,
  });
  return job.id;
};

/** One invocation, told to hand over when it asks for the n-th time. */
const turn = async (id: string, asks = Infinity): Promise<'over' | 'more'> => {
  const held = await takeJob(table, { kind: 'export', tenantId, id, owner: v7(), may: exporting.may });
  if (held === undefined) throw new Error('The job is not to be had.');
  await held.admit();
  let asked = 0;
  const how = await exporting.run({ held, mustHandOver: () => (asked += 1) >= asks });
  if (how === 'more') await held.release();
  return how;
};

const leaseRunsOut = async (id: string) => {
  const there = await jobOf(id);
  const past = new Date(Date.now() - 120_000).toISOString();
  await jobs().save(there, { lease: there.lease && { ...there.lease, until: past } }, past);
};

const writes = ['PutObjectCommand', 'UploadPartCommand', 'CompleteMultipartUploadCommand', 'DeleteObjectCommand'];

/** Calls before and after each write to S3, with its number. */
const atWrites = async (see: (n: number, when: 'before' | 'after') => void, work: () => Promise<unknown>) => {
  let n = 0;
  const stack = bucket.of(tenantId).middlewareStack;
  stack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        if (!writes.includes(commandName)) return next(args);
        const write = (n += 1);
        see(write, 'before');
        const answer = await next(args);
        see(write, 'after');
        return answer;
      },
    { name: 'writes', step: 'initialize' },
  );
  try {
    await work();
  } finally {
    stack.remove('writes');
  }
  return n;
};

/** What lies beside the files of a copy, as whoever runs the system sees it. */
const piecesOf = async (id: string): Promise<string[]> => {
  const { endpoint, region, operator: credentials } = stack;
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const list = new ListObjectsV2Command({ Bucket: bucket.name, Prefix: `${tenantId}/exports/${id}/pieces/` });
  const { Contents = [] } = await s3.send(list);
  return Contents.map(({ Key = '' }) => Key);
};

const digests = ({ files = [] }: StoredExport) => files.map(({ name, rows, sha256 }) => ({ name, rows, sha256 }));

it('a redacted copy of what is chosen for a request holds nothing of what was removed', async () => {
  expect(whole, whole.message).toMatchObject({ state: 'done' });
  const bundle = await bundleOf(coordinator, whole);
  for (const [name, bytes] of bundle) expect(`${name}\n${bytes.toString('latin1')}`, name).not.toContain(NAME);
  expect(bundle.get('outfalls.geojson')?.toString()).toContain('[-99.62,41.43]');
  expect(bundle.get('structures.geojson')?.toString()).not.toMatch(/-99\.(62|7)/);
});

it('ends byte for byte the same when its worker dies before or after any write', { timeout: 240_000 }, async () => {
  const id = await order();
  const all = await atWrites(
    () => undefined,
    () => turn(id),
  );
  expect(all).toBeGreaterThan(25);

  // Every seventh, now before it and now after: all of them take minutes.
  for (let at = 1; at <= all; at += 7) {
    const when = at % 2 === 0 ? 'before' : 'after';
    const dying = await order();
    const dead = atWrites(
      (n, moment) => {
        if (n === at && moment === when) throw new Error('The worker is gone.');
      },
      () => turn(dying),
    );
    await expect(dead).rejects.toThrow('The worker is gone.');
    await leaseRunsOut(dying);
    expect(await turn(dying), `write ${at}`).toBe('over');
    expect(digests(await jobOf(dying)), `write ${at}`).toEqual(digests(whole));
  }
});

it(
  'ends the same when it is handed on after every step, and leaves nothing from which values could be read',
  { timeout: 240_000 },
  async () => {
    const id = await order();
    const far = async () => canonical((await jobOf(id)).checkpoint);
    let [turns, asks, before] = [1, 1, await far()];
    while ((await turn(id, asks)) === 'more') {
      const now = await far();
      // Rows are in S3 part by part: within one, a hand-over gets nowhere, and its time is later.
      [turns, asks, before] = [turns + 1, now === before ? asks + 1 : 1, now];
    }
    expect(turns).toBeGreaterThan(20);
    expect(digests(await jobOf(id))).toEqual(digests(whole));
    const kept = await piecesOf(id);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.filter((key) => !/pieces\/(redacted\/|directory-|sums-)/.test(key))).toEqual([]);
  },
);
