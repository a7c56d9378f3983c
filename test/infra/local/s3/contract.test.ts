import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { s3Contract } from '#test/contract/s3/suite.ts';
import type { Target } from '#test/contract/s3/target.ts';
import { keys, region, serveS3 } from './serve.ts';

async function start(dir?: string): Promise<Target> {
  const { endpoint, close } = await serveS3(dir === undefined ? {} : { dir });
  const remove = () => (dir === undefined ? Promise.resolve() : rm(dir, { recursive: true }));
  const buckets = { plain: 'plain', versioned: 'versioned' };
  return { endpoint, region, credentials: keys, ...buckets, close: () => close().then(remove) };
}

s3Contract('the local S3 in memory', () => start(), { strict: true });
s3Contract('the local S3 in files', async () => start(await mkdtemp(join(tmpdir(), 's3-'))), { strict: true });
