import type { Context } from 'aws-lambda';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { exportWork } from '#functions/exports/worker.ts';
import { openBucket, type Bucket } from '#functions/lib/aws/objects.ts';
import { worker } from '#functions/lib/jobs/work.ts';
import { openTable, provisioning, tenantStore, type StoredExport, type Table } from '#functions/lib/store/index.ts';
import type { ExportedFile, ExportJob } from '#shared/model/job.ts';
import { bring, settled } from '#test/functions/imports/office.ts';
import { operatorOf } from '#test/functions/session/desk.ts';
import { becomeFunction, nameOf } from '#test/support/as-function.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

// Workers die here on purpose; the log need not say so.
vi.hoisted(() => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
});

const tenantId = fernwick.id;
let stack: TestStack;
let coordinator: Visitor;
let table: Table;
let bucket: Bucket;
let attachments: Bucket;
let job: StoredExport;
let whole: ExportJob;

/** Two parts of 8 MB and a rest, in each format. */
const structures = () =>
  `GlobalID,Type,Notes,lon,lat\n${Array.from({ length: 4600 }, (_, n) => `S-${n},Manhole,${'stormwater '.repeat(350)}${n},-84.5,38.03`).join('\n')}\n`;

const jobs = () => tenantStore(table, { tenantId }).jobs;
const now = () => new Date().toISOString();
const path = () => `/api/v1/exports/${job.id}`;

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
  // The worker below runs in this process.
  const credentials = becomeFunction(stack, 'exports');
  table = openTable(stack.plan.tables[0]?.name ?? '', credentials);
  bucket = openBucket(nameOf('exports', stack.plan.buckets), credentials);
  attachments = openBucket(nameOf('attachments', stack.plan.buckets), credentials);
  const { counts } = await bring(coordinator, { name: 'large.csv', content: structures() });
  if (counts.created !== 4600) throw new Error(`Only ${counts.created} structures came in.`);
  await order();
  await work();
  whole = await settled(coordinator, path());
});
afterAll(() => stack.close());

/** An export that no worker knows of yet. */
const order = async () => {
  const made: StoredExport = {
    id: v7(),
    kind: 'export',
    state: 'waiting',
    version: 1,
    createdAt: now(),
    createdBy: coordinator.member.id,
    updatedAt: now(),
    order: { recordTypes: ['site', 'structure'], formats: ['csv', 'geojson'] },
    progress: { done: 0 },
    tries: 0,
  };
  ({ job } = (await jobs().create(made)) as { job: StoredExport });
};
beforeEach(order);

const context = (left: number) => ({ awsRequestId: v7(), getRemainingTimeInMillis: () => left }) as Context;
const work = (left = 900_000) =>
  worker(
    exportWork(table, { exports: bucket, attachments, releases: attachments }, nameOf('xports', stack.plan.functions)),
  )({ tenantId, id: job.id }, context(left));

/** The worker dies at the n-th of its calls to S3 of this kind. */
const dies = async (command: string, at: number, when: 'before' | 'after') => {
  let calls = 0;
  bucket.of(tenantId).middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== command) return next(args);
        const call = (calls += 1);
        if (call === at && when === 'before') throw new Error('The worker is gone.');
        const answer = await next(args);
        if (call === at) throw new Error('The worker is gone.');
        return answer;
      },
    { name: 'death', step: 'initialize' },
  );
  await expect(work()).rejects.toThrow('The worker is gone.');
  bucket.of(tenantId).middlewareStack.remove('death');
};

/** As if the minute of its lease had passed. */
const leaseRunsOut = async () => {
  const there = (await jobs().get(job.id)) as StoredExport;
  const past = new Date(Date.now() - 120_000).toISOString();
  await jobs().save(there, { lease: there.lease && { ...there.lease, until: past } }, past);
};

const data = ({ files }: ExportJob) => files?.filter(({ recordType }) => recordType !== undefined);

it('a large export lies in several parts', () => {
  expect(whole.state).toBe('done');
  expect(data(whole)?.map(({ rows }) => rows)).toEqual([0, 0, 4600, 4600]);
  expect(Math.min(...(data(whole) ?? []).slice(2).map(({ bytes }) => bytes))).toBeGreaterThan(17_000_000);
});

it.each([
  ['UploadPartCommand', 1, 'before'],
  ['UploadPartCommand', 4, 'after'],
  ['UploadPartCommand', 6, 'after'],
  ['CompleteMultipartUploadCommand', 3, 'after'],
  ['HeadObjectCommand', 4, 'after'],
  ['UploadPartCommand', 10, 'after'],
] as const)(
  'an export whose worker dies at %s %i, %s it is done, ends byte for byte the same',
  async (command, at, when) => {
    await dies(command, at, when);
    await work();
    expect((await jobs().get(job.id))?.state).toBe('running');
    await leaseRunsOut();
    // On a slow machine also the jobs of the tests before, which nobody worked on for a minute.
    expect(await stack.invoke('lifecycle', {})).not.toMatchObject({ resumed: 0 });
    const done = await settled<ExportJob>(coordinator, path());
    expect(done.state).toBe('done');
    expect(data(done)).toEqual(data(whole));
  },
);

it('an export that runs out of time again and again is handed on, and ends the same', async () => {
  for (let n = 0; n < 3; n += 1) await work(30_000);
  const done = await settled<ExportJob>(coordinator, path());
  expect(data(done)).toEqual(data(whole));
});

it('two workers started at once work as one', async () => {
  await Promise.all([work(), work()]);
  const done = await settled<ExportJob>(coordinator, path());
  expect(data(done)).toEqual(data(whole));
});

it('an export of an agency that is suspended pauses, and ends the same once the agency is open again', async () => {
  const { table: all } = operatorOf(stack);
  const [store, event] = [provisioning(all), () => ({ id: v7(), at: now(), kind: 'suspension' }) as const];
  let parts = 0;
  bucket.of(tenantId).middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'UploadPartCommand' && (parts += 1) === 3)
          await store.suspend(tenantId, { suspendedAt: now(), suspendedFor: 'Unpaid' }, event(), 400);
        return next(args);
      },
    { name: 'suspension', step: 'initialize' },
  );
  await work();
  bucket.of(tenantId).middlewareStack.remove('suspension');
  const paused = await jobs().get(job.id);
  expect(paused).toMatchObject({ state: 'running', tries: 0, message: expect.stringContaining('paused') as string });
  expect(paused?.lease).toBeUndefined();
  expect(paused?.checkpoint).toBeDefined();
  // However often somebody comes for it, and nobody's work is lost or counted as a failure.
  for (let n = 0; n < 7; n += 1) await work();
  expect(await jobs().get(job.id)).toEqual(paused);
  expect(parts).toBeLessThan(10);
  await store.resume(tenantId, event(), 400);
  await work();
  const done = (await jobs().get(job.id)) as StoredExport;
  expect([done.state, done.message]).toEqual(['done', undefined]);
  const shown = (files: readonly ExportedFile[] | undefined) =>
    files
      ?.filter(({ recordType }) => recordType !== undefined)
      .map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
  expect(shown(done.files)).toEqual(shown(whole.files));
});
