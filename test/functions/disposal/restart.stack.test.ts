import type { Context } from 'aws-lambda';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { disposalWork } from '#functions/disposal/worker.ts';
import { openBucket, type Bucket } from '#functions/lib/aws/objects.ts';
import { worker } from '#functions/lib/jobs/work.ts';
import { openTable, tableAt, tenantStore, type StoredDisposal, type Table } from '#functions/lib/store/index.ts';
import { verifyAudit } from '#functions/lib/usecases/verify-audit.ts';
import { becomeFunction } from '#test/support/as-function.ts';
import { backToToday, forward } from '#test/support/clock.ts';
import { make } from '#test/support/make.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { aYearOfWork, CONTACT, itemsOf, night, photograph, releasedVersions, releaseTo } from './office.ts';

// Workers die here on purpose; the log need not say so.
vi.hoisted(() => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
});

const tenantId = fernwick.id;
let stack: TestStack;
let coordinator: Visitor;
let table: Table;
let bucket: Bucket;
let releases: Bucket;
let request: string;
let id: string;
let theirs: string[];

const jobs = () => tenantStore(table, { tenantId }).jobs;
const context = (left: number) => ({ awsRequestId: v7(), getRemainingTimeInMillis: () => left }) as Context;
const name = () => stack.plan.functions.find(({ shortName }) => shortName === 'disposal')?.name ?? '';
const work = (left = 900_000) =>
  worker(disposalWork(table, { attachments: bucket, releases }, name()))({ tenantId, id }, context(left));

/** The step of a client's calls, as the clients of DynamoDB and of S3 both have it. */
interface Calls {
  readonly add: (step: never, options: { name: string; step: 'initialize' }) => void;
  readonly remove: (name: string) => boolean;
}
type Next = (args: unknown) => Promise<unknown>;

/** The worker dies at the n-th of its calls of this kind, before or after it took effect. */
const dies = async (command: string, at: number, when: 'before' | 'after') => {
  const clients = [
    table.of?.(tenantId).document.middlewareStack,
    bucket.of(tenantId).middlewareStack,
    releases.of(tenantId).middlewareStack,
  ] as Calls[];
  let calls = 0;
  const death =
    (next: Next, { commandName }: { commandName: string }) =>
    async (args: unknown) => {
      if (commandName !== command) return next(args);
      const call = (calls += 1);
      if (call === at && when === 'before') throw new Error('The worker is gone.');
      const answer = await next(args);
      if (call === at) throw new Error('The worker is gone.');
      return answer;
    };
  for (const client of clients) client.add(death as never, { name: 'death', step: 'initialize' });
  try {
    await expect(work()).rejects.toThrow('The worker is gone.');
  } finally {
    for (const client of clients) client.remove('death');
  }
};

/** As if the minute of its lease had passed. */
const leaseRunsOut = async () => {
  const there = (await jobs().get(id)) as StoredDisposal;
  const past = new Date(Date.now() - 120_000).toISOString();
  await jobs().save(there, { lease: there.lease && { ...there.lease, until: past } }, past);
};

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
  const { closed } = await aYearOfWork(stack, coordinator);
  await photograph(stack, coordinator, 'site', closed);
  // More than one chunk of them.
  for (let n = 0; n < 22; n += 1)
    await make(coordinator, 'site', {
      name: `Yard ${n}`,
      status: 'closed',
      externalId: undefined,
      contactName: CONTACT,
    });
  const admin = await stack.as('admin');
  request = await releaseTo(stack, coordinator, admin, closed);
  await aYearOfWork(stack, await stack.as('coordinator', marlow));
  await admin.patch('/api/v1/retention', 1, { disposer: coordinator.member.id, reason: 'Duty' });
  forward({ days: 8 * 366 });
  await stack.idle();
  theirs = await itemsOf(stack, marlow.id);
  const credentials = becomeFunction(stack, 'disposal');
  table = openTable(stack.plan.tables[0]?.name ?? '', credentials);
  bucket = openBucket(stack.plan.buckets.find((one) => one.name.includes('attachments'))?.name ?? '', credentials);
  releases = openBucket(stack.plan.buckets.find((one) => one.name.includes('releases'))?.name ?? '', credentials);
  await night(stack);
  const [proposed] = (await jobs().list('disposal', 10)).items;
  if (proposed === undefined) throw new Error('Nothing was proposed.');
  ({ id } = proposed);
  // As the approval writes it, but for the start of a worker: ours runs in this process.
  const decision = { by: coordinator.member.id, at: new Date().toISOString(), excluded: [] };
  const change: Partial<StoredDisposal> = { state: 'running', startedBy: coordinator.member.id, decision };
  await jobs().save(proposed, change, new Date().toISOString());
}, 300_000);
afterAll(async () => {
  backToToday();
  await stack.close();
});

it.each([
  ['TransactWriteItemsCommand', 3, 'before'],
  ['TransactWriteItemsCommand', 9, 'after'],
  ['DeleteObjectCommand', 1, 'after'],
  ['UpdateItemCommand', 4, 'before'],
  ['UpdateItemCommand', 9, 'after'],
  ['BatchWriteItemCommand', 1, 'before'],
] as const)('a worker that dies at %s %i, %s it is done, leaves a disposal that goes on', async (command, at, when) => {
  await dies(command, at, when);
  await leaseRunsOut();
  expect((await jobs().get(id))?.state).toBe('running');
});

it('hands over when its time is short, and ends with everything gone once and certified', async () => {
  await work(30_000);
  await stack.idle();
  for (let n = 0; n < 3 && (await jobs().get(id))?.state === 'running'; n += 1) {
    await leaseRunsOut();
    await work();
  }
  const job = (await jobs().get(id)) as StoredDisposal;
  // Two photos, the finding, the inspection, 23 sites, and the request with the chosen site, its rules and its release.
  expect(job).toMatchObject({ state: 'done', certificate: { count: 28, requests: { notes: 3, files: 1 } } });
  expect(await itemsOf(stack, `${tenantId}#desk#`)).toEqual([]);
  expect(await releasedVersions(stack, request)).toBe(0);
  expect(job.kept ?? []).toEqual([]);
  await stack.idle();
  const left = (await itemsOf(stack, tenantId)).filter((item) => item.includes(CONTACT));
  expect(left).toHaveLength(0);
  const at = { endpoint: stack.endpoint, region: stack.region, credentials: stack.operator };
  const proof = await verifyAudit(tableAt(table.name, at), tenantId, new Date().toISOString());
  expect(proof.broken).toBeUndefined();
  // Versions are contiguous: nothing was disposed of twice.
  expect(stack.deadLetters()).toEqual([]);
});

it('leaves the other agency as it was, byte for byte', async () => {
  expect((await itemsOf(stack, marlow.id)).filter((item) => !theirs.includes(item))).toEqual([]);
  expect(await itemsOf(stack, marlow.id)).toHaveLength(theirs.length);
});
