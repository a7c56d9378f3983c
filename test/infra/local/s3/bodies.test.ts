import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, refusalOf } from '#test/contract/s3/target.ts';
import { keys, region, serveS3, type Served } from './serve.ts';

let dir: string;
let served: Served;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 's3-'));
  served = await serveS3({ dir });
});
afterAll(async () => {
  await served.close();
  await rm(dir, { recursive: true });
});

const Bucket = 'plain';
const put = (rest: object): Promise<unknown> =>
  served.client.send(new PutObjectCommand({ Bucket, Key: 'x', Body: 'hello', ...rest }));

describe('a body', () => {
  it.each([
    ['CRC32', { ChecksumCRC32: 'NhCmhg==' }],
    ['CRC32C', { ChecksumCRC32C: 'mnG7TA==' }],
    ['SHA1', { ChecksumSHA1: 'qvTGHdzF6KLavt4PO0gs2a6pQ00=' }],
    ['SHA256', { ChecksumSHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=' }],
    ['MD5', { ContentMD5: 'XUFAKrxLKna5cZ2REBfFkg==' }],
  ])('is held to its declared %s', async (_name, declared) => {
    expect(await refusalOf(put(declared))).toMatchObject({ code: 'none' });
    expect(await refusalOf(put({ ...declared, Body: 'HELLO' }))).toMatchObject({ code: 'BadDigest' });
  });

  it('keeps the checksum it came with for its readers', async () => {
    await put({ ChecksumAlgorithm: 'SHA256' });
    const got = await served.client.send(new GetObjectCommand({ Bucket, Key: 'x', ChecksumMode: 'ENABLED' }));
    expect(got.ChecksumSHA256).toBe('LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=');
  });

  it('is refused by a URL presigned with the checksum of no body at all', async () => {
    const url = await getSignedUrl(served.client, new PutObjectCommand({ Bucket, Key: 'x' }));
    expect(await codeOf(await fetch(url, { method: 'PUT', body: 'hello' }))).toBe('BadDigest');
  });

  it('needs a declared length', async () => {
    const client = new S3Client({
      endpoint: served.endpoint,
      region,
      credentials: keys,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'x' }));
    const status = await new Promise((resolve, reject) => {
      const sent = request(url, { method: 'PUT' }, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
      sent.write('a body of unknown length');
      sent.end();
    });
    expect(status).toBe(411);
  });

  it('of twenty megabytes is refused with an answer, not a broken connection', async () => {
    const wrong = { ...keys, secretAccessKey: 'wrong' };
    const client = new S3Client({ endpoint: served.endpoint, region, credentials: wrong, maxAttempts: 1 });
    const sent = client.send(new PutObjectCommand({ Bucket, Key: 'big', Body: Buffer.alloc(20_000_000) }));
    expect(await refusalOf(sent)).toEqual({ code: 'SignatureDoesNotMatch', status: 403 });
  });

  it('broken off half way leaves nothing behind', async () => {
    const before = await readdir(join(dir, 'data'));
    const url = await getSignedUrl(served.client, new PutObjectCommand({ Bucket, Key: 'half' }));
    await new Promise<void>((resolve) => {
      const sent = request(url, { method: 'PUT', headers: { 'content-length': 1000 } }).on('error', () => resolve());
      sent.write('half', () => setTimeout(() => sent.destroy(new Error('gone')), 50));
    });
    await expect.poll(() => readdir(join(dir, 'data'))).toEqual(before);
  });

  it('in a form its sender gives up on does no harm', async () => {
    const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\nhalf';
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'content-length': 1000 };
    await new Promise<void>((resolve) => {
      const sent = request(`${served.endpoint}/plain`, { method: 'POST', headers }).on('error', () => resolve());
      sent.write(head, () => setTimeout(() => sent.destroy(new Error('gone')), 50));
    });
    expect(await refusalOf(put({}))).toMatchObject({ code: 'none' });
  });
});
