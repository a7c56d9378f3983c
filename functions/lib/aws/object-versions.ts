import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import type { ObjectPlace } from './objects.ts';

/**
 * Removes every version of every object below a prefix, so that nothing can be had back. Page by page from the
 * beginning: whoever is interrupted begins again and finds less. Answers how many versions there were.
 */
export const eraseObjects = async (s3: S3Client, Bucket: string, Prefix: string): Promise<number> => {
  let erased = 0;
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
    const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    for (const { Key, VersionId } of found) await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    erased += found.length;
    if (found.length === 0) return erased;
  }
};

const hasSha256 = async ({ s3, bucket, key }: ObjectPlace, VersionId: string, sha256Hex: string): Promise<boolean> => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId }));
  if (Body === undefined) throw new Error('S3 answered a read without a body.');
  const hash = createHash('sha256');
  for await (const chunk of Body as AsyncIterable<Uint8Array>) hash.update(chunk);
  return hash.digest('hex') === sha256Hex;
};

/** The newest version of an object with these bytes, whatever was written or deleted over it. */
export const versionWith = async (place: ObjectPlace, sha256Hex: string): Promise<string | undefined> => {
  const { s3, bucket: Bucket, key } = place;
  // A key is written a few times at most, so one page of a thousand versions is all.
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: key }));
  for (const { Key, VersionId } of Versions)
    if (Key === key && VersionId !== undefined && (await hasSha256(place, VersionId, sha256Hex))) return VersionId;
  return undefined;
};

/** Writes an earlier version over whatever is there; nothing is taken away. */
export const makeCurrent = async ({ s3, bucket, key }: ObjectPlace, version: string): Promise<void> => {
  const source = key.split('/').map(encodeURIComponent).join('/');
  await s3.send(
    new CopyObjectCommand({
      Bucket: bucket,
      Key: key,
      CopySource: `${bucket}/${source}?versionId=${encodeURIComponent(version)}`,
      ChecksumAlgorithm: 'SHA256',
    }),
  );
};

export interface Version {
  readonly Key: string;
  readonly VersionId: string;
}

/** Every version and delete marker below a prefix, page by page, and where to go on behind each page. */
export async function* versionsBelow(s3: S3Client, Bucket: string, Prefix: string, from?: string) {
  let at = from === undefined ? undefined : (JSON.parse(from) as { KeyMarker: string; VersionIdMarker?: string });
  do {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, ...at }));
    const items = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(
      ({ Key = '', VersionId = '' }): Version => ({ Key, VersionId }),
    );
    at =
      page.IsTruncated === true && page.NextKeyMarker !== undefined
        ? {
            KeyMarker: page.NextKeyMarker,
            ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }),
          }
        : undefined;
    yield { items, next: at === undefined ? undefined : JSON.stringify(at) };
  } while (at !== undefined);
}

const AT_ONCE = 25;

/** Removes versions for good. Those that are gone already are passed over by S3. */
export const eraseVersions = async (s3: S3Client, Bucket: string, versions: readonly Version[]): Promise<void> => {
  for (let from = 0; from < versions.length; from += AT_ONCE)
    await Promise.all(
      versions.slice(from, from + AT_ONCE).map((version) => s3.send(new DeleteObjectCommand({ Bucket, ...version }))),
    );
};
