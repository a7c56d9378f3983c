import { CopyObjectCommand } from '@aws-sdk/client-s3';
import type { ObjectPlace } from './objects.ts';

/** S3 copies no larger object in one piece. */
export const MAX_COPY_BYTES = 5 * 1024 ** 3;

/** Copies an object inside S3, which takes the SHA-256 of what it wrote: the answer, in hexadecimal digits. */
export const copyObject = async (from: ObjectPlace, to: ObjectPlace): Promise<string> => {
  const source = from.key.split('/').map(encodeURIComponent).join('/');
  const { CopyObjectResult: made } = await to.s3.send(
    new CopyObjectCommand({
      Bucket: to.bucket,
      Key: to.key,
      CopySource: `${from.bucket}/${source}`,
      ChecksumAlgorithm: 'SHA256',
    }),
  );
  if (made?.ChecksumSHA256 === undefined) throw new Error(`S3 gave no checksum of ${to.key}.`);
  return Buffer.from(made.ChecksumSHA256, 'base64').toString('hex');
};
