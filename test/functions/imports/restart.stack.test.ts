import { v7 } from 'uuid';
import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBucket } from '#functions/lib/aws/objects.ts';
import type { CredentialsFor } from '#functions/lib/aws/tenant-credentials.ts';
import { importWork } from '#functions/imports/worker.ts';
import { worker } from '#functions/lib/jobs/work.ts';
import { openTable, tenantStore, type StoredImport, type Table } from '#functions/lib/store/index.ts';
import type { ImportJob } from '#shared/model/job.ts';
import { becomeFunction, nameOf } from '#test/support/as-function.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { bring, everyRecord, pipes, settled, upload } from './office.ts';

// Workers die here on purpose; the log need not say so.
vi.hoisted(() => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
});

const ROWS = 110;
/** Progress is written after each row, or not before the end: rows then go one by one, or 25 at once. */
const [EACH_ROW, AT_END] = [0, 60_000];
const tenantId = fernwick.id;

let stack: TestStack;
let coordinator: Visitor;
let table: Table;
let credentials: CredentialsFor;
let job: StoredImport;

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
  // The worker below runs in this process.
  credentials = becomeFunction(stack, 'imports');
  table = openTable(stack.plan.tables[0]?.name ?? '', credentials);
});
afterAll(() => stack.close());

const jobs = () => tenantStore(table, { tenantId }).jobs;
const now = () => new Date().toISOString();
const bucket = () => openBucket(nameOf('quarantine', stack.plan.buckets), credentials);
const functionName = () => nameOf('mports', stack.plan.functions);

/** An import that is set running while no worker knows of it. */
beforeEach(async () => {
  const content = pipes(ROWS, () => ({ GlobalID: v7() }));
  const { id, suggested } = await upload(coordinator, { name: 'pipes.geojson', content });
  const there = (await jobs().get(id)) as StoredImport;
  job = await jobs().save(
    there,
    { state: 'running', mapping: suggested, attempt: 1, startedBy: coordinator.member.id },
    now(),
  );
});

const context = (left = 900_000) => ({ awsRequestId: v7(), getRemainingTimeInMillis: () => left }) as Context;
const work = (on: Table = table, checkpointMs = AT_END, left?: number) =>
  worker(importWork(on, bucket(), functionName(), checkpointMs))({ tenantId, id: job.id }, context(left));

/** A table whose client dies at the n-th write of records: before it is sent, or after it is done but before the answer. */
const dying = (at: number, when: 'before' | 'after'): Table => {
  const own = openTable(table.name, credentials).of?.(tenantId) ?? table;
  let writes = 0;
  own.document.middlewareStack.add(
    (next) => async (args) => {
      const { Item, TransactItems } = args.input as { Item?: { entity?: string }; TransactItems?: unknown };
      if (TransactItems === undefined && Item?.entity !== 'record') return next(args);
      const write = (writes += 1);
      if (write === at && when === 'before') throw new Error('The worker is gone.');
      const answer = await next(args);
      if (write === at) throw new Error('The worker is gone.');
      return answer;
    },
    { step: 'initialize', priority: 'high' },
  );
  return own;
};

/** As if the minute of its lease had passed. */
const leaseRunsOut = async () => {
  const there = (await jobs().get(job.id)) as StoredImport;
  const past = new Date(Date.now() - 120_000).toISOString();
  await jobs().save(there, { lease: there.lease && { ...there.lease, until: past } }, past);
};

const rowsOfJob = async () => (await everyRecord(coordinator)).slice(-ROWS);
const whole = async (before: number) => {
  const all = await everyRecord(coordinator);
  expect(all).toHaveLength(before + ROWS);
  expect(new Set(all.map(({ values }) => values['externalId'])).size).toBe(before + ROWS);
  expect((await rowsOfJob()).every(({ version }) => version === 1)).toBe(true);
};
const final = () => settled<ImportJob>(coordinator, `/api/v1/imports/${job.id}`);
const counts = { created: ROWS, updated: 0, unchanged: 0, skipped: 0, rejected: 0 };

describe('an import whose worker dies', () => {
  it.each([
    [1, 'before', AT_END],
    [1, 'after', AT_END],
    [3, 'before', AT_END],
    [5, 'after', AT_END],
    [1, 'after', EACH_ROW],
    [40, 'before', EACH_ROW],
    [ROWS, 'after', EACH_ROW],
  ] as const)(
    'at write %i, %s it is done, is resumed by lifecycle with nothing lost or doubled',
    async (at, when, pace) => {
      const before = (await everyRecord(coordinator)).length;
      await expect(work(dying(at, when), pace)).rejects.toThrow('The worker is gone.');
      // The dead worker still holds the lease: nobody else begins.
      await work();
      expect(await stack.invoke('lifecycle', {})).toMatchObject({ resumed: 0 });
      await leaseRunsOut();
      expect(await stack.invoke('lifecycle', {})).toMatchObject({ resumed: 1 });
      expect(await final()).toMatchObject({ state: 'done', counts, progress: { done: ROWS, total: ROWS } });
      await whole(before);
    },
  );

  it('again and again comes to its end', async () => {
    const before = (await everyRecord(coordinator)).length;
    for (let n = 0; n < 8 && (await jobs().get(job.id))?.state === 'running'; n += 1) {
      await work(dying(20, n % 2 ? 'before' : 'after'), EACH_ROW).catch(() => undefined);
      await leaseRunsOut().catch(() => undefined);
    }
    await work();
    expect(await final()).toMatchObject({ state: 'done', counts });
    await whole(before);
  });

  it('without ever getting further is stopped, with a sentence', async () => {
    for (let n = 0; n < 6; n += 1) {
      await work(dying(1, 'before')).catch(() => undefined);
      await leaseRunsOut();
    }
    expect(await final()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('got no further in 5 attempts'),
    });
  });
});

it('two workers started at once work as one', async () => {
  const before = (await everyRecord(coordinator)).length;
  await Promise.all([work(), work(), work()]);
  expect(await final()).toMatchObject({ state: 'done', counts });
  await whole(before);
});

it('a worker that runs out of time hands over to a new one', async () => {
  const before = (await everyRecord(coordinator)).length;
  await work(table, EACH_ROW, 30_000);
  expect(await final()).toMatchObject({ state: 'done', counts });
  await whole(before);
  expect(stack.invocations().some(({ functionName: name }) => name.includes('mports'))).toBe(true);
});

it('an import stops when the person who started it may no longer do so', async () => {
  const inspector = await stack.as('inspector');
  job = await jobs().save(job, { startedBy: inspector.member.id }, now());
  const before = (await everyRecord(coordinator)).length;
  await work();
  expect(await final()).toMatchObject({
    state: 'failed',
    message: 'The person who started this may no longer do it. Somebody else has to start it again.',
  });
  expect(await everyRecord(coordinator)).toHaveLength(before);
});

it('an import that failed halfway can be run again, and finds what it made', async () => {
  const before = (await everyRecord(coordinator)).length;
  await work(dying(4, 'after')).catch(() => undefined);
  const there = (await jobs().get(job.id)) as StoredImport;
  await jobs().save(there, { state: 'failed', lease: undefined, checkpoint: undefined }, now());
  const mapping = { ...job.mapping, fields: { ...job.mapping?.fields, owner: { fixed: 'City' } } };
  expect((await coordinator.post(`/api/v1/imports/${job.id}/run`, { mapping })).status).toBe(202);
  expect(await final()).toMatchObject({ state: 'done', counts: { rejected: 0 } });
  await whole(before);
});

it('while one import runs, another of the same records waits', async () => {
  const content = 'GlobalID,Type\nW-1,Manhole\n';
  await expect(bring(coordinator, { name: 'one.csv', content })).rejects.toThrow(
    'Another import of structures is under way.',
  );
  await work();
  expect((await bring(coordinator, { name: 'one.csv', content })).state).toBe('done');
});

describe('an undo', () => {
  const begin = async () => {
    await work();
    const there = (await jobs().get(job.id)) as StoredImport;
    expect(there.state).toBe('done');
    job = await jobs().save(there, { state: 'undoing', startedBy: coordinator.member.id }, now());
    return (await everyRecord(coordinator)).length;
  };
  const undone = { archived: ROWS, restored: 0, leftAlone: 0 };

  it.each([
    [1, 'before'],
    [40, 'after'],
    [105, 'before'],
  ] as const)('whose worker dies at write %i, %s it is done, goes on and counts each record once', async (at, when) => {
    const before = await begin();
    await expect(work(dying(at, when), EACH_ROW)).rejects.toThrow('The worker is gone.');
    await leaseRunsOut();
    await work();
    expect(await final()).toMatchObject({ state: 'undone', undone });
    expect(await everyRecord(coordinator)).toHaveLength(before - ROWS);
  });

  it('that runs out of time hands over to a new worker', async () => {
    const before = await begin();
    await work(table, EACH_ROW, 0);
    expect(await final()).toMatchObject({ state: 'undone', undone });
    expect(await everyRecord(coordinator)).toHaveLength(before - ROWS);
  });

  it('stops when the person who started it may no longer do so', async () => {
    const before = await begin();
    const viewer = await stack.as('viewer');
    job = await jobs().save(job, { startedBy: viewer.member.id }, now());
    await work();
    expect(await final()).toMatchObject({ state: 'failed', message: expect.stringContaining('may no longer do it') });
    expect(await everyRecord(coordinator)).toHaveLength(before);
  });
});
