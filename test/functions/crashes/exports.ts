import {
  AbortMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { expect } from 'vitest';
import { exportWork } from '#functions/exports/worker.ts';
import { openBucket } from '#functions/lib/aws/objects.ts';
import type { CredentialsFor } from '#functions/lib/aws/tenant-credentials.ts';
import { worker } from '#functions/lib/jobs/work.ts';
import { isActive, openTable, tenantStore, type StoredExport, type StoredJob } from '#functions/lib/store/index.ts';
import { operatorOf } from '#test/functions/session/desk.ts';
import { nameOf } from '#test/support/as-function.ts';
import { fernwick, type TestStack } from '#test/support/stack.ts';
import { FEW, Life, type Call, type Fate } from './life.ts';

const tenantId = fernwick.id;
/** A part is full after a few records. */
const PART_BYTES = 3000;
/** The same in each job, since it stands in the files. */
const AT = '2026-05-01T12:00:00.000Z';

/** What there is of an export, by key: digests of its objects, and uploads that nobody ended. */
export interface Left {
  readonly job: StoredExport;
  readonly objects: ReadonlyMap<string, string>;
  readonly uploads: readonly string[];
}

/** Runs export jobs whose workers go wrong as they are told. */
export const exportOffice = (stack: TestStack, credentials: CredentialsFor, member: string) => {
  const { endpoint, region, operator } = stack;
  const s3 = new S3Client({ endpoint, region, credentials: operator, forcePathStyle: true });
  const { table } = operatorOf(stack);
  const { jobs } = tenantStore(table, { tenantId });
  const Bucket = nameOf('exports', stack.plan.buckets);
  const prefixOf = (id: string) => `${tenantId}/exports/${id}/`;

  const order = async (asked: StoredExport['order']): Promise<string> => {
    const { job } = await jobs.create({
      ...{ id: v7(), kind: 'export', state: 'waiting', version: 1, createdAt: AT, createdBy: member, updatedAt: AT },
      ...{ order: asked, progress: { done: 0 }, tries: 0 },
    });
    return job.id;
  };

  const uploadsOf = async (id: string) => {
    const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix: prefixOf(id) }));
    return Uploads.map(({ Key = '', UploadId = '' }) => ({ Key, UploadId }));
  };

  /** As S3 does after a day. */
  const dropUploads = async (id: string): Promise<void> => {
    for (const one of await uploadsOf(id)) await s3.send(new AbortMultipartUploadCommand({ Bucket, ...one }));
  };

  const objectsOf = async (id: string) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: prefixOf(id) }));
    const digest = async (Key: string) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return [Key.slice(prefixOf(id).length), createHash('sha256').update(bytes).digest('hex')] as const;
    };
    return new Map(await Promise.all(Contents.map(({ Key = '' }) => digest(Key))));
  };

  /** No note of how far a job is goes beyond its whole. */
  const watch = ({ commandName, input }: Call): void => {
    const { Item } = input as { Item?: StoredJob & { entity: string } };
    if (commandName !== 'PutCommand' || Item?.entity !== 'job') return;
    const { done, total = Infinity } = Item.progress;
    expect(done, `${done} of ${total}`).toBeLessThanOrEqual(total);
  };

  const live = async (id: string, fate?: Fate): Promise<Life> => {
    const life = new Life(fate, watch, FEW);
    const own = openTable(table.name, credentials).of?.(tenantId);
    if (own === undefined) throw new Error('There is no table of the agency.');
    const bucket = (part: string) =>
      life.bucket(openBucket(nameOf(part, stack.plan.buckets), credentials), tenantId, PART_BYTES);
    const buckets = { exports: bucket('exports'), attachments: bucket('attachments'), releases: bucket('releases') };
    try {
      await worker(exportWork(life.table(own), buckets, 'nobody'))({ tenantId, id }, life.context());
    } catch (error) {
      if (!life.isOver) throw error;
    }
    await life.settled();
    return life;
  };

  const jobOf = async (id: string) => (await jobs.get(id)) as StoredExport;

  /** As if the minute of its lease had passed. What the schedule would not find again is lost. */
  const leaseRunsOut = async (id: string): Promise<void> => {
    const there = await jobOf(id);
    const past = new Date(Date.now() - 120_000).toISOString();
    await jobs.save(there, { lease: there.lease && { ...there.lease, until: past } }, past);
    expect((await jobs.active()).map((job) => job.id)).toContain(id);
  };

  const left = async (id: string): Promise<Left> => {
    const job = await jobOf(id);
    const uploads = (await uploadsOf(id)).map(({ Key }) => Key.slice(prefixOf(id).length));
    const objects = await objectsOf(id);
    // An archive tells of the exports there were: they must be the same ones for each.
    await table.document.send(new DeleteCommand({ TableName: table.name, Key: { pk: `${tenantId}#job`, sk: id } }));
    return { job, objects, uploads };
  };

  return {
    /** An export that nothing disturbs, and how many calls it takes. */
    undisturbed: async (asked: StoredExport['order']) => {
      const id = await order(asked);
      const { calls, asks } = await live(id);
      return { ...(await left(id)), calls, asks };
    },
    /** Worker after worker goes as told, then one that nothing disturbs. `dropped`: a day passes behind the first. */
    disturbed: async (asked: StoredExport['order'], fates: readonly Fate[], dropped = false): Promise<Left> => {
      const id = await order(asked);
      for (const [n, fate] of [...fates, undefined].entries()) {
        await live(id, fate);
        if (n === 0 && dropped) await dropUploads(id);
        if (!isActive(await jobOf(id))) break;
        if (fate !== undefined) await leaseRunsOut(id);
      }
      return left(id);
    },
  };
};
