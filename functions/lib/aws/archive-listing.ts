import { ListObjectsV2Command, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import type { ArchivePlace } from './archive-bucket.ts';

/** Keys below a prefix in their order, page by page. */
export async function* keysBelow({ s3, bucket }: ArchivePlace, prefix: string): AsyncGenerator<string> {
  let token: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }));
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/**
 * The first key below a prefix that was hidden under a delete marker or written over. In an archive every key has one
 * version; what was put in first is still there below the others.
 */
export const tamperedBelow = async ({ s3, bucket }: ArchivePlace, prefix: string): Promise<string | undefined> => {
  let at: { KeyMarker?: string; VersionIdMarker?: string } | undefined;
  let last: string | undefined;
  do {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...at }));
    const [hidden] = page.DeleteMarkers ?? [];
    if (hidden?.Key !== undefined) return hidden.Key;
    for (const { Key } of page.Versions ?? []) {
      if (Key !== undefined && Key === last) return Key;
      last = Key;
    }
    const { NextKeyMarker: key, NextVersionIdMarker: version } = page;
    at =
      page.IsTruncated && key !== undefined
        ? { KeyMarker: key, ...(version === undefined ? {} : { VersionIdMarker: version }) }
        : undefined;
  } while (at !== undefined);
  return undefined;
};
