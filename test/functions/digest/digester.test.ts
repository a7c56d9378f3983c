import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fileText, isSigned, sha256 } from '#functions/lib/archive/digest.ts';
import { holds, lineOf } from '#functions/lib/archive/line.ts';
import { MerkleRoot } from '#functions/lib/archive/merkle.ts';
import { changeOf, tenantId } from '#test/functions/audit/a-stream.ts';
import { audited } from '#test/functions/audit/a-trail.ts';
import { region, keys as credentials } from '#test/infra/local/s3/serve.ts';
import { anArchive, lock, type AnArchive } from './an-archive.ts';

let archive: AnArchive;
beforeAll(async () => {
  archive = await anArchive();
});
afterAll(() => archive.close());
beforeEach(() => archive.clear());

let sequence = 0;
/** Entries of so many versions of a new site arrive. */
const arrive = async (at: string, versions = 3): Promise<string> => {
  const id = v7();
  archive.arriveAt(at);
  const changes = Array.from({ length: versions }, (_, n) => changeOf(id, n + 1, (sequence += 1)));
  await audited(archive.trail.store, changes);
  return id;
};
const [noon, two, ten] = ['2026-11-25T12:10:00.000Z', '2026-11-25T14:30:00.000Z', '2026-11-26T10:20:00.000Z'];

describe('the digest function', () => {
  it('archives what arrived hour by hour, each hour with a signed digest that names the one before', async () => {
    await arrive(noon);
    await arrive('2026-11-25T12:50:00.000Z');
    await arrive(two);
    expect(await archive.run(tenantId, ten)).toEqual({ digests: 2, entries: 9 });
    const [first, second] = await archive.digests();
    expect(first?.digest).toMatchObject({ from: null, to: '2026-11-25T13:00:00.000Z', entries: 6, total: 6 });
    expect(second?.digest).toMatchObject({
      from: '2026-11-25T13:00:00.000Z',
      to: '2026-11-25T15:00:00.000Z',
      ...{ entries: 3, total: 9 },
      previous: { key: `${tenantId}/digest/2026-11-25T12.json`, sha256: first?.sha256 },
    });
    const key = await archive.signer.publicKey();
    for (const file of await archive.digests()) {
      expect(isSigned(file, key)).toBe(true);
      const root = new MerkleRoot();
      for (const object of file.digest.objects) {
        const content = await archive.text(object.key);
        expect(sha256(content)).toBe(object.sha256);
        content.trimEnd().split('\n').forEach((line) => root.add(line)); // prettier-ignore
      }
      expect(root.hex()).toBe(file.digest.root);
    }
    expect((await archive.entries()).every(holds)).toBe(true);
  });

  it('leaves the hour that is not over, and one over just now, to the next turn', async () => {
    await arrive(noon);
    await arrive('2026-11-25T13:59:59.000Z');
    expect(await archive.run(tenantId, '2026-11-25T14:14:00.000Z')).toEqual({ digests: 1, entries: 3 });
    expect(await archive.run(tenantId, '2026-11-25T14:20:00.000Z')).toEqual({ digests: 1, entries: 3 });
    expect(await archive.run(tenantId, '2026-11-25T14:20:00.000Z')).toEqual({ digests: 0, entries: 0 });
  });

  it('archives an entry that came late under the hour of its arrival, behind digests made long after the change', async () => {
    await arrive(noon);
    await archive.run(tenantId, two);
    await arrive('2026-11-26T08:30:00.000Z');
    expect(await archive.run(tenantId, ten)).toEqual({ digests: 1, entries: 3 });
  });

  it('archives an hour once, with changes of that hour first and behind them what came late in it', async () => {
    const today = await arrive('2026-11-25T12:50:00.000Z', 1);
    const late = changeOf(v7(), 1, (sequence += 1));
    const image = late.dynamodb.NewImage ?? {};
    image['updatedAt'] = { S: '2026-11-25T10:00:00.000Z' };
    archive.arriveAt(noon);
    await audited(archive.trail.store, [late]);
    expect(await archive.run(tenantId, ten)).toEqual({ digests: 1, entries: 2 });
    expect((await archive.entries()).map(({ arrived, entry }) => [arrived, entry.id])).toEqual([
      ['2026-11-25T12:50:00.000Z', today],
      [noon, image['id']?.S],
    ]);
  });

  it('makes the same once when it comes twice at a time', async () => {
    await arrive(noon);
    await arrive(two);
    await Promise.all([archive.run(tenantId, ten), archive.run(tenantId, ten), archive.run(tenantId, ten)]);
    expect(await archive.versions()).toHaveLength(4);
    expect((await archive.digests()).at(-1)?.digest.total).toBe(6);
  });

  it.each([0, 1, 2, 3])('ends the same when it dies at its write %i and comes again', async (dies) => {
    await arrive(noon);
    await arrive(two);
    let writes = 0;
    const dying = new S3Client({ endpoint: archive.served.endpoint, region, credentials, maxAttempts: 1 });
    dying.config.systemClockOffset = archive.offset();
    dying.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = commandName === 'PutObjectCommand' && writes++ === dies ? undefined : await next(args);
          if (answer === undefined) throw new Error('The function died.');
          return answer;
        },
      { step: 'initialize' },
    );
    await expect(archive.run(tenantId, ten, dying)).rejects.toThrow('died');
    dying.destroy();
    await archive.run(tenantId, ten);
    const digests = await archive.digests();
    expect(digests.map(({ digest }) => digest.total)).toEqual([3, 6]);
    expect(await archive.keys('entries')).toEqual(
      digests.flatMap(({ digest }) => digest.objects.map(({ key }) => key)),
    );
    expect(await archive.versions()).toHaveLength(4);
  });

  it('holds no personal value, and says the same once the values are erased', async () => {
    const id = await arrive(noon);
    await archive.run(tenantId, two);
    const [key = ''] = await archive.keys('entries');
    const before = await archive.text(key);
    expect(before).not.toContain('Contact');
    expect(before).toContain('Name 3');
    for (const { pk, sk } of await archive.trail.entriesOf(id))
      await archive.trail.document.send(
        new UpdateCommand({ TableName: 'Records', Key: { pk, sk }, UpdateExpression: 'REMOVE personal' }),
      );
    const after = (await archive.trail.entriesOf(id)).map((item) => `${lineOf(tenantId, item)}\n`);
    expect(after.join('')).toBe(before);
  });

  it('locks what it puts in: nobody deletes a version before its time', async () => {
    await arrive(noon);
    await archive.run(tenantId, two);
    const Bucket = archive.bucket();
    const versions = await archive.versions();
    expect(versions).toHaveLength(2);
    for (const { Key, VersionId } of versions) {
      const head = await archive.served.client.send(new HeadObjectCommand({ Bucket, Key }));
      expect(head).toMatchObject({
        ObjectLockMode: 'COMPLIANCE',
        ObjectLockRetainUntilDate: new Date(Date.parse(two) + lock.days * 86_400_000),
      });
      const gone = archive.served.client.send(
        new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true }),
      );
      await expect(gone).rejects.toMatchObject({ name: 'AccessDenied' });
    }
  });

  it.each<[string, (said: string) => Promise<string>]>([
    ['with a signature that is not ours', (said) => Promise.resolve(fileText(said, 'AAAA'))],
    ['that is none', () => Promise.resolve('all is well\n')],
  ])('does not go on behind a digest %s', async (_what, forged) => {
    await arrive(noon);
    await archive.run(tenantId, two);
    const said = (await archive.digests())[0]?.said ?? '';
    const Body = await forged(said.replaceAll('T13:00', 'T23:00'));
    const Key = `${tenantId}/digest/2026-11-25T22.json`;
    await archive.served.client.send(new PutObjectCommand({ Bucket: archive.bucket(), Key, Body }));
    await arrive('2026-11-26T08:30:00.000Z');
    await expect(archive.run(tenantId, ten)).rejects.toThrow('not one of ours');
  });

  it('keeps agencies apart', async () => {
    await arrive(noon);
    expect(await archive.run('b'.repeat(26), ten)).toEqual({ digests: 0, entries: 0 });
  });
});
