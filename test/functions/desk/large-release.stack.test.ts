import { randomBytes, createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  AbortMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyObject } from '#functions/lib/aws/copy.ts';
import type { Copied, KnownFile } from '#functions/lib/aws/copying.ts';
import { openBucket, placeIn } from '#functions/lib/aws/objects.ts';
import type { CredentialsFor } from '#functions/lib/aws/tenant-credentials.ts';
import { exportPlace, releaseKey } from '#functions/lib/exports/places.ts';
import { fateOf, Life, type Fate } from '#test/functions/crashes/life.ts';
import { becomeFunction, nameOf } from '#test/support/as-function.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';

const tenantId = fernwick.id;
const [PART, AT_ONCE] = [10_000, 3];
/** Nine parts and a rest. */
const content = randomBytes(9 * PART + 77);
const known: KnownFile = {
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
  crc32: crc32(content),
};
const sizes = { above: 50_000, part: PART, atOnce: AT_ONCE };
let stack: TestStack;
let credentials: CredentialsFor;
let s3: S3Client;
let copyId: string;

beforeAll(async () => {
  stack = await startStack({ smallestPart: 1 });
  credentials = becomeFunction(stack, 'desk');
  const { endpoint, region, operator } = stack;
  s3 = new S3Client({ endpoint, region, credentials: operator, forcePathStyle: true });
});
afterAll(() => stack.close());

const bucketOf = (part: string) => nameOf(part, stack.plan.buckets);
const targetKey = () => releaseKey(tenantId, 'a-request', copyId, 'export.zip');
const putSource = async (bytes: Buffer) => {
  const { key } = exportPlace({ name: '', of: () => s3 }, tenantId, copyId, 'export.zip');
  await s3.send(new PutObjectCommand({ Bucket: bucketOf('exports'), Key: key, Body: bytes }));
};
beforeEach(async () => {
  copyId = v7();
  await putSource(content);
});

/** One request of a person, who releases the copy. */
const release = async (life: Life, mustStop: () => boolean = () => false, asked = known): Promise<Copied> => {
  const bucket = (part: string) => life.bucket(openBucket(bucketOf(part), credentials), tenantId);
  const from = exportPlace(bucket('exports'), tenantId, copyId, 'export.zip');
  const to = placeIn(bucket('releases'), tenantId, targetKey());
  return copyObject(from, to, asked, mustStop, sizes);
};
const uploads = async () =>
  (await s3.send(new ListMultipartUploadsCommand({ Bucket: bucketOf('releases'), Prefix: targetKey() }))).Uploads ?? [];
const released = async () => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucketOf('releases'), Key: targetKey() }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};
const stopsAfter = (groups: number) => {
  let asked = 0;
  return () => (asked += 1) > groups;
};

describe('a release above what S3 copies in one piece', () => {
  it('is the very bytes of the copy, under the sum that S3 took of them', async () => {
    expect(await release(new Life())).toBe('same');
    expect((await released()).equals(content)).toBe(true);
    const head = await s3.send(
      new HeadObjectCommand({ Bucket: bucketOf('releases'), Key: targetKey(), ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({ ETag: expect.stringMatching(/-10"$/) as string, ChecksumType: 'FULL_OBJECT' });
    expect(await uploads()).toEqual([]);
  });

  it('goes on from where time ran out, and copies no part twice', async () => {
    const seen: unknown[] = [];
    const life = () =>
      new Life(undefined, ({ commandName, input }) => {
        if (commandName === 'UploadPartCopyCommand') seen.push((input as { PartNumber: number }).PartNumber);
      });
    expect(await release(life(), stopsAfter(1))).toEqual({ copied: AT_ONCE * PART });
    expect(await release(life(), stopsAfter(2))).toEqual({ copied: 3 * AT_ONCE * PART });
    expect(await uploads()).toHaveLength(1);
    expect(await release(life())).toBe('same');
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect((await released()).equals(content)).toBe(true);
    expect(await uploads()).toEqual([]);
  });

  it('begins again where S3 dropped the parts after a day', async () => {
    await release(new Life(), stopsAfter(1));
    for (const { Key, UploadId } of await uploads())
      await s3.send(new AbortMultipartUploadCommand({ Bucket: bucketOf('releases'), Key, UploadId }));
    expect(await release(new Life())).toBe('same');
    expect((await released()).equals(content)).toBe(true);
  });

  it('is refused where the copy is no longer what was reviewed, and leaves nothing', async () => {
    await release(new Life(), stopsAfter(1));
    const changed = Buffer.from(content);
    changed.writeUInt8(changed.readUInt8(88_000) ^ 1, 88_000);
    await putSource(changed);
    expect(await release(new Life())).toBe('other');
    expect(await uploads()).toEqual([]);
    await expect(released()).rejects.toThrow();
    await putSource(content.subarray(1));
    expect(await release(new Life())).toBe('other');
    expect(await uploads()).toEqual([]);
  });

  it('of two people at once is made once, and both are told so', async () => {
    expect(await Promise.all([release(new Life()), release(new Life())])).toEqual(['same', 'same']);
    expect((await released()).equals(content)).toBe(true);
    expect(await uploads()).toEqual([]);
  });

  it('comes to the same end wherever the function dies over it', { timeout: 120_000 }, async () => {
    const undisturbed = new Life();
    await release(undisturbed);
    const fate = fateOf({ calls: undisturbed.calls, asks: 0 });
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { minLength: 1, maxLength: 3 }), async (fates: Fate[]) => {
        copyId = v7();
        await putSource(content);
        for (const one of fates) {
          const life = new Life(one);
          await release(life).catch((error: unknown) => {
            if (!life.isOver) throw error;
          });
          await life.settled();
        }
        expect(await release(new Life())).toBe('same');
        expect((await released()).equals(content)).toBe(true);
        expect(await uploads()).toEqual([]);
      }),
      { seed: 20261129, numRuns: 20, endOnFailure: true },
    );
  });
});

it('a smaller one is copied in one piece, with its SHA-256 taken by S3', async () => {
  const small = content.subarray(0, 40_000);
  await putSource(small);
  const asked = { bytes: small.length, sha256: createHash('sha256').update(small).digest('hex'), crc32: crc32(small) };
  const seen: string[] = [];
  const life = new Life(undefined, ({ commandName }) => seen.push(commandName));
  expect(await release(life, undefined, asked)).toBe('same');
  expect(seen).toEqual(['CopyObjectCommand']);
  expect(await release(new Life(), undefined, { ...asked, sha256: known.sha256 })).toBe('other');
});
