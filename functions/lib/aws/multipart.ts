import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import type { ObjectPlace } from './objects.ts';
import { objectFacts } from './stored-objects.ts';

/** Of all parts but the last, S3 asks for 5 MB at least. */
export const PART_BYTES = 8 * 1024 * 1024;

/** An upload in parts, so far: enough to go on with it in another invocation. */
export interface Parted {
  readonly uploadId: string;
  readonly parts: readonly { readonly etag: string; readonly bytes: number }[];
}

export const isUploadGone = (error: unknown): boolean => error instanceof Error && error.name === 'NoSuchUpload';

export const beginParts = async ({ s3, bucket, key }: ObjectPlace, contentType: string): Promise<Parted> => {
  const { UploadId: uploadId } = await s3.send(
    new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ContentType: contentType }),
  );
  if (uploadId === undefined) throw new Error('S3 began an upload without an id.');
  return { uploadId, parts: [] };
};

/** The MD5 lets S3 refuse a part that was damaged on its way. */
const md5 = (body: Uint8Array) => createHash('md5').update(body).digest('base64');

/** Sends the next part. Sending the same part again replaces it. */
export const sendPart = async (
  { s3, bucket, key }: ObjectPlace,
  { uploadId, parts }: Parted,
  body: Uint8Array,
): Promise<Parted> => {
  const { ETag: etag } = await s3.send(
    new UploadPartCommand({
      Bucket: bucket,
      Key: key,
      UploadId: uploadId,
      PartNumber: parts.length + 1,
      Body: body,
      ContentMD5: md5(body),
    }),
  );
  if (etag === undefined) throw new Error('S3 took a part without an ETag.');
  return { uploadId, parts: [...parts, { etag, bytes: body.byteLength }] };
};

/** Makes the parts one object. Called again after a crash, it finds its work done. */
export const joinParts = async (place: ObjectPlace, { uploadId, parts }: Parted): Promise<void> => {
  try {
    await place.s3.send(
      new CompleteMultipartUploadCommand({
        Bucket: place.bucket,
        Key: place.key,
        UploadId: uploadId,
        MultipartUpload: { Parts: parts.map(({ etag }, n) => ({ ETag: etag, PartNumber: n + 1 })) },
      }),
    );
  } catch (error) {
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    if (!isUploadGone(error) || (await objectFacts(place))?.bytes !== bytes) throw error;
  }
};

/** A small object in one go. */
export const putObject = async (
  { s3, bucket, key }: ObjectPlace,
  contentType: string,
  body: Uint8Array,
): Promise<void> => {
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: contentType, Body: body, ContentMD5: md5(body) }),
  );
};
