import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { exportWork } from '#functions/exports/worker.ts';
import { openBucket, type Bucket } from '#functions/lib/aws/objects.ts';
import { worker } from '#functions/lib/jobs/work.ts';
import { openTable, tenantStore, type StoredExport, type Table } from '#functions/lib/store/index.ts';
import type { ExportJob } from '#shared/model/job.ts';
import { bring, settled } from '#test/functions/imports/office.ts';
import { becomeFunction, nameOf } from '#test/support/as-function.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

const tenantId = fernwick.id;
let stack: TestStack;
let coordinator: Visitor;
let table: Table;
let bucket: Bucket;
let attachments: Bucket;
let job: StoredExport;

const now = () => new Date().toISOString();
const path = (verb = '') => `/api/v1/exports/${job.id}${verb}`;
const structures = () =>
  `GlobalID,Type,Notes,lon,lat\n${Array.from({ length: 4600 }, (_, n) => `S-${n},Manhole,${'stormwater '.repeat(350)}${n},-84.5,38.03`).join('\n')}\n`;

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
  const credentials = becomeFunction(stack, 'exports');
  table = openTable(stack.plan.tables[0]?.name ?? '', credentials);
  bucket = openBucket(nameOf('exports', stack.plan.buckets), credentials);
  attachments = openBucket(nameOf('attachments', stack.plan.buckets), credentials);
  await bring(coordinator, { name: 'large.csv', content: structures() });
});
afterAll(() => stack.close());

beforeEach(async () => {
  const made: StoredExport = {
    id: v7(),
    kind: 'export',
    state: 'waiting',
    version: 1,
    createdAt: now(),
    createdBy: coordinator.member.id,
    updatedAt: now(),
    order: { recordTypes: ['structure'], formats: ['json', 'ndjson'] },
    progress: { done: 0 },
    tries: 0,
  };
  ({ job } = (await tenantStore(table, { tenantId }).jobs.create(made)) as { job: StoredExport });
});

const work = () =>
  worker(
    exportWork(table, { exports: bucket, attachments, releases: attachments }, nameOf('xports', stack.plan.functions)),
  )({ tenantId, id: job.id }, { awsRequestId: v7(), getRemainingTimeInMillis: () => 900_000 } as Context);

/** Something happens before the n-th part is sent. */
const atPart = (part: number, then: () => Promise<unknown>) => {
  let parts = 0;
  bucket.of(tenantId).middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'UploadPartCommand' && (parts += 1) === part) await then();
        return next(args);
      },
    { name: 'meanwhile', step: 'initialize', override: true },
  );
};

const unfinishedUploads = async (): Promise<number> => {
  const s3 = new S3Client({
    endpoint: stack.endpoint,
    region: stack.region,
    credentials: stack.operator,
    forcePathStyle: true,
  });
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket.name }));
  return Uploads.length;
};

it.each([
  ['while records are written', 2],
  ['while the zip is packed', 8],
])('an export that is cancelled %s stops there, and leaves nothing half sent behind', async (_when, part) => {
  let writtenThen = 0;
  atPart(part, async () => {
    expect(await unfinishedUploads()).toBeGreaterThan(0);
    writtenThen = ((await coordinator.get(path())).body as ExportJob).progress.done;
    expect((await coordinator.post(path('/cancel'), {})).body).toMatchObject({ state: 'cancelling' });
  });
  await work();
  atPart(0, () => Promise.resolve());
  const over = (await coordinator.get(path())).body as ExportJob;
  expect(over).toMatchObject({ state: 'cancelled' });
  expect(over.progress.done - writtenThen).toBeLessThan(4600);
  expect(await unfinishedUploads()).toBe(0);
  expect((await coordinator.get(path('/download?file=structures.json'))).status).toBe(404);
  expect((await coordinator.post(path('/cancel'), {})).body).toMatchObject({ state: 'cancelled' });
});

it('an export that nobody works on yet is cancelled too', async () => {
  expect((await coordinator.post(path('/cancel'), {})).status).toBe(202);
  expect(await settled<ExportJob>(coordinator, path())).toMatchObject({ state: 'cancelled', progress: { done: 0 } });
});

it('an export whose worker died while it was cancelled is cleared away by the next one', async () => {
  atPart(2, async () => {
    await coordinator.post(path('/cancel'), {});
    throw new Error('The worker is gone.');
  });
  await expect(work()).rejects.toThrow('The worker is gone.');
  atPart(0, () => Promise.resolve());
  expect((await coordinator.get(path())).body).toMatchObject({ state: 'cancelling' });
  const jobs = tenantStore(table, { tenantId }).jobs;
  const there = (await jobs.get(job.id)) as StoredExport;
  const past = new Date(Date.now() - 120_000).toISOString();
  await jobs.save(there, { lease: there.lease && { ...there.lease, until: past } }, past);
  await stack.invoke('lifecycle', {});
  expect(await settled<ExportJob>(coordinator, path())).toMatchObject({ state: 'cancelled' });
});

it('only who started an export, or an administrator, may cancel it, and only while it goes on', async () => {
  const viewer = await stack.as('viewer');
  expect((await viewer.post(path('/cancel'), {})).status).toBe(403);
  await work();
  const admin = await stack.as('admin');
  expect((await admin.post(path('/cancel'), {})).body).toMatchObject({ status: 409 });
});

it('rows are counted while they are written, and all of them in the end', async () => {
  const totals: (number | undefined)[] = [];
  atPart(5, async () => totals.push(((await coordinator.get(path())).body as ExportJob).progress.total));
  await work();
  atPart(0, () => Promise.resolve());
  const { progress } = (await coordinator.get(path())).body as ExportJob;
  expect(progress).toMatchObject({ done: 4600, total: 4600 });
  expect(progress.packed).toBe(2);
  expect(totals).toEqual([expect.any(Number)]);
});
