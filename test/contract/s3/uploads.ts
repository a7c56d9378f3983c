import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { Upload } from '@aws-sdk/lib-storage';
import { describe, expect, it } from 'vitest';
import { base64Sha256, formFields, postForm, presigningClientOf, refusalOf, type Target } from './target.ts';

interface Given {
  client: S3Client;
  target: Target;
}

const part = 5 * 1024 * 1024;

function multipartContract(given: () => Given): void {
  const begin = async (Key: string): Promise<{ Bucket: string; Key: string; UploadId: string }> => {
    const { client, target } = given();
    const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand({ Bucket: target.plain, Key }));
    return { Bucket: target.plain, Key, UploadId };
  };
  const send = async (
    at: Awaited<ReturnType<typeof begin>>,
    PartNumber: number,
    Body: Buffer,
  ): Promise<CompletedPart> => {
    const { ETag, ChecksumCRC32 } = await given().client.send(new UploadPartCommand({ ...at, PartNumber, Body }));
    return { PartNumber, ETag, ChecksumCRC32 };
  };

  describe('multipart uploads', () => {
    it('joins parts sent in any order', async () => {
      const { client } = given();
      const body = randomBytes(part + 1234);
      const at = await begin('multi/joined');
      const tail = await send(at, 2, body.subarray(part));
      const Parts = [await send(at, 1, body.subarray(0, part)), tail];
      expect((await client.send(new ListPartsCommand(at))).Parts?.map(({ Size }) => Size)).toEqual([part, 1234]);
      const done = await client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
      expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
      const read = async (Range: string) => {
        const got = await client.send(new GetObjectCommand({ Bucket: at.Bucket, Key: at.Key, Range }));
        return Buffer.from((await got.Body?.transformToByteArray()) ?? []);
      };
      expect((await read('bytes=0-')).equals(body)).toBe(true);
      expect((await read(`bytes=${part - 10}-${part + 9}`)).equals(body.subarray(part - 10, part + 10))).toBe(true);
    });

    it('takes parts out of an object, and joins them', async () => {
      const { client, target } = given();
      const body = randomBytes(2 * part + 4321);
      const source = { Bucket: target.versioned, Key: 'multi/source, with a name' };
      const { ETag = '' } = await client.send(new PutObjectCommand({ ...source, Body: body }));
      const at = await begin('multi/copied');
      const copied = async (PartNumber: number, from: number, to: number): Promise<CompletedPart> => {
        const { CopyPartResult: made } = await client.send(
          new UploadPartCopyCommand({
            ...at,
            PartNumber,
            CopySource: `${source.Bucket}/${source.Key.split('/').map(encodeURIComponent).join('/')}`,
            CopySourceRange: `bytes=${from}-${to - 1}`,
            CopySourceIfMatch: ETag,
          }),
        );
        return { PartNumber, ETag: made?.ETag };
      };
      const Parts = [await copied(1, 0, part), await copied(2, part, body.length)];
      expect(Parts[0]?.ETag).toBe(`"${createHash('md5').update(body.subarray(0, part)).digest('hex')}"`);
      expect((await client.send(new ListPartsCommand(at))).Parts?.map(({ Size }) => Size)).toEqual([part, part + 4321]);
      await client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
      const got = await client.send(new GetObjectCommand({ Bucket: at.Bucket, Key: at.Key }));
      expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    });

    it('takes no part out of nothing', async () => {
      const { client, target } = given();
      const source = { Bucket: target.plain, Key: 'multi/other-source' };
      await client.send(new PutObjectCommand({ ...source, Body: 'source' }));
      const at = await begin('multi/not-copied');
      const copied = (more: object) =>
        refusalOf(
          client.send(
            new UploadPartCopyCommand({
              ...at,
              PartNumber: 1,
              CopySource: `${source.Bucket}/${source.Key}`,
              ...more,
            }),
          ),
        );
      expect((await copied({ CopySource: `${source.Bucket}/multi/nothing` })).status).toBe(404);
      await client.send(new AbortMultipartUploadCommand(at));
    });

    it('refuses parts that are too small or unknown', async () => {
      const { client } = given();
      const at = await begin('multi/refused');
      const Parts = [await send(at, 1, Buffer.from('small')), await send(at, 2, randomBytes(part))];
      const complete = (parts: CompletedPart[]) =>
        refusalOf(client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts: parts } })));
      expect((await complete(Parts)).code).toBe('EntityTooSmall');
      expect((await complete([{ ...Parts[0], PartNumber: 9 }])).code).toBe('InvalidPart');
      await client.send(new AbortMultipartUploadCommand(at));
      expect((await refusalOf(client.send(new ListPartsCommand(at)))).code).toBe('NoSuchUpload');
      const listed = await client.send(new ListMultipartUploadsCommand({ Bucket: at.Bucket, Prefix: at.Key }));
      expect(listed.Uploads ?? []).toEqual([]);
    });

    it('refuses to complete over an object that must not be there', async () => {
      const { client } = given();
      const at = await begin('multi/once');
      const Parts = [await send(at, 1, Buffer.from('late'))];
      await client.send(new PutObjectCommand({ Bucket: at.Bucket, Key: at.Key, Body: 'first' }));
      const completed = client.send(
        new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts }, IfNoneMatch: '*' }),
      );
      expect(await refusalOf(completed)).toEqual({ code: 'PreconditionFailed', status: 412 });
    });

    it('takes what the upload library sends', async () => {
      const { client, target } = given();
      const at = { Bucket: target.plain, Key: 'multi/library' };
      const body = randomBytes(2 * part + 7);
      await new Upload({ client, params: { ...at, Body: body }, partSize: part, queueSize: 2 }).done();
      const got = await client.send(new GetObjectCommand(at));
      expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    });
  });
}

function presignedContract(given: () => Given): void {
  const upload = async (Key: string, body: string) => {
    const { target } = given();
    const command = new PutObjectCommand({
      Bucket: target.plain,
      Key,
      ContentType: 'image/jpeg',
      ContentLength: body.length,
      ChecksumSHA256: base64Sha256(body),
      Metadata: { record: '7' },
    });
    const url = await getSignedUrl(presigningClientOf(target), command, {
      expiresIn: 300,
      unhoistableHeaders: new Set(['x-amz-checksum-sha256', 'x-amz-meta-record']),
      signableHeaders: new Set([
        'host',
        'content-type',
        'content-length',
        'x-amz-checksum-sha256',
        'x-amz-meta-record',
      ]),
    });
    const headers = {
      'content-type': 'image/jpeg',
      'x-amz-checksum-sha256': base64Sha256(body),
      'x-amz-meta-record': '7',
    };
    return { url, headers };
  };

  describe('presigned URLs', () => {
    it('take the very upload they were signed for', async () => {
      const { url, headers } = await upload('signed/photo', 'pixels');
      expect((await fetch(url, { method: 'PUT', headers, body: 'pixels' })).status).toBe(200);
    });

    it('name the download as the signer says', async () => {
      const { client, target } = given();
      await client.send(new PutObjectCommand({ Bucket: target.plain, Key: 'signed/get', Body: 'x' }));
      const command = new GetObjectCommand({
        Bucket: target.plain,
        Key: 'signed/get',
        ResponseContentDisposition: 'attachment; filename="report.csv"',
        ResponseContentType: 'text/csv',
      });
      const got = await fetch(await getSignedUrl(client, command));
      expect(got.headers.get('content-disposition')).toBe('attachment; filename="report.csv"');
      expect(got.headers.get('content-type')).toBe('text/csv');
    });
  });

  describe('presigned forms', () => {
    it('take a file that keeps the policy', async () => {
      const { client, target } = given();
      const options = { bucket: target.plain, key: 'forms/kept', conditions: [['content-length-range', 1, 10]] };
      const fields = formFields(target, { ...options, fields: { 'Content-Type': 'image/png' } });
      const answer = await postForm(target, target.plain, fields, 'tiny');
      expect(answer.status).toBe(204);
      const got = await client.send(new GetObjectCommand({ Bucket: target.plain, Key: 'forms/kept' }));
      expect([got.ContentType, await got.Body?.transformToString()]).toEqual(['image/png', 'tiny']);
    });
  });
}

export function uploadContract(given: () => Given): void {
  multipartContract(given);
  presignedContract(given);
}
