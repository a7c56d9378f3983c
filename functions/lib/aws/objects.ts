import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { now } from './clock.ts';

/**
 * Checksums only where we name them: by default the SDK signs the CRC of an empty body into every presigned upload,
 * which a browser's real body then cannot match.
 */
export const openObjects = (): S3Client =>
  new S3Client({
    maxAttempts: 3,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });

let known: S3Client | undefined;
/** One for a function's lifetime, made when first needed. */
export const objectClient = (): S3Client => (known ??= openObjects());

export interface UploadOrder {
  readonly bucket: string;
  readonly key: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256Hex: string;
  readonly expiresSeconds: number;
}

export interface Upload {
  readonly url: string;
  readonly method: 'PUT';
  /** To be sent exactly so: S3 refuses the upload otherwise. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A link that takes exactly these bytes, once. Length, type and SHA-256 are signed as headers: left to the SDK, the
 * checksum would move into the query, where S3 does not hold the body against it.
 */
export const presignUpload = async (order: UploadOrder): Promise<Upload> => {
  const headers = {
    'content-type': order.contentType,
    'content-length': String(order.bytes),
    'x-amz-checksum-sha256': Buffer.from(order.sha256Hex, 'hex').toString('base64'),
    'if-none-match': '*',
  };
  const command = new PutObjectCommand({
    Bucket: order.bucket,
    Key: order.key,
    ContentType: order.contentType,
    ContentLength: order.bytes,
    ChecksumSHA256: headers['x-amz-checksum-sha256'],
    IfNoneMatch: '*',
  });
  const names = new Set(Object.keys(headers));
  const url = await getSignedUrl(objectClient(), command, {
    expiresIn: order.expiresSeconds,
    unhoistableHeaders: names,
    signableHeaders: new Set(['host', ...names]),
  });
  const { 'content-length': _setByTheBrowser, ...sent } = headers;
  return { url, method: 'PUT', headers: sent };
};

export interface DownloadOrder {
  readonly bucket: string;
  readonly key: string;
  readonly fileName: string;
  readonly expiresSeconds: number;
}

/** RFC 6266: a plain name for every browser and the true one in UTF-8. Never shown in the page, always saved. */
const asAttachment = (fileName: string): string => {
  const plain = fileName.replace(/[^\w. -]/g, '_');
  const utf8 = encodeURIComponent(fileName).replace(
    /['()*!]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${utf8}`;
};

/** A link to save one object, good until `expiresAt`. */
export const presignDownload = async (order: DownloadOrder): Promise<{ url: string; expiresAt: string }> => {
  const at = new Date(now());
  const url = await getSignedUrl(
    objectClient(),
    new GetObjectCommand({
      Bucket: order.bucket,
      Key: order.key,
      ResponseContentDisposition: asAttachment(order.fileName),
      ResponseCacheControl: 'private, no-store',
    }),
    { expiresIn: order.expiresSeconds, signingDate: at },
  );
  return { url, expiresAt: new Date(at.getTime() + order.expiresSeconds * 1000).toISOString() };
};
