import { randomUUID, verify } from 'node:crypto';
import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { putLocked, readText, sha256At, type ArchivePlace } from '#functions/lib/aws/archive-bucket.ts';
import { signerAt } from '#functions/lib/aws/signer.ts';

export interface ArchiveTarget {
  readonly archive: ArchivePlace;
  readonly at: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Signs and verifies with P-256. */
  readonly keyArn: string;
}

const lock = { mode: 'COMPLIANCE', days: 1 } as const;
const body = Buffer.from('{"entry":1}\n');

/** What the archive of audit entries asks of S3 Object Lock and of KMS, for any endpoint that claims to be them. */
export function archiveContract(given: () => ArchiveTarget): void {
  const put = async (key = `contract/${randomUUID()}.ndjson`, content = body) => ({
    key,
    written: await putLocked(given().archive, key, content, lock, new Date().toISOString()),
  });
  const versionOf = async (Prefix: string) => {
    const { s3, bucket: Bucket } = given().archive;
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
    return { Bucket, Key: Prefix, VersionId: Versions[0]?.VersionId };
  };
  const refusalOf = (call: Promise<unknown>) =>
    call.then(
      () => 'none',
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    );

  describe('a locked object', () => {
    it('is written once, and says what its bytes are', async () => {
      const { key, written } = await put();
      expect(written).toBe(true);
      expect((await put(key, Buffer.from('other'))).written).toBe(false);
      expect(await readText(given().archive, key)).toBe(body.toString());
      expect(await sha256At(given().archive, key)).toMatch(/^[0-9a-f]{64}$/);
    });
    it('says until when it is locked', async () => {
      const { key } = await put();
      const { s3, bucket: Bucket } = given().archive;
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key: key }));
      expect(head.ObjectLockMode).toBe('COMPLIANCE');
      expect(head.ObjectLockRetainUntilDate?.getTime()).toBeGreaterThan(Date.now() + 86_000_000);
    });
    it('is not deleted for good before that', async () => {
      const { key } = await put();
      const { s3 } = given().archive;
      const at = await versionOf(key);
      expect(await refusalOf(s3.send(new DeleteObjectCommand(at)))).toBe('AccessDenied');
      await s3.send(new DeleteObjectCommand({ Bucket: at.Bucket, Key: key }));
      expect(await readText(given().archive, key, at.VersionId)).toBe(body.toString());
    });
    it('is not put with a checksum of other bytes', async () => {
      const { s3, bucket: Bucket } = given().archive;
      const wrong = new PutObjectCommand({
        ...{
          Bucket,
          Key: `contract/${randomUUID()}`,
          Body: body,
          ChecksumAlgorithm: 'SHA256',
          ChecksumSHA256: Buffer.alloc(32).toString('base64'),
        },
        ...{ ObjectLockMode: 'COMPLIANCE', ObjectLockRetainUntilDate: new Date(Date.now() + 86_400_000) },
      });
      expect(await refusalOf(s3.send(wrong))).toBe('BadDigest');
    });
  });

  describe('a signature', () => {
    it('holds for the text that was signed, by the public key, and for no other', async () => {
      const signer = signerAt(given().keyArn, given().at);
      const signature = Buffer.from(await signer.sign('an hour of entries'), 'base64');
      const key = await signer.publicKey();
      expect(verify('sha256', Buffer.from('an hour of entries'), key, signature)).toBe(true);
      expect(verify('sha256', Buffer.from('another hour'), key, signature)).toBe(false);
    });
    it('is not made with an algorithm that is not of the key', async () => {
      const kms = new KMSClient({ ...given().at, maxAttempts: 1 });
      const order = { KeyId: given().keyArn, Message: body, SigningAlgorithm: 'RSASSA_PSS_SHA_256' } as const;
      expect(await refusalOf(kms.send(new SignCommand(order)))).toMatch(/^(InvalidKeyUsage|Validation)Exception$/);
      kms.destroy();
    });
  });
}
