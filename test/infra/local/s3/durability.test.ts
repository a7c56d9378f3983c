import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keys, region, serveS3, type Served } from './serve.ts';

let dir: string;
let served: Served | undefined;

const start = async (): Promise<Served> => (served = await serveS3({ dir }));
async function restart(): Promise<Served> {
  await served?.close();
  return start();
}
const textOf = async ({ client }: Served, Bucket: string, Key: string) =>
  (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 's3-'))));
afterEach(async () => {
  await served?.close();
  served = undefined;
  await rm(dir, { recursive: true });
});

describe('the local S3 after a restart', () => {
  it('has its objects, tags, versions and markers as before', async () => {
    const { client } = await start();
    await client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'a', Body: 'old' }));
    await client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'a', Body: 'new', Tagging: 'state=clean' }));
    await client.send(new PutObjectCommand({ Bucket: 'versioned', Key: 'v', Body: 'one' }));
    await client.send(new DeleteObjectCommand({ Bucket: 'versioned', Key: 'v' }));
    const again = await restart();
    expect(await textOf(again, 'plain', 'a')).toBe('new');
    const tags = await again.client.send(new GetObjectTaggingCommand({ Bucket: 'plain', Key: 'a' }));
    expect(tags.TagSet).toEqual([{ Key: 'state', Value: 'clean' }]);
    const versions = await again.client.send(new ListObjectVersionsCommand({ Bucket: 'versioned' }));
    expect([versions.Versions?.length, versions.DeleteMarkers?.length]).toEqual([1, 1]);
    expect(await readdir(join(dir, 'data'))).toHaveLength(2);
  });

  it('goes on with an upload begun before', async () => {
    const { client } = await start();
    const at = { Bucket: 'plain', Key: 'multi' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(at));
    const { ETag } = await client.send(new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'part' }));
    const again = await restart();
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    await again.client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload }));
    expect(await textOf(await restart(), 'plain', 'multi')).toBe('part');
  });

  it('forgets a line torn by a crash and the files nothing refers to', async () => {
    const { client, close } = await start();
    await client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'a', Body: 'kept' }));
    await close();
    await appendFile(join(dir, 'journal.jsonl'), '{"op":"put","bucket":"plain","key":"tor');
    await writeFile(join(dir, 'data', 'left-behind.part'), 'half');
    const again = await start();
    await again.client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'b', Body: 'after' }));
    const once = await restart();
    expect([await textOf(once, 'plain', 'a'), await textOf(once, 'plain', 'b')]).toEqual(['kept', 'after']);
    expect(await readdir(join(dir, 'data'))).toHaveLength(2);
  });

  it('shortens a journal that says the same thing over and over', async () => {
    const { client } = await start();
    for (let at = 0; at < 5; at++)
      await client.send(new PutObjectCommand({ Bucket: 'plain', Key: 'a', Body: `${at}` }));
    expect(await textOf(await restart(), 'plain', 'a')).toBe('4');
    expect((await readFile(join(dir, 'journal.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(1);
  });

  it('refuses to start on a journal damaged in the middle', async () => {
    await writeFile(join(dir, 'journal.jsonl'), 'nonsense\n{"op":"abort","upload":"x"}\n');
    await expect(start()).rejects.toThrow(/damaged at line 1/);
  });
});

describe('a killed local S3', () => {
  it('has every object it acknowledged', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'serve-until-killed.ts'), dir]);
    const endpoint = await new Promise<string>((resolve) =>
      child.stdout.once('data', (line) => resolve(String(line).trim())),
    );
    const client = new S3Client({ endpoint, region, credentials: keys, maxAttempts: 1 });
    const acknowledged: string[] = [];
    const write = async (writer: number): Promise<void> => {
      for (let at = 0; ; at++) {
        const Key = `${writer}/${at}`;
        await client.send(new PutObjectCommand({ Bucket: 'plain', Key, Body: Key.repeat(1000) }));
        acknowledged.push(Key);
        if (acknowledged.length === 60) child.kill('SIGKILL');
      }
    };
    await Promise.allSettled([0, 1, 2, 3].map(write));
    client.destroy();
    const again = await start();
    const { Contents } = await again.client.send(new ListObjectsV2Command({ Bucket: 'plain' }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(expect.arrayContaining(acknowledged));
    for (const key of acknowledged.slice(-8)) expect(await textOf(again, 'plain', key)).toBe(key.repeat(1000));
  });
});
