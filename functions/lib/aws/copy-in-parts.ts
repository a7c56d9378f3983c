import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  paginateListParts,
  UploadPartCopyCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import { copySource, type Copied, type CopySizes, type KnownFile } from './copying.ts';
import { abandonBelow, isUploadGone, uploadsBelow } from './multipart.ts';
import type { ObjectPlace } from './objects.ts';
import { objectFacts, statusOf } from './stored-objects.ts';

/** As S3 writes a CRC-32: four bytes, the first one first, in base64. */
const asS3Writes = (crc32: number): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32);
  return bytes.toString('base64');
};

/** The copy is there already: whoever copied it died before telling. */
const isThere = async ({ s3, bucket, key }: ObjectPlace, { bytes, crc32 }: KnownFile): Promise<boolean> => {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }));
    return head.ContentLength === bytes && head.ChecksumCRC32 === asS3Writes(crc32);
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 403) return false;
    throw error;
  }
};

/**
 * The sum of all bytes is taken by S3 as it joins the parts. Of a SHA-256, the parts' do not add up to that of the whole;
 * the CRC-32s do.
 */
const begin = async ({ s3, bucket, key }: ObjectPlace): Promise<string> => {
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({
      Bucket: bucket,
      Key: key,
      ChecksumAlgorithm: 'CRC32',
      ChecksumType: 'FULL_OBJECT',
    }),
  );
  if (UploadId === undefined) throw new Error('S3 began an upload without an id.');
  return UploadId;
};

class PartedCopy {
  readonly #from: ObjectPlace;
  readonly #to: ObjectPlace;
  readonly #known: KnownFile;
  readonly #sizes: CopySizes;
  readonly #upload: { readonly Bucket: string; readonly Key: string; readonly UploadId: string };
  readonly #parts = new Map<number, CompletedPart>();

  constructor(from: ObjectPlace, to: ObjectPlace, known: KnownFile, sizes: CopySizes, UploadId: string) {
    [this.#from, this.#to, this.#known, this.#sizes] = [from, to, known, sizes];
    this.#upload = { Bucket: to.bucket, Key: to.key, UploadId };
  }

  get #bytes(): number {
    return Math.min(this.#known.bytes, this.#parts.size * this.#sizes.part);
  }

  /** Those that an earlier call copied. */
  async find(): Promise<void> {
    for await (const { Parts = [] } of paginateListParts({ client: this.#to.s3 }, this.#upload))
      for (const { PartNumber = 0, ETag, ChecksumCRC32 } of Parts)
        this.#parts.set(PartNumber, { PartNumber, ETag, ChecksumCRC32 });
  }

  /** Every part comes from the same version of the source, or S3 refuses it. */
  async copy(etag: string, mustStop: () => boolean): Promise<'all' | { readonly copied: number }> {
    const count = Math.ceil(this.#known.bytes / this.#sizes.part);
    const missing = Array.from({ length: count }, (_, n) => n + 1).filter((n) => !this.#parts.has(n));
    for (let at = 0; at < missing.length; at += this.#sizes.atOnce) {
      if (mustStop()) return { copied: this.#bytes };
      await Promise.all(missing.slice(at, at + this.#sizes.atOnce).map((n) => this.#copy(n, etag)));
    }
    return 'all';
  }

  async #copy(PartNumber: number, etag: string): Promise<void> {
    const first = (PartNumber - 1) * this.#sizes.part;
    const last = Math.min(first + this.#sizes.part, this.#known.bytes) - 1;
    const { CopyPartResult: made } = await this.#to.s3.send(
      new UploadPartCopyCommand({
        ...this.#upload,
        PartNumber,
        CopySource: copySource(this.#from),
        CopySourceIfMatch: etag,
        CopySourceRange: `bytes=${first}-${last}`,
      }),
    );
    this.#parts.set(PartNumber, { PartNumber, ETag: made?.ETag, ChecksumCRC32: made?.ChecksumCRC32 });
  }

  /** S3 refuses to join parts whose sum is another one. */
  async join(): Promise<'same' | 'other'> {
    const Parts = [...this.#parts.values()].sort((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
    try {
      await this.#to.s3.send(
        new CompleteMultipartUploadCommand({
          ...this.#upload,
          ChecksumType: 'FULL_OBJECT',
          ChecksumCRC32: asS3Writes(this.#known.crc32),
          MultipartUpload: { Parts },
        }),
      );
      return 'same';
    } catch (error) {
      if (error instanceof Error && error.name === 'BadDigest') return 'other';
      throw error;
    }
  }
}

const copied = async (
  from: ObjectPlace,
  to: ObjectPlace,
  known: KnownFile,
  mustStop: () => boolean,
  sizes: CopySizes,
): Promise<Copied> => {
  if (await isThere(to, known)) return 'same';
  const source = await objectFacts(from);
  if (source?.bytes !== known.bytes) return 'other';
  try {
    const open = (await uploadsBelow(to)).find(({ Key }) => Key === to.key)?.UploadId;
    const copy = new PartedCopy(from, to, known, sizes, open ?? (await begin(to)));
    if (open !== undefined) await copy.find();
    const how = await copy.copy(source.etag, mustStop);
    return how === 'all' ? await copy.join() : how;
  } catch (error) {
    // Somebody wrote another source meanwhile.
    if (error instanceof Error && error.name === 'PreconditionFailed') return 'other';
    // Somebody else came to the end of the same copy first.
    if (isUploadGone(error) && (await isThere(to, known))) return 'same';
    throw error;
  }
};

/**
 * Copies an object part by part, each of them inside S3. What was copied is found again through the key that it goes to,
 * so that nobody need note how far a copy is. With `mustStop` it ends between two rounds of parts.
 */
export const copyInParts = async (...asked: Parameters<typeof copied>): Promise<Copied> => {
  const how = await copied(...asked);
  const [, to] = asked;
  // Whoever else began one.
  if (typeof how === 'string') await abandonBelow(to);
  return how;
};
