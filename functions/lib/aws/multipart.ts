import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  paginateListParts,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import type { ObjectPlace } from './objects.ts';
import { objectFacts } from './stored-objects.ts';

/** Of all parts but the last, S3 asks for 5 MB at least, and takes 10,000 of them. */
export const PART_BYTES = 8 * 1024 * 1024;
export const MOST_PARTS = 10_000;

/**
 * An upload in parts, so far: enough to go on with it in another invocation. Always the same few bytes, since a list of
 * thousands of parts would not fit beside the rest of a checkpoint; S3 keeps the list, and `seal` tells whether it is ours.
 */
export interface Parted {
  readonly uploadId: string;
  readonly parts: number;
  readonly bytes: number;
  /** A digest over the ETags of all parts, in their order. */
  readonly seal: string;
}

export const isUploadGone = (error: unknown): boolean => error instanceof Error && error.name === 'NoSuchUpload';

export const beginParts = async ({ s3, bucket, key }: ObjectPlace, contentType: string): Promise<Parted> => {
  const { UploadId: uploadId } = await s3.send(
    new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ContentType: contentType }),
  );
  if (uploadId === undefined) throw new Error('S3 began an upload without an id.');
  return { uploadId, parts: 0, bytes: 0, seal: '' };
};

const sealed = (before: string, etag: string) => createHash('sha256').update(`${before}\n${etag}`).digest('base64url');

/**
 * Sends the next part. Sending the same part again replaces it. The SHA-256 that is signed along lets S3 refuse a part that
 * was damaged on its way.
 */
export const sendPart = async (
  { s3, bucket, key }: ObjectPlace,
  { uploadId, parts, bytes, seal }: Parted,
  body: Uint8Array,
): Promise<Parted> => {
  if (parts === MOST_PARTS) throw new Error('A file has more parts than S3 takes.');
  const { ETag: etag } = await s3.send(
    new UploadPartCommand({
      Bucket: bucket,
      Key: key,
      UploadId: uploadId,
      PartNumber: parts + 1,
      Body: body,
    }),
  );
  if (etag === undefined) throw new Error('S3 took a part without an ETag.');
  return { uploadId, parts: parts + 1, bytes: bytes + body.byteLength, seal: sealed(seal, etag) };
};

/** The parts as S3 has them; one more may lie there that a worker sent just before it died. */
const listed = async ({ s3, bucket, key }: ObjectPlace, { uploadId, parts, seal }: Parted) => {
  const found: { ETag: string; PartNumber: number }[] = [];
  for await (const page of paginateListParts({ client: s3 }, { Bucket: bucket, Key: key, UploadId: uploadId }))
    for (const { ETag = '', PartNumber = 0 } of page.Parts ?? [])
      if (PartNumber <= parts) found.push({ ETag, PartNumber });
  if (found.reduce((before, { ETag }) => sealed(before, ETag), '') !== seal)
    throw new Error('S3 holds other parts than those that were sent.');
  return found;
};

/** Makes the parts one object. Called again after a crash, it finds its work done. */
export const joinParts = async (place: ObjectPlace, parted: Parted): Promise<void> => {
  try {
    await place.s3.send(
      new CompleteMultipartUploadCommand({
        Bucket: place.bucket,
        Key: place.key,
        UploadId: parted.uploadId,
        MultipartUpload: { Parts: await listed(place, parted) },
      }),
    );
  } catch (error) {
    if (!isUploadGone(error) || (await objectFacts(place))?.bytes !== parted.bytes) throw error;
  }
};

/** Gives the parts up. What is gone already stays gone. */
export const abandonParts = async (
  { s3, bucket, key }: ObjectPlace,
  { uploadId }: Pick<Parted, 'uploadId'>,
): Promise<void> => {
  try {
    await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }));
  } catch (error) {
    if (!isUploadGone(error)) throw error;
  }
};

export interface BegunUpload {
  readonly Key: string;
  readonly UploadId: string;
}

/** Uploads that were begun below a key and neither joined nor given up. */
export const uploadsBelow = async ({ s3, bucket, key }: ObjectPlace): Promise<BegunUpload[]> => {
  const found: BegunUpload[] = [];
  let from: { KeyMarker: string | undefined; UploadIdMarker: string | undefined } | undefined;
  do {
    const page = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key, ...from }));
    found.push(...(page.Uploads ?? []).map(({ Key = '', UploadId = '' }) => ({ Key, UploadId })));
    from = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
  } while (from !== undefined);
  return found;
};

/**
 * Gives up whatever was begun below a key: also what a worker began that died before it could note so. S3 would do it after
 * a day.
 */
export const abandonBelow = async (place: ObjectPlace): Promise<void> => {
  for (const { Key, UploadId } of await uploadsBelow(place))
    await abandonParts({ ...place, key: Key }, { uploadId: UploadId });
};

/** A small object in one go. */
export const putObject = async (
  { s3, bucket, key }: ObjectPlace,
  contentType: string,
  body: Uint8Array,
): Promise<void> => {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: contentType, Body: body }));
};
