import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { copyInParts } from './copy-in-parts.ts';
import { copySizes, copySource, type Copied, type CopySizes, type KnownFile } from './copying.ts';
import type { ObjectPlace } from './objects.ts';

/** Of all bytes S3 takes the SHA-256 as it writes them. */
const copyWhole = async (from: ObjectPlace, to: ObjectPlace, { sha256 }: KnownFile): Promise<Copied> => {
  const { CopyObjectResult: made } = await to.s3.send(
    new CopyObjectCommand({
      Bucket: to.bucket,
      Key: to.key,
      CopySource: copySource(from),
      ChecksumAlgorithm: 'SHA256',
    }),
  );
  if (made?.ChecksumSHA256 === undefined) throw new Error(`S3 gave no checksum of ${to.key}.`);
  return Buffer.from(made.ChecksumSHA256, 'base64').toString('hex') === sha256 ? 'same' : 'other';
};

/**
 * Copies an object inside S3 and holds what S3 wrote against what the file is known to be. Called again, with the same
 * places, it finds or goes on with its own work.
 */
export const copyObject = (
  from: ObjectPlace,
  to: ObjectPlace,
  known: KnownFile,
  mustStop: () => boolean,
  sizes: CopySizes = copySizes,
): Promise<Copied> =>
  known.bytes > sizes.above ? copyInParts(from, to, known, mustStop, sizes) : copyWhole(from, to, known);
