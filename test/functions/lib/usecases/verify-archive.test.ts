import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { fileText, signedText } from '#functions/lib/archive/digest.ts';
import type { Item } from '#functions/lib/store/index.ts';
import { verifyArchive } from '#functions/lib/usecases/verify-archive.ts';
import { verifyAudit } from '#functions/lib/usecases/verify-audit.ts';
import { changeOf, itemAt, tenantId } from '#test/functions/audit/a-stream.ts';
import { audited } from '#test/functions/audit/a-trail.ts';
import { anArchive, arn, aSigner, type AnArchive } from '#test/functions/digest/an-archive.ts';

let archive: AnArchive;
let ids: string[];
const TableName = 'Records';
const [noon, two, three, after] = [
  '2026-11-25T12:10:00.000Z',
  '2026-11-25T14:30:00.000Z',
  '2026-11-25T15:20:00.000Z',
  '2026-11-25T15:25:00.000Z',
];

beforeAll(async () => {
  archive = await anArchive();
});
afterAll(() => archive.close());

const put = (item: Item) => archive.trail.document.send(new PutCommand({ TableName, Item: item }));
const drop = ({ pk, sk }: Item) => archive.trail.document.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
const idAt = (n: number) => ids[n] ?? '';
const entries = (n: number) => archive.trail.entriesOf(idAt(n));
const entry = async (n: number, version: number): Promise<Item> => (await entries(n))[version - 1] ?? {};
const arrivedAt = (arrived: string, item: Item): Item => ({
  ...item,
  arrived,
  list1Sk: `${arrived}#${String(item['id'])}#${String(item['sk'])}`,
});
const placed = () => ({ s3: archive.served.client, bucket: archive.bucket() });

/** Versions of every site arrive, and the sites stand at the newest. */
const arrive = async (at: string, versions: readonly number[]) => {
  archive.arriveAt(at);
  await audited(
    archive.trail.store,
    ids.flatMap((id, n) => versions.map((version) => changeOf(id, version, n * 10 + version))),
  );
  for (const id of ids) await put(itemAt(id, Math.max(...versions)));
};

const verify = async (options: { alone?: boolean; now?: string; signer?: { arn: string } } = {}) => {
  const key = await archive.signer.publicKey();
  const desk = { archive: placed(), signer: { arn, key, ...options.signer } };
  return verifyArchive(options.alone ? desk : { ...desk, table: archive.table }, tenantId, options.now ?? after);
};
/** What the chains alone have to say, which know nothing of the archive. */
const chains = async () => (await verifyAudit(archive.table, tenantId, after)).broken;

/** Six sites: two versions of each arrived at noon, two more at half past two; both hours are archived. */
beforeEach(async () => {
  await archive.clear();
  ids = Array.from({ length: 6 }, () => v7());
  await arrive(noon, [1, 2]);
  await arrive(two, [3, 4]);
  archive.arriveAt(three);
  await archive.run(tenantId, three);
});

describe('the archive of an agency', () => {
  it('is proven against the table and by itself', async () => {
    expect(await verify()).toEqual({ digests: 2, archived: 24, waiting: 0 });
    expect(await verify({ alone: true })).toEqual({ digests: 2, archived: 24, waiting: 0 });
  });

  it('waits for what came in lately, and does not go on without digests', async () => {
    await arrive('2026-11-25T15:10:00.000Z', [5]);
    expect(await verify()).toEqual({ digests: 2, archived: 24, waiting: 6 });
    expect((await verify({ now: '2026-11-25T18:11:00.000Z' })).broken).toBe(
      'Nothing that arrived since 2026-11-25T15:10:00.000Z is archived: 6 entries wait. Does digest run?',
    );
  });

  it('still says the same once personal values have been erased', async () => {
    const { pk, sk } = await entry(2, 2);
    const erase = { TableName, Key: { pk, sk }, UpdateExpression: 'REMOVE personal' };
    await archive.trail.document.send(new UpdateCommand(erase));
    expect((await verify()).broken).toBeUndefined();
  });

  it('notices that the whole table was set back to an earlier state, which the chains do not', async () => {
    for (const [n, id] of ids.entries()) {
      for (const each of (await entries(n)).slice(2)) await drop(each);
      await put(itemAt(id, 2));
    }
    expect(await chains()).toBeUndefined();
    expect((await verify()).broken).toMatch(
      /^The site [\w-]+ is at version 2, but version 3 of the site [\w-]+ was archived: the record, or the table as a whole, was set back\.$/,
    );
  });

  it('notices that a record was removed with all of its history, which the chains do not', async () => {
    for (const each of await entries(3)) await drop(each);
    await drop(itemAt(idAt(3), 4));
    expect(await chains()).toBeUndefined();
    expect((await verify()).broken).toBe(
      `The site ${idAt(3)} was removed with its history: version 1 of the site ${idAt(3)} is in the archive.`,
    );
  });

  it('notices a history that was written anew, chain and all, which the chains do not', async () => {
    for (const each of await entries(1)) await drop(each);
    archive.arriveAt(noon);
    const forged = [1, 2, 3, 4].map((version) => {
      const change = changeOf(idAt(1), version, version);
      const image = change.dynamodb.NewImage;
      if (version === 2 && image) image['actor'] = { M: { id: { S: 'other' }, role: { S: 'admin' } } };
      return change;
    });
    await audited(archive.trail.store, forged);
    expect(await chains()).toBeUndefined();
    expect((await verify()).broken).toMatch(
      new RegExp(`^The entry of version 1 of the site ${idAt(1)} is not what was archived: it was altered\\.$`),
    );
  });

  it.each<[string, () => Promise<unknown>, () => string]>([
    [
      'altered',
      async () => put({ ...(await entry(2, 2)), by: 'other' }),
      () => `The entry of version 2 of the site ${idAt(2)} is not what was archived: it was altered.`,
    ],
    [
      'removed',
      async () => drop(await entry(2, 3)),
      () => `The entry of version 3 of the site ${idAt(2)}, which arrived ${two}, was removed: it is in the archive.`,
    ],
    [
      'cut off at the end, with its record set back',
      async () => {
        await drop(await entry(2, 4));
        await put(itemAt(idAt(2), 3));
      },
      () =>
        `The site ${idAt(2)} is at version 3, but version 4 of the site ${idAt(2)} was archived: the record, or the table as a whole, was set back.`,
    ],
    [
      'taken off the list of arrivals',
      async () => {
        const { list1Pk: _pk, list1Sk: _sk, ...rest } = await entry(2, 3);
        await put(rest);
      },
      () => `The entry of version 3 of the site ${idAt(2)} is there, but gone from the list of arrivals.`,
    ],
    [
      'taken off the trail of the agency',
      async () => {
        const { changesPk: _pk, changesSk: _sk, ...rest } = await entry(2, 2);
        await put(rest);
      },
      () => `The entry of version 2 of the site ${idAt(2)} is there, but gone from the list of arrivals.`,
    ],
    [
      'on time, and given another time of arrival',
      async () => put({ ...(await entry(2, 2)), arrived: '2026-11-25T12:59:00.000Z' }),
      () => `The entry of version 2 of the site ${idAt(2)} is not what was archived: it was altered.`,
    ],
    [
      'given another time of arrival',
      async () => put(arrivedAt('2026-11-25T14:00:00.000Z', await entry(2, 3))),
      () => `The entry of version 3 of the site ${idAt(2)} is not in the archive of its hour: it was added afterwards.`,
    ],
    [
      'added under an hour that is archived',
      async () => put(arrivedAt('2026-11-25T13:00:00.000Z', { ...(await entry(2, 4)), sk: 'v000005', version: 5 })),
      () => `The entry of version 5 of the site ${idAt(2)} is not in the archive of its hour: it was added afterwards.`,
    ],
  ])('notices that an entry in the table was %s, and names it', async (_how, tamper, sentence) => {
    await tamper();
    expect((await verify()).broken).toBe(sentence());
    // The archive itself is as it was.
    expect((await verify({ alone: true })).broken).toBeUndefined();
  });
});

describe('the archive by itself', () => {
  const write = (Key: string, Body: string) =>
    archive.served.client.send(new PutObjectCommand({ Bucket: archive.bucket(), Key, Body }));
  const hide = (Key: string) => archive.served.client.send(new DeleteObjectCommand({ Bucket: archive.bucket(), Key }));
  const [first, second] = [`${tenantId}/digest/2026-11-25T12.json`, `${tenantId}/digest/2026-11-25T14.json`];
  const third = `${tenantId}/digest/2026-11-25T16.json`;

  it.each<[string, () => Promise<unknown>, () => Promise<string> | string]>([
    ['hidden under a delete marker', () => hide(second), () => `${second} was deleted or written over in the archive.`],
    [
      'written over',
      async () => write((await archive.keys('entries'))[1] ?? '', 'other\n'),
      async () => `${(await archive.keys('entries'))[1] ?? ''} was deleted or written over in the archive.`,
    ],
    [
      'added that is not signed by us',
      async () => {
        const said = (await archive.digests())[1]?.said ?? '';
        await write(third, fileText(said, await aSigner().sign(signedText(said))));
      },
      () => `The digest ${third} is not signed with the key of this archive: it was altered or made by others.`,
    ],
    [
      'added that is none',
      () => write(third, 'x\n'),
      () => `The digest ${third} is none: it was written over or damaged.`,
    ],
    [
      'put under another hour',
      async () => write(third, await archive.text(second)),
      () => `The digest ${third} is that of another agency or hour.`,
    ],
  ])('names an object that was %s', async (_how, tamper, sentence) => {
    await tamper();
    expect((await verify({ alone: true })).broken).toContain(await sentence());
  });

  it('accepts nothing under another key than the one that is trusted', async () => {
    expect((await verify({ alone: true, signer: { arn: 'arn:other' } })).broken).toBe(
      `The digest ${first} is not signed with the key of this archive: it was altered or made by others.`,
    );
  });

  /** A copy of the archive elsewhere, where nothing is locked, with one thing changed. */
  const copied = async (change: (key: string, content: string) => string | undefined) => {
    const keys = [...(await archive.keys('digest')), ...(await archive.keys('entries'))];
    const kept = await Promise.all(keys.map(async (key) => [key, await archive.text(key)] as const));
    archive.nextBucket();
    for (const [key, content] of kept) {
      const changed = change(key, content);
      if (changed !== undefined) await write(key, changed);
    }
    return (await verify({ alone: true })).broken;
  };

  it('names a digest that is missing from a copy, by the one that follows it', async () => {
    expect(await copied((key, content) => (key === first ? undefined : content))).toBe(
      `The digest ${first} is missing: ${second} follows it.`,
    );
  });

  it.each<[string, (content: string) => string | undefined, string]>([
    ['missing from', () => undefined, 'is not in the archive.'],
    ['altered in', (content) => content.replace('Name 3', 'N'), 'is not what its digest says: it was altered.'],
  ])('names an object of entries that is %s a copy', async (_how, change, what) => {
    const [, changed = ''] = await archive.keys('entries');
    expect(await copied((key, content) => (key === changed ? change(content) : content))).toBe(`${changed} ${what}`);
  });

  it('finds a digest whose words were changed under its own signature', async () => {
    expect(
      await copied((key, content) => (key === first ? content.replace('"total":12', '"total":11') : content)),
    ).toBe(`The digest ${first} is not signed with the key of this archive: it was altered or made by others.`);
  });
});
