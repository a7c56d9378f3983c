import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import type { ObjectPlace } from './objects.ts';

export interface ObjectFacts {
  readonly bytes: number;
  readonly etag: string;
  /** As S3 recorded it when the object arrived. */
  readonly sha256Hex?: string | undefined;
}

export const statusOf = (error: unknown) =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;

/** What S3 holds under a key; undefined when nothing is there. */
export const objectFacts = async ({ s3, bucket, key }: ObjectPlace): Promise<ObjectFacts | undefined> => {
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }));
    return {
      bytes: head.ContentLength ?? 0,
      etag: head.ETag ?? '',
      sha256Hex: head.ChecksumSHA256 && Buffer.from(head.ChecksumSHA256, 'base64').toString('hex'),
    };
  } catch (error) {
    // Without the right to list a bucket, S3 answers 403 for a key that is not there.
    if (statusOf(error) === 404 || statusOf(error) === 403) return undefined;
    throw error;
  }
};

/** How much is asked for at once: a reader that works slowly holds no connection open between two of these. */
const RANGE_BYTES = 1024 * 1024;

/** As the network brought it: put together, it would be a megabyte more for each to clear away. */
const range = async ({ s3, bucket, key }: ObjectPlace, etag: string, from: number, to: number) => {
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${from}-${to - 1}`, IfMatch: etag }),
  );
  if (!(Body instanceof Readable)) throw new Error('S3 answered a read without a body.');
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of Body) chunks.push(chunk as Uint8Array<ArrayBuffer>);
  return chunks;
};

/** An object, or the part of it between two bytes, in chunks. What comes next is fetched while the caller works on this. */
export async function* objectChunks(
  place: ObjectPlace,
  { bytes, etag }: ObjectFacts,
  begin = 0,
  limit = bytes,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const end = Math.min(bytes, limit);
  const fetch = (from: number) =>
    from < end ? range(place, etag, from, Math.min(from + RANGE_BYTES, end)) : undefined;
  let next = fetch(begin);
  for (let from = begin + RANGE_BYTES; next !== undefined; from += RANGE_BYTES) {
    const chunks = await next;
    next = fetch(from);
    // A caller that stops here never awaits the one under way.
    next?.catch(() => undefined);
    yield* chunks;
  }
}

export const deleteObject = async ({ s3, bucket, key }: ObjectPlace): Promise<void> => {
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
};
