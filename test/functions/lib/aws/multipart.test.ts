import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { beginParts, putObject, sendPart } from '#functions/lib/aws/multipart.ts';
import { openObjects } from '#functions/lib/aws/objects.ts';

interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** An S3 that takes whatever comes, and what came. */
const takingAll = () => {
  const sent: Sent[] = [];
  const handle = (request: Sent) => {
    sent.push(request);
    const body = '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>';
    return Promise.resolve({ response: { statusCode: 200, headers: { etag: '"e"' }, body: Buffer.from(body) } });
  };
  const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
  const s3 = openObjects({ region: 'us-east-1', credentials, requestHandler: { handle } });
  return { sent, place: { s3, bucket: 'b', key: 'k' } };
};

const body = Buffer.from('whole,and,unharmed\r\n');
const digest = createHash('sha256').update(body).digest('hex');

it('what is sent to S3 is signed with its SHA-256, by which S3 refuses what was damaged on its way', async () => {
  const { sent, place } = takingAll();
  await sendPart(place, await beginParts(place, 'text/csv'), body);
  await putObject(place, 'text/csv', body);
  const told = sent
    .slice(1)
    .map(({ headers }) => [
      headers['x-amz-content-sha256'],
      /SignedHeaders=[^,]*x-amz-content-sha256/.test(headers['authorization'] ?? ''),
    ]);
  expect(told).toEqual([
    [digest, true],
    [digest, true],
  ]);
});
