import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formFields, postForm } from '#test/contract/s3/target.ts';
import { buckets, keys, region, serveS3, type Served } from './serve.ts';

let served: Served;
beforeAll(async () => void (served = await serveS3({ account: '111122223333' })));
afterAll(() => served.close());

async function createEachWay({ client, endpoint }: Served): Promise<void> {
  const Bucket = 'plain';
  await client.send(new PutObjectCommand({ Bucket, Key: 'put', Body: 'hello' }));
  await client.send(new CopyObjectCommand({ Bucket, Key: 'copied', CopySource: 'plain/put' }));
  const names = { plain: 'plain', versioned: 'versioned', close: () => Promise.resolve() };
  const target = { endpoint, region, credentials: keys, ...names };
  await postForm(target, Bucket, formFields(target, { bucket: Bucket, key: 'posted', conditions: [] }), 'form');
  const at = { Bucket, Key: 'completed' };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(at));
  const { ETag } = await client.send(new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'part' }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload }));
  await client.send(new DeleteObjectCommand(at));
}

describe('Object Created events', () => {
  it('tell of every way an object comes to be, and of nothing else', async () => {
    await createEachWay(served);
    expect(served.events.map(({ detail }) => [detail.object.key, detail.reason])).toEqual([
      ['put', 'PutObject'],
      ['copied', 'CopyObject'],
      ['posted', 'POST Object'],
      ['completed', 'CompleteMultipartUpload'],
    ]);
    const sequencers = served.events.map(({ detail }) => detail.object.sequencer);
    expect(sequencers).toEqual([...sequencers].sort());
  });

  it('have the shape EventBridge gives them', async () => {
    const { VersionId } = await served.client.send(
      new PutObjectCommand({ Bucket: 'versioned', Key: 'a b', Body: 'hello' }),
    );
    expect(served.events.at(-1)).toMatchObject({
      version: '0',
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: '111122223333',
      region,
      resources: ['arn:aws:s3:::versioned'],
      detail: {
        bucket: { name: 'versioned' },
        object: { key: 'a b', size: 5, etag: '5d41402abc4b2a76b9719d911017c592', 'version-id': VersionId },
        reason: 'PutObject',
      },
    });
  });

  it('stay away when the bucket does not send them', async () => {
    const quiet = await serveS3({ buckets: buckets.map((bucket) => ({ ...bucket, eventBridge: false })) });
    await quiet.client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'x', Body: 'x' }));
    expect(quiet.events).toEqual([]);
    await quiet.close();
  });
});
