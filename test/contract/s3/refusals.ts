import { crc32 } from 'node:zlib';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { base64Sha256, codeOf, formFields, postForm, presigningClientOf, refusalOf, type Target } from './target.ts';

interface Attempt {
  sentence: string;
  code: string;
  send: (target: Target, client: S3Client) => Promise<Response>;
}

const key = 'refused/object';
const content = 'the body';
const signedNames = ['content-type', 'content-length', 'x-amz-checksum-sha256', 'x-amz-meta-record'];

/** A presigned upload, then changed on its way. */
async function put(
  target: Target,
  change: { url?: (url: URL) => void; headers?: Record<string, string | undefined>; body?: string; signingDate?: Date },
): Promise<Response> {
  const command = new PutObjectCommand({
    Bucket: target.plain,
    Key: key,
    ContentType: 'image/jpeg',
    ContentLength: content.length,
    ChecksumSHA256: base64Sha256(content),
    Metadata: { record: '7' },
  });
  const signed = await getSignedUrl(presigningClientOf(target), command, {
    expiresIn: 60,
    ...(change.signingDate ? { signingDate: change.signingDate } : {}),
    unhoistableHeaders: new Set(['x-amz-checksum-sha256', 'x-amz-meta-record']),
    signableHeaders: new Set(['host', ...signedNames]),
  });
  const url = new URL(signed);
  change.url?.(url);
  const own: Record<string, string | undefined> = {
    'content-type': 'image/jpeg',
    'x-amz-checksum-sha256': base64Sha256(content),
    'x-amz-meta-record': '7',
  };
  const headers = Object.entries({ ...own, ...change.headers }).filter(
    (h): h is [string, string] => h[1] !== undefined,
  );
  return fetch(url, { method: 'PUT', headers, body: change.body ?? content });
}

interface FormChange {
  conditions?: unknown[];
  fields?: Record<string, string>;
  after?: Record<string, string | undefined>;
  expiresAt?: Date;
}

/** A presigned form, then changed on its way. */
function post(target: Target, { conditions = [], fields = {}, after = {}, ...rest }: FormChange): Promise<Response> {
  const signed = { ...formFields(target, { bucket: target.plain, key, conditions, fields, ...rest }), ...after };
  const left = Object.entries(signed).filter((field): field is [string, string] => field[1] !== undefined);
  return postForm(target, target.plain, Object.fromEntries(left), content);
}

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
const at = ({ endpoint, plain }: Target): string => `${endpoint}/${plain}/${key}`;

/** Refusals S3 makes that an independent emulator may not: such targets are held to the rest only. */
export const onlyLocal: Attempt[] = [
  { sentence: 'an anonymous read', code: 'AccessDenied', send: (t) => fetch(at(t)) },
  { sentence: 'an anonymous write', code: 'AccessDenied', send: (t) => fetch(at(t), { method: 'PUT', body: 'x' }) },
  {
    sentence: 'an anonymous listing',
    code: 'AccessDenied',
    send: (t) => fetch(`${t.endpoint}/${t.plain}?list-type=2`),
  },
  {
    sentence: 'a signature of another secret',
    code: 'SignatureDoesNotMatch',
    send: (t) => put({ ...t, credentials: { ...t.credentials, secretAccessKey: 'other' } }, {}),
  },
  {
    sentence: 'an unknown access key',
    code: 'InvalidAccessKeyId',
    send: (t) => put({ ...t, credentials: { ...t.credentials, accessKeyId: 'NOBODY' } }, {}),
  },
  { sentence: 'an expired URL', code: 'AccessDenied', send: (t) => put(t, { signingDate: minutesAgo(2) }) },
  {
    sentence: 'a URL whose life is stretched past a week',
    code: 'AuthorizationQueryParametersError',
    send: (t) => put(t, { url: (url) => url.searchParams.set('X-Amz-Expires', '604801') }),
  },
  {
    sentence: 'another key than the signed one',
    code: 'SignatureDoesNotMatch',
    send: (t) => put(t, { url: (url) => void (url.pathname += '2') }),
  },
  {
    sentence: 'another content type than the signed one',
    code: 'SignatureDoesNotMatch',
    send: (t) => put(t, { headers: { 'content-type': 'text/html' } }),
  },
  {
    sentence: 'another length than the signed one',
    code: 'SignatureDoesNotMatch',
    send: (t) => put(t, { body: `${content}!` }),
  },
  {
    sentence: 'missing signed metadata',
    code: 'SignatureDoesNotMatch',
    send: (t) => put(t, { headers: { 'x-amz-meta-record': undefined } }),
  },
  {
    sentence: 'metadata nobody signed',
    code: 'AccessDenied',
    send: (t) => put(t, { headers: { 'x-amz-meta-extra': '1' } }),
  },
  {
    sentence: 'another checksum than the signed one',
    code: 'SignatureDoesNotMatch',
    send: (t) => put(t, { headers: { 'x-amz-checksum-sha256': base64Sha256('other') } }),
  },
  {
    sentence: 'other content of the same length',
    code: 'BadDigest',
    send: (t) => put(t, { body: content.toUpperCase() }),
  },
  {
    sentence: 'a form without a policy',
    code: 'AccessDenied',
    send: (t) => post(t, { after: { policy: undefined } }),
  },
  {
    sentence: 'a form whose policy was changed',
    code: 'SignatureDoesNotMatch',
    send: (t) =>
      post(t, { after: { policy: Buffer.from('{"expiration":"2099-01-01T00:00:00Z"}').toString('base64') } }),
  },
  { sentence: 'a form past its expiry', code: 'AccessDenied', send: (t) => post(t, { expiresAt: minutesAgo(1) }) },
  {
    sentence: 'a form with another key than the policy names',
    code: 'AccessDenied',
    send: (t) => post(t, { after: { key: 'elsewhere' } }),
  },
  {
    sentence: 'a form field the policy does not know',
    code: 'AccessDenied',
    send: (t) => post(t, { after: { 'x-amz-meta-extra': '1' } }),
  },
  {
    sentence: 'a form field that does not start as the policy says',
    code: 'AccessDenied',
    send: (t) =>
      post(t, { conditions: [['starts-with', '$Content-Type', 'image/']], after: { 'Content-Type': 'text/html' } }),
  },
  {
    sentence: 'a form file larger than the policy says',
    code: 'EntityTooLarge',
    send: (t) => post(t, { conditions: [['content-length-range', 1, content.length - 1]] }),
  },
  {
    sentence: 'a form file smaller than the policy says',
    code: 'EntityTooSmall',
    send: (t) => post(t, { conditions: [['content-length-range', content.length + 1, 100]] }),
  },
  {
    sentence: 'a form file that does not match its signed checksum',
    code: 'BadDigest',
    send: (t) => post(t, { fields: { 'x-amz-checksum-sha256': base64Sha256('other') } }),
  },
];

export function refusalContract(given: () => { client: S3Client; target: Target }): void {
  describe('refusals', () => {
    it.each(onlyLocal)('refuses $sentence', async ({ code, send }) => {
      const { client, target } = given();
      expect(await codeOf(await send(target, client))).toBe(code);
    });

    it('refuses parts that are out of order', async () => {
      const { client, target } = given();
      const at = { Bucket: target.plain, Key: key };
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(at));
      const part = async (PartNumber: number) => {
        const { ETag } = await client.send(new UploadPartCommand({ ...at, UploadId, PartNumber, Body: content }));
        return { PartNumber, ETag };
      };
      const MultipartUpload = { Parts: [await part(2), await part(1)] };
      const completed = client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload }));
      expect((await refusalOf(completed)).code).toBe('InvalidPartOrder');
    });

    it('refuses a part out of another version than was named, or for what was not begun', async () => {
      const { client, target } = given();
      const at = { Bucket: target.plain, Key: 'refused/part-copy' };
      await client.send(new PutObjectCommand({ ...at, Body: content }));
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(at));
      const source = { CopySource: `${at.Bucket}/${at.Key}`, CopySourceIfMatch: `"${'0'.repeat(32)}"` };
      const copied = client.send(new UploadPartCopyCommand({ ...at, UploadId, PartNumber: 1, ...source }));
      expect((await refusalOf(copied)).code).toBe('PreconditionFailed');
      const unknown = new UploadPartCopyCommand({
        ...at,
        UploadId: 'not-begun',
        PartNumber: 1,
        CopySource: source.CopySource,
      });
      expect((await refusalOf(client.send(unknown))).code).toBe('NoSuchUpload');
    });

    it('refuses to join parts whose bytes have another sum than was declared', async () => {
      const { client, target } = given();
      const at = { Bucket: target.plain, Key: 'refused/sum' };
      const whole = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const;
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...at, ...whole }));
      const sent = new UploadPartCommand({
        ...at,
        UploadId,
        PartNumber: 1,
        Body: content,
        ChecksumAlgorithm: 'CRC32',
      });
      const { ETag } = await client.send(sent);
      const complete = (sum: number) => {
        const bytes = Buffer.alloc(4);
        bytes.writeUInt32BE(sum);
        const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
        const declared = { ChecksumType: 'FULL_OBJECT', ChecksumCRC32: bytes.toString('base64') } as const;
        return client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload, ...declared }));
      };
      expect((await refusalOf(complete(crc32(`another ${content}`)))).code).toBe('BadDigest');
      expect((await refusalOf(complete(crc32(content)))).code).toBe('none');
    });
  });
}
