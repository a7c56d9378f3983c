import { DeleteObjectCommand, GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveContract } from '#test/contract/archive/suite.ts';
import { operatorOf } from '#test/functions/session/desk.ts';
import { make } from '#test/support/make.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import { archiveOf, arrivedHoursAgo } from './a-stack.ts';

let stack: TestStack;
let archive: ReturnType<typeof archiveOf>;
const folder = mkdtempSync(join(tmpdir(), 'digest-'));

beforeAll(async () => {
  stack = await startStack();
  archive = archiveOf(stack);
  const coordinator = await stack.as('coordinator');
  const { id } = await make(coordinator, 'site', { contactName: 'Example contact' });
  await coordinator.patch(`/api/v1/sites/${id}`, 1, { values: { name: 'Second' } });
  await stack.idle();
  await arrivedHoursAgo(stack, fernwick.id, 3);
  stack.fire('archiveaudit');
  await stack.idle();
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true });
});

const objects = async () => {
  const { Versions = [] } = await archive.s3.send(new ListObjectVersionsCommand({ Bucket: archive.bucket }));
  return Versions.map(({ Key = '', VersionId }) => ({ Key, VersionId }));
};
const text = async (Key: string) =>
  (await (await archive.s3.send(new GetObjectCommand({ Bucket: archive.bucket, Key }))).Body?.transformToString()) ??
  '';
const asDigest = () => ({ ...archive.at, credentials: stack.credentialsOf('digest') });

describe('the archive of the audit trail', () => {
  it('has the entries of the hours that are over, without personal values, and a digest of them', async () => {
    const keys = (await objects()).map(({ Key }) => Key);
    expect(keys).toEqual([
      expect.stringMatching(new RegExp(`^${fernwick.id}/digest/[\\dT-]+\\.json$`)),
      expect.stringMatching(new RegExp(`^${fernwick.id}/entries/[\\dT-]+/000001-[0-9a-f]{64}\\.ndjson$`)),
    ]);
    const entries = await text(keys[1] ?? '');
    expect(entries.trimEnd().split('\n')).toHaveLength(2);
    expect(entries).not.toContain('Example contact');
    expect(stack.denials()).toEqual([]);
  });

  it('has nothing new when the hour comes again', async () => {
    const before = await objects();
    expect(await stack.invoke('digest', {})).toEqual({ digests: 0, entries: 0 });
    expect(await objects()).toEqual(before);
  });

  it('can be checked with openssl and sha256sum, and nothing of ours', async () => {
    const [digest = '', entries = ''] = (await objects()).map(({ Key }) => Key);
    const { PublicKey } = await new KMSClient(archive.at).send(new GetPublicKeyCommand({ KeyId: archive.signer }));
    writeFileSync(join(folder, 'key.der'), PublicKey ?? '');
    writeFileSync(join(folder, 'digest.json'), await text(digest));
    writeFileSync(join(folder, 'entries.ndjson'), await text(entries));
    const recipe = `
      openssl pkey -pubin -inform DER -in key.der -out key.pem
      tail -n 1 digest.json | base64 -d > signature
      { echo 'stormledger audit digest 1'; head -n 1 digest.json | sha256sum | cut -d' ' -f1; } > signed
      openssl dgst -sha256 -verify key.pem -signature signature signed
      grep -o "$(sha256sum < entries.ndjson | cut -d' ' -f1)" digest.json | head -n 1 | wc -l`;
    const run = () => execFileSync('bash', ['-e', '-c', recipe], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    expect(run()).toMatch(/^Verified OK\n\s*1\n$/);
    writeFileSync(join(folder, 'digest.json'), (await text(digest)).replace('"entries":2', '"entries":1'));
    expect(run).toThrow();
  });

  it('is not deleted by the function that fills it, nor by the person at the machine', async () => {
    const own = new S3Client(asDigest());
    for (const { Key, VersionId } of await objects()) {
      const gone = { Bucket: archive.bucket, Key };
      await expect(own.send(new DeleteObjectCommand(gone))).rejects.toMatchObject({ name: 'AccessDenied' });
      await expect(archive.s3.send(new DeleteObjectCommand({ ...gone, VersionId }))).rejects.toThrow(
        'protected by object lock',
      );
    }
  });
});

describe('the digest function', () => {
  it('reads no record and no person', async () => {
    const { table } = operatorOf(stack);
    const own = DynamoDBDocumentClient.from(new DynamoDBClient(asDigest()));
    for (const partition of ['rec#site', 'member', 'access']) {
      const query = new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `${fernwick.id}#${partition}` },
      });
      await expect(own.send(query)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    }
  });

  it('is the only one that may sign', async () => {
    const sign = { KeyId: archive.signer, Message: Buffer.from('x'), SigningAlgorithm: 'ECDSA_SHA_256' } as const;
    const as = (name: string) => new KMSClient({ ...archive.at, credentials: stack.credentialsOf(name) });
    expect((await as('digest').send(new SignCommand(sign))).Signature).toBeDefined();
    for (const name of ['audit', 'api', 'exports', 'lifecycle'])
      await expect(as(name).send(new SignCommand(sign))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('what the archive asks of S3 and KMS', () => {
  archiveContract(() => ({ archive, at: archive.at, keyArn: archive.signer }));
});
