import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from '#test/contract/s3/target.ts';
import { serveS3, type Served } from './serve.ts';

const plan = { versioned: true, cors: [], eventBridge: false };
const buckets = [
  { ...plan, name: 'years', lock: { default: { mode: 'COMPLIANCE' as const, days: 365 } } },
  { ...plan, name: 'weeks', lock: { default: { mode: 'GOVERNANCE' as const, days: 14 } } },
  { ...plan, name: 'free' },
];

let dir: string;
let served: Served;
let now = new Date();
const start = () => serveS3({ buckets, dir, now: () => now });
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 's3-lock-'));
  served = await start();
});
afterAll(async () => {
  await served.close();
  await rm(dir, { recursive: true });
});

const put = (Bucket: string, rest: object = {}) =>
  served.client.send(
    new PutObjectCommand({ Bucket, Key: 'x', Body: 'hello', ContentMD5: 'XUFAKrxLKna5cZ2REBfFkg==', ...rest }),
  );
const remove = (Bucket: string, VersionId: string | undefined, rest: object = {}) =>
  refusalOf(served.client.send(new DeleteObjectCommand({ Bucket, Key: 'x', VersionId, ...rest })));
const hour = () => new Date(now.getTime() + 3_600_000);

describe('a locked version', () => {
  it('is deleted by nobody before its time, also not after a restart, and by anybody afterwards', async () => {
    const { VersionId } = await put('years');
    await served.close();
    served = await start();
    expect(await remove('years', VersionId, { BypassGovernanceRetention: true })).toEqual({
      code: 'AccessDenied',
      status: 403,
    });
    now = new Date(now.getTime() + 366 * 86_400_000);
    served.client.config.systemClockOffset = now.getTime() - Date.now();
    expect((await remove('years', VersionId)).code).toBe('none');
  });

  it('is hidden by a plain delete, and still there by its id', async () => {
    const { VersionId } = await put('years');
    const { VersionId: marker } = await served.client.send(new DeleteObjectCommand({ Bucket: 'years', Key: 'x' }));
    expect((await refusalOf(served.client.send(new HeadObjectCommand({ Bucket: 'years', Key: 'x' })))).status).toBe(
      404,
    );
    const { Body } = await served.client.send(new GetObjectCommand({ Bucket: 'years', Key: 'x', VersionId }));
    expect(await Body?.transformToString()).toBe('hello');
    const { DeleteMarkers } = await served.client.send(new ListObjectVersionsCommand({ Bucket: 'years' }));
    expect(DeleteMarkers).toMatchObject([{ VersionId: marker }]);
    expect((await remove('years', marker)).code).toBe('none');
  });

  it('stays below a new version that is put over it', async () => {
    const { VersionId } = await put('years');
    await put('years', { Body: 'HELLO', ContentMD5: undefined });
    expect((await remove('years', VersionId)).code).toBe('AccessDenied');
  });

  it('gives way under governance to who says so', async () => {
    const { VersionId } = await put('weeks');
    expect((await remove('weeks', VersionId)).code).toBe('AccessDenied');
    expect((await remove('weeks', VersionId, { BypassGovernanceRetention: true })).code).toBe('none');
  });

  it('keeps what the request says over what the bucket says', async () => {
    const until = hour();
    await put('weeks', { ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: until });
    const head = await served.client.send(new HeadObjectCommand({ Bucket: 'weeks', Key: 'x' }));
    expect(head.ObjectLockMode).toBe('COMPLIANCE');
    expect(Math.abs((head.ObjectLockRetainUntilDate?.getTime() ?? 0) - until.getTime())).toBeLessThan(1000);
  });
});

describe('a lock', () => {
  it.each<[string, string, string, () => object]>([
    ['in a bucket without locks', 'free', 'InvalidRequest', () => ({ ObjectLockRetainUntilDate: hour() })],
    ['without a time', 'weeks', 'InvalidArgument', () => ({ ObjectLockRetainUntilDate: undefined })],
    ['whose time is over', 'weeks', 'InvalidArgument', () => ({ ObjectLockRetainUntilDate: new Date(0) })],
    [
      'on a body without a checksum',
      'weeks',
      'InvalidRequest',
      () => ({ ObjectLockRetainUntilDate: hour(), ContentMD5: undefined }),
    ],
  ])('%s is refused', async (_how, bucket, code, rest) => {
    served.client.config.requestChecksumCalculation = () => Promise.resolve('WHEN_REQUIRED');
    expect((await refusalOf(put(bucket, { ObjectLockMode: 'GOVERNANCE', ...rest() }))).code).toBe(code);
  });
});
