import { describe, expect, it } from 'vitest';
import { verify, type RequestToVerify } from '#infra/local/aws/sigv4.ts';
import { decodeChunked } from '#infra/local/s3/aws-chunked.ts';

/** The worked examples of the S3 API reference, "Signature Version 4". */
const secretOf = (id: string): string | undefined =>
  id === 'AKIAIOSFODNN7EXAMPLE' ? 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' : undefined;
const now = new Date('2013-05-24T00:00:00Z');
const scope = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const get: RequestToVerify = {
  method: 'GET',
  url: '/test.txt',
  headers: {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': emptyHash,
    'x-amz-date': '20130524T000000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
  },
};
const presigned: RequestToVerify = {
  method: 'GET',
  url: `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(scope)}&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404`,
  headers: { host: 'examplebucket.s3.amazonaws.com' },
};
const chunked: RequestToVerify = {
  method: 'PUT',
  url: '/examplebucket/chunkObject.txt',
  headers: {
    host: 's3.amazonaws.com',
    'x-amz-date': '20130524T000000Z',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': '66560',
    'content-length': '66824',
    authorization: `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9`,
  },
};

const reasonOf = (request: RequestToVerify, at = now): string => {
  const result = verify(request, secretOf, at);
  return result.ok ? 'accepted' : result.reason;
};
const withHeaders = (request: RequestToVerify, headers: RequestToVerify['headers']): RequestToVerify => ({
  ...request,
  headers: { ...request.headers, ...headers },
});

describe('Signature Version 4', () => {
  it('accepts the published examples', () => {
    expect(verify(get, secretOf, now)).toMatchObject({
      ok: true,
      service: 's3',
      region: 'us-east-1',
      presigned: false,
    });
    expect(verify(presigned, secretOf, now)).toMatchObject({
      ok: true,
      presigned: true,
      payload: { kind: 'unsigned' },
    });
    expect(reasonOf(chunked)).toBe('accepted');
  });

  it.each([
    ['a changed header', withHeaders(get, { range: 'bytes=0-99' }), 'mismatch'],
    ['a changed path', { ...get, url: '/test2.txt' }, 'mismatch'],
    ['an added parameter', { ...presigned, url: `${presigned.url}&versionId=1` }, 'mismatch'],
    ['a parameter given twice', { ...presigned, url: `${presigned.url}&X-Amz-Expires=9` }, 'malformed'],
    ['an unsigned x-amz header', withHeaders(get, { 'x-amz-acl': 'public-read' }), 'unsigned-header'],
    ['no credentials', { ...get, headers: { host: 'h' } }, 'missing'],
    ['two kinds of credentials', { ...get, url: presigned.url }, 'two-mechanisms'],
    ['an older signature version', withHeaders(get, { authorization: 'AWS AKIA:sig' }), 'unsupported'],
    ['a body of another digest', { ...get, bodySha256: '0'.repeat(64) }, 'payload-mismatch'],
  ])('refuses %s', (_sentence, request, reason) => {
    expect(reasonOf(request)).toBe(reason);
  });

  it('refuses what comes too late or too early', () => {
    expect(reasonOf(get, new Date('2013-05-24T00:16:00Z'))).toBe('skewed');
    expect(reasonOf(presigned, new Date('2013-05-24T23:59:59Z'))).toBe('accepted');
    expect(reasonOf(presigned, new Date('2013-05-25T00:00:01Z'))).toBe('expired');
    expect(reasonOf(presigned, new Date('2013-05-23T23:00:00Z'))).toBe('not-yet-valid');
  });
});

const chunk = (size: number, signature: string): string =>
  `${size.toString(16)};chunk-signature=${signature}\r\n${'a'.repeat(size)}\r\n`;
const published =
  chunk(65536, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648') +
  chunk(1024, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497') +
  chunk(0, 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9');

async function decode(body: string): Promise<string> {
  const verified = verify(chunked, secretOf, now);
  if (!verified.ok || verified.payload.kind !== 'chunked') throw new Error('The example should be accepted.');
  const pieces: Buffer[] = [];
  // eslint-disable-next-line @typescript-eslint/require-await -- a stream in two pieces
  async function* source(): AsyncGenerator<Buffer> {
    yield Buffer.from(body.slice(0, 1000));
    yield Buffer.from(body.slice(1000));
  }
  for await (const piece of decodeChunked(source(), verified.payload, () => undefined)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('a body signed chunk by chunk', () => {
  it('is taken as published', async () => {
    expect(await decode(published)).toBe('a'.repeat(66560));
  });

  it('is refused when a chunk was changed, dropped or cut short', async () => {
    await expect(decode(published.replace('\r\na', '\r\nb'))).rejects.toThrow(/chunk does not match/);
    const [, second = ''] = /^[^]+?\r\n[^]+?\r\n([^]*)$/.exec(published) ?? [];
    await expect(decode(second)).rejects.toThrow(/chunk does not match/);
    await expect(decode(published.slice(0, 66000))).rejects.toThrow(/ended early/);
  });
});
