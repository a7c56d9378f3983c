import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';

export interface LockRule {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly days: number;
}

/** Something else lies where this was to be put: nothing in the archive is ever written over. */
export class ArchiveConflict extends Error {
  override readonly name = 'ArchiveConflict';
}

export interface ArchivePlace {
  readonly s3: S3Client;
  readonly bucket: string;
}

const DAY_MS = 86_400_000;

const isThere = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'PreconditionFailed' || error.name === 'ConditionalRequestConflict');

/**
 * Puts a new object in, locked from its first moment. False when something lies there already, put there before or at
 * this moment by a twin. S3 wants a checksum with a lock, and refuses a body that was damaged on its way.
 */
export const putLocked = async (
  { s3, bucket }: ArchivePlace,
  key: string,
  body: Buffer,
  lock: LockRule,
  now: string,
): Promise<boolean> => {
  try {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: key.endsWith('.json') ? 'application/json' : 'application/x-ndjson',
        // The API Reference asks for this header, or for an MD5, with a lock.
        ChecksumAlgorithm: 'SHA256',
        ChecksumSHA256: createHash('sha256').update(body).digest('base64'),
        IfNoneMatch: '*',
        ObjectLockMode: lock.mode,
        ObjectLockRetainUntilDate: new Date(Date.parse(now) + lock.days * DAY_MS),
      }),
    );
    return true;
  } catch (error) {
    if (!isThere(error)) throw error;
    return false;
  }
};

/** As hexadecimal, by what S3 recorded when the object arrived. */
export const sha256At = async ({ s3, bucket }: ArchivePlace, key: string): Promise<string> => {
  const { ChecksumSHA256 = '' } = await s3.send(
    new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }),
  );
  return Buffer.from(ChecksumSHA256, 'base64').toString('hex');
};

export const readText = async ({ s3, bucket }: ArchivePlace, key: string, version?: string): Promise<string> => {
  const at = { Bucket: bucket, Key: key, ...(version === undefined ? {} : { VersionId: version }) };
  const { Body } = await s3.send(new GetObjectCommand(at));
  if (Body === undefined) throw new Error('S3 answered a read without a body.');
  return Body.transformToString('utf8');
};

/** The last key in order after one that may not be there. */
export const lastKeyAfter = async ({ s3, bucket }: ArchivePlace, prefix: string, after: string) => {
  let last: string | undefined;
  let token: string | undefined;
  do {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter: after, ContinuationToken: token }),
    );
    last = page.Contents?.at(-1)?.Key ?? last;
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return last;
};
