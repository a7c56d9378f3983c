import {
  CopyObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formFields, postForm, refusalOf } from '#test/contract/s3/target.ts';
import type { AccessQuestion } from '#infra/local/s3/index.ts';
import { keys, region, serveS3, type Served } from './serve.ts';

/** As a role's policy would say it: read and write below own/, nothing else. */
const authorize = ({ accessKeyId, action, key = '' }: AccessQuestion): string | undefined =>
  accessKeyId === keys.accessKeyId && key.startsWith('own/') && /^s3:(Get|Put)Object$/.test(action)
    ? undefined
    : 'Only own/ may be read and written.';

let served: Served;
beforeAll(async () => void (served = await serveS3({ authorize })));
afterAll(() => served.close());

const denied = { code: 'AccessDenied', status: 403 };

describe('a caller whose role may only read and write own/', () => {
  it('does so', async () => {
    const at = { Bucket: 'plain', Key: 'own/x' };
    await served.client.send(new PutObjectCommand({ ...at, Body: 'x' }));
    expect((await served.client.send(new GetObjectCommand(at))).ContentLength).toBe(1);
  });

  it('may not write elsewhere, list, tag, delete or copy in from elsewhere', async () => {
    const { client } = served;
    const Bucket = 'plain';
    const tagged = { Bucket, Key: 'own/tagged', Body: 'x', Tagging: 'a=b' };
    expect(await refusalOf(client.send(new PutObjectCommand({ Bucket, Key: 'other/x', Body: 'x' })))).toEqual(denied);
    expect(await refusalOf(client.send(new PutObjectCommand(tagged)))).toEqual(denied);
    expect(await refusalOf(client.send(new ListObjectsV2Command({ Bucket })))).toEqual(denied);
    const copy = new CopyObjectCommand({ Bucket, Key: 'own/y', CopySource: 'plain/other/x' });
    expect(await refusalOf(client.send(copy))).toEqual(denied);
    const removed = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'own/x' }] } }));
    expect(removed.Errors).toMatchObject([{ Key: 'own/x', Code: 'AccessDenied' }]);
  });

  it('is not told whether a key exists, for want of leave to list', async () => {
    expect(await refusalOf(served.client.send(new GetObjectCommand({ Bucket: 'plain', Key: 'own/none' })))).toEqual(
      denied,
    );
  });

  it('cannot sign a form for elsewhere', async () => {
    const names = { plain: 'plain', versioned: 'versioned', close: () => Promise.resolve() };
    const target = { endpoint: served.endpoint, region, credentials: keys, ...names };
    const fields = formFields(target, { bucket: 'plain', key: 'other/x', conditions: [] });
    expect((await postForm(target, 'plain', fields, 'x')).status).toBe(403);
  });
});
