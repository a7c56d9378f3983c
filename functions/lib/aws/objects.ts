import { GetObjectCommand, PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { now } from './clock.ts';
import { perTenant } from './per-tenant.ts';
import { LONGEST_LINK_SECONDS, type CredentialsFor } from './tenant-credentials.ts';

/**
 * Checksums only where we name them: by default the SDK signs the CRC of an empty body into every presigned upload,
 * which a browser's real body then cannot match.
 */
export const openObjects = (config: S3ClientConfig = {}): S3Client =>
  new S3Client({
    maxAttempts: 3,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...config,
  });

/** A bucket as one agency's credentials reach it. */
export interface Bucket {
  readonly name: string;
  readonly of: (tenantId: string) => S3Client;
  /** Bytes of a part, where not the usual: tests have many parts of few bytes, which AWS would not take. */
  readonly partBytes?: number | undefined;
}

export const openBucket = (name: string, credentialsFor: CredentialsFor): Bucket => {
  // One pool of connections for all: only the keys that sign differ.
  const { requestHandler } = openObjects().config;
  return {
    name,
    of: perTenant((tenantId) => openObjects({ requestHandler, credentials: () => credentialsFor(tenantId) })),
  };
};

/** Where an object lies, and the client that may reach it. */
export interface ObjectPlace {
  readonly s3: S3Client;
  readonly bucket: string;
  readonly key: string;
  readonly partBytes?: number | undefined;
}

/** The tenant stands twice, in the credentials and in the key: S3 refuses when they differ. */
export const placeIn = (bucket: Bucket, tenantId: string, key: string): ObjectPlace => ({
  s3: bucket.of(tenantId),
  bucket: bucket.name,
  key,
  partBytes: bucket.partBytes,
});

const life = (seconds: number): number => {
  if (seconds > LONGEST_LINK_SECONDS) throw new Error(`No link may live longer than ${LONGEST_LINK_SECONDS} seconds.`);
  return seconds;
};

export interface UploadOrder extends ObjectPlace {
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
  const url = await getSignedUrl(order.s3, command, {
    expiresIn: life(order.expiresSeconds),
    unhoistableHeaders: names,
    signableHeaders: new Set(['host', ...names]),
  });
  const { 'content-length': _setByTheBrowser, ...sent } = headers;
  return { url, method: 'PUT', headers: sent };
};

export interface DownloadOrder extends ObjectPlace {
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
    order.s3,
    new GetObjectCommand({
      Bucket: order.bucket,
      Key: order.key,
      ResponseContentDisposition: asAttachment(order.fileName),
      ResponseCacheControl: 'private, no-store',
    }),
    { expiresIn: life(order.expiresSeconds), signingDate: at },
  );
  return { url, expiresAt: new Date(at.getTime() + order.expiresSeconds * 1000).toISOString() };
};
