import { DeleteObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';

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
