import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe } from 'vitest';
import { expectDifferences } from '../differing.ts';
import { motoDifferences } from './moto-differences.ts';
import { archiveContract, type ArchiveTarget } from './suite.ts';

/** Where a moto server listens, when someone started one: the suite is then held against what others think these are. */
const endpoint = process.env['MOTO_ENDPOINT'];

const start = async (url: string): Promise<ArchiveTarget> => {
  const at = {
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  };
  const [s3, bucket] = [new S3Client({ ...at, forcePathStyle: true, maxAttempts: 1 }), `archive-${Date.now()}`];
  await s3.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
  const kms = new KMSClient(at);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }));
  kms.destroy();
  return { archive: { s3, bucket }, at, keyArn: KeyMetadata?.Arn ?? '' };
};

if (endpoint === undefined) describe.skip('moto (set MOTO_ENDPOINT to run)', () => undefined);
else
  describe('moto', () => {
    let target: ArchiveTarget | undefined;
    beforeAll(async () => {
      target = await start(endpoint);
    });
    expectDifferences(Object.values(motoDifferences).flat());
    archiveContract(() => {
      if (target === undefined) throw new Error('moto did not start.');
      return target;
    });
  });
