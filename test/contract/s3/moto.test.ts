import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { describe } from 'vitest';
import { s3Contract } from './suite.ts';
import type { Target } from './target.ts';

/** Where a moto server listens, when someone started one: the suite is then held against what others think S3 is. */
const endpoint = process.env['MOTO_ENDPOINT'];

async function start(url: string): Promise<Target> {
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  const [region, plain, versioned] = ['us-east-1', `plain-${Date.now()}`, `versioned-${Date.now()}`];
  const client = new S3Client({ endpoint: url, region, credentials, forcePathStyle: true });
  for (const Bucket of [plain, versioned]) await client.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await client.send(new PutBucketVersioningCommand({ Bucket: versioned, VersioningConfiguration }));
  client.destroy();
  return { endpoint: url, region, credentials, plain, versioned, close: () => Promise.resolve() };
}

if (endpoint === undefined) describe.skip('moto (set MOTO_ENDPOINT to run)', () => undefined);
else s3Contract('moto', () => start(endpoint), { strict: false });
