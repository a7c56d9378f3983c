import { CopyObjectCommand, DeleteObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { openObjects } from '#functions/lib/aws/objects.ts';

/** The two buckets of a file's way: where it arrives, and where it can be read from once it was checked. */
export const quarantine = (from: string, to: string) => {
  const s3 = openObjects();
  return {
    /** The bytes of a waiting file; undefined when it is not there (any more). Files are at most 25 MB. */
    read: async (key: string): Promise<Uint8Array | undefined> => {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: from, Key: key }));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    release: async (key: string, contentType: string): Promise<void> => {
      const source = `${from}/${key.split('/').map(encodeURIComponent).join('/')}`;
      await s3.send(
        new CopyObjectCommand({
          Bucket: to,
          Key: key,
          CopySource: source,
          ContentType: contentType,
          MetadataDirective: 'REPLACE',
        }),
      );
    },
    discard: async (key: string): Promise<void> => {
      await s3.send(new DeleteObjectCommand({ Bucket: from, Key: key }));
    },
  };
};

export type Quarantine = ReturnType<typeof quarantine>;
