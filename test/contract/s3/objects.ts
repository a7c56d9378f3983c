import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { refusalOf, type Target } from './target.ts';

interface Given {
  client: S3Client;
  target: Target;
}

export function objectContract(given: () => Given): void {
  const put = (Key: string, Body: string, rest = {}) =>
    given().client.send(new PutObjectCommand({ Bucket: given().target.plain, Key, Body, ...rest }));
  const get = (Key: string, rest = {}) =>
    given().client.send(new GetObjectCommand({ Bucket: given().target.plain, Key, ...rest }));
  const text = async (Key: string, rest = {}) => (await get(Key, rest)).Body?.transformToString();

  describe('objects', () => {
    it('gives back what was put, with its type, metadata, tags count and encryption', async () => {
      const Key = 'objects/a b+c%20ü😀.txt';
      await put(Key, 'hello', { ContentType: 'text/plain', Metadata: { site: '12' }, Tagging: 'state=new' });
      const got = await get(Key);
      expect(await got.Body?.transformToString()).toBe('hello');
      expect(got).toMatchObject({ ContentType: 'text/plain', Metadata: { site: '12' }, TagCount: 1, ContentLength: 5 });
      expect(got.ServerSideEncryption ?? 'AES256').toBe('AES256');
      expect(got.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    });

    it('takes a streamed body without its framing', async () => {
      const body = Buffer.alloc(300_000, 'stormwater ');
      const pieces = [body.subarray(0, 100_001), body.subarray(100_001)];
      const Bucket = given().target.plain;
      const stream = Readable.from(pieces, { objectMode: false });
      await given().client.send(
        new PutObjectCommand({ Bucket, Key: 'objects/streamed', Body: stream, ContentLength: body.length }),
      );
      const back = Buffer.from((await (await get('objects/streamed')).Body?.transformToByteArray()) ?? []);
      expect(back.equals(body)).toBe(true);
    });

    it('gives ranges, and refuses one outside the object', async () => {
      await put('objects/range', '0123456789');
      expect(await text('objects/range', { Range: 'bytes=2-4' })).toBe('234');
      expect(await text('objects/range', { Range: 'bytes=7-' })).toBe('789');
      expect((await get('objects/range', { Range: 'bytes=-3' })).ContentRange).toBe('bytes 7-9/10');
      expect(await refusalOf(get('objects/range', { Range: 'bytes=10-' }))).toEqual({
        code: 'InvalidRange',
        status: 416,
      });
    });

    it('says 304 to a reader who has the object already', async () => {
      const { ETag } = await put('objects/known', 'same');
      expect((await refusalOf(get('objects/known', { IfNoneMatch: ETag }))).status).toBe(304);
      expect(await refusalOf(get('objects/known', { IfMatch: '"other"' }))).toEqual({
        code: 'PreconditionFailed',
        status: 412,
      });
    });

    it('lets only one of two creators win', async () => {
      const results = await Promise.all(
        ['one', 'two'].map((body) => refusalOf(put('objects/once', body, { IfNoneMatch: '*' }))),
      );
      expect(results.map(({ status }) => status).sort()).toEqual([200, 412]);
    });

    it('says that a key or a bucket does not exist', async () => {
      const Key = 'objects/nowhere';
      expect(await refusalOf(get(Key))).toEqual({ code: 'NoSuchKey', status: 404 });
      const { client, target } = given();
      expect((await refusalOf(client.send(new HeadObjectCommand({ Bucket: target.plain, Key })))).status).toBe(404);
      expect(await refusalOf(client.send(new GetObjectCommand({ Bucket: 'no-such-bucket-here', Key })))).toMatchObject({
        code: 'NoSuchBucket',
      });
    });

    it('copies with or without the metadata of the source', async () => {
      const { client, target } = given();
      const [Bucket, CopySource] = [target.plain, `${target.plain}/objects/source%20file`];
      await put('objects/source file', 'copied', { Metadata: { from: 'source' }, ContentType: 'text/csv' });
      await client.send(new CopyObjectCommand({ Bucket, Key: 'objects/copy1', CopySource }));
      expect(await get('objects/copy1')).toMatchObject({ Metadata: { from: 'source' }, ContentType: 'text/csv' });
      await client.send(
        new CopyObjectCommand({
          Bucket,
          Key: 'objects/copy2',
          CopySource,
          MetadataDirective: 'REPLACE',
          Metadata: { a: 'b' },
        }),
      );
      expect((await get('objects/copy2')).Metadata).toEqual({ a: 'b' });
      expect(await text('objects/copy2')).toBe('copied');
    });

    it('keeps tags', async () => {
      const { client, target } = given();
      const at = { Bucket: target.plain, Key: 'objects/tagged' };
      await put(at.Key, 'x', { Tagging: 'a=1&b=two%20words' });
      const before = await client.send(new GetObjectTaggingCommand(at));
      expect(before.TagSet).toEqual([
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: 'two words' },
      ]);
      await client.send(
        new PutObjectTaggingCommand({ ...at, Tagging: { TagSet: [{ Key: 'scan', Value: 'clean: yes' }] } }),
      );
      const after = await client.send(new GetObjectTaggingCommand(at));
      expect(after.TagSet).toEqual([{ Key: 'scan', Value: 'clean: yes' }]);
      expect(await refusalOf(put(at.Key, 'x', { Tagging: 'scan=%3Cclean%3E' }))).toMatchObject({ code: 'InvalidTag' });
    });

    it('deletes one or many, present or not', async () => {
      const { client, target } = given();
      const Bucket = target.plain;
      await put('objects/gone1', 'x');
      await put('objects/gone2', 'x');
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'objects/gone1' }));
      await client.send(new DeleteObjectCommand({ Bucket, Key: 'objects/gone1' }));
      const Objects = [{ Key: 'objects/gone2' }, { Key: 'objects/never' }];
      const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      expect(Deleted?.map(({ Key }) => Key).sort()).toEqual(['objects/gone2', 'objects/never']);
      expect(await refusalOf(get('objects/gone2'))).toMatchObject({ code: 'NoSuchKey' });
    });
  });

  describe('listing', () => {
    it('pages in byte order and groups by delimiter', async () => {
      const Bucket = given().target.plain;
      for (const key of ['b/1', 'a', 'b/2', 'ｆ', 'c/x', '😀']) await put(`list/${key}`, 'x');
      const seen: string[] = [];
      let token: string | undefined;
      do {
        const page = await given().client.send(
          new ListObjectsV2Command({ Bucket, Prefix: 'list/', MaxKeys: 2, ContinuationToken: token }),
        );
        seen.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
        token = page.NextContinuationToken;
      } while (token);
      expect(seen).toEqual(['list/a', 'list/b/1', 'list/b/2', 'list/c/x', 'list/ｆ', 'list/😀']);
      const grouped = await given().client.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'list/', Delimiter: '/', StartAfter: 'list/a' }),
      );
      expect(grouped.CommonPrefixes).toEqual([{ Prefix: 'list/b/' }, { Prefix: 'list/c/' }]);
      expect(grouped.Contents?.map(({ Key }) => Key)).toEqual(['list/ｆ', 'list/😀']);
    });
  });

  describe('versions', () => {
    it('keeps old versions under a delete marker until they are deleted by id', async () => {
      const { client, target } = given();
      const at = { Bucket: target.versioned, Key: 'versions/report' };
      const first = await client.send(new PutObjectCommand({ ...at, Body: 'one' }));
      const second = await client.send(new PutObjectCommand({ ...at, Body: 'two' }));
      expect(second.VersionId).not.toBe(first.VersionId);
      const marker = await client.send(new DeleteObjectCommand(at));
      expect(marker.DeleteMarker).toBe(true);
      expect(await refusalOf(client.send(new GetObjectCommand(at)))).toMatchObject({ code: 'NoSuchKey' });
      const old = await client.send(new GetObjectCommand({ ...at, VersionId: first.VersionId }));
      expect(await old.Body?.transformToString()).toBe('one');
      const listed = await client.send(new ListObjectVersionsCommand({ Bucket: at.Bucket, Prefix: at.Key }));
      expect(listed.Versions?.map(({ VersionId }) => VersionId)).toEqual([second.VersionId, first.VersionId]);
      expect(listed.DeleteMarkers).toMatchObject([{ VersionId: marker.VersionId, IsLatest: true }]);
      await client.send(new DeleteObjectCommand({ ...at, VersionId: marker.VersionId }));
      const back = await client.send(new GetObjectCommand(at));
      expect(await back.Body?.transformToString()).toBe('two');
    });
  });
}
