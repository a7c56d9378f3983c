import { DynamoDBClient, RestoreTableToPointInTimeCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { DeleteObjectCommand, GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileKey } from '#functions/lib/aws/file-keys.ts';
import { eraseObjects } from '#functions/lib/aws/object-versions.ts';
import { openObjects } from '#functions/lib/aws/objects.ts';
import { objectFacts } from '#functions/lib/aws/stored-objects.ts';
import { DISPOSE, type Item, type Table } from '#functions/lib/store/index.ts';
import { restoreTenant } from '#functions/lib/usecases/restore-tenant.ts';
import { verifyAudit } from '#functions/lib/usecases/verify-audit.ts';
import { canonical } from '#shared/derive/canonical.ts';
import { OPERATOR_MEMBER } from '#shared/model/principal.ts';
import { allRecords } from '#shared/records/index.ts';
import { site } from '#shared/records/site.ts';
import { operatorOf } from '#test/functions/session/desk.ts';
import { make, makeOneOfEach } from '#test/support/make.ts';
import { addPhoto, photoOf } from '#test/support/photo.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

const folder = mkdtempSync(join(tmpdir(), 'ops-restore-'));
const main = join(import.meta.dirname, '..', '..', '..', 'infra', 'ops', 'main.ts');
let stack: TestStack;
let table: Table;
let coordinator: Visitor;
let ids: Record<
  'photo' | 'lost' | 'erased' | 'forgotten' | 'renamed' | 'archived' | 'gone' | 'disposed' | 'untouched' | 'after',
  string
>;
let theirs: readonly Item[];
let s3: S3Client;

const attachments = () => stack.plan.buckets.find(({ name }) => name.includes('attachments'))?.name ?? '';
const placeOf = (key: string) => ({ s3, bucket: attachments(), key });
const placeOfFile = (id: string) => ({ Bucket: attachments(), Key: fileKey(fernwick.id, id) });

beforeAll(async () => {
  stack = await startStack({ dir: folder });
  table = operatorOf(stack).table;
  s3 = openObjects({ endpoint: stack.endpoint, region: stack.region, credentials: stack.operator });
  coordinator = await stack.as('coordinator');
  const made = async () => (await make(coordinator, 'site')).id;
  ids = {
    renamed: await made(),
    archived: await made(),
    gone: await made(),
    disposed: await made(),
    untouched: await made(),
    erased: await made(),
    forgotten: await made(),
    photo: '',
    lost: '',
    after: '',
  };
  const on = { onType: 'site', onId: ids.untouched };
  ids = {
    ...ids,
    photo: await addPhoto(stack, coordinator, { ...on, content: 'culvert' }),
    lost: await addPhoto(stack, coordinator, { ...on, content: 'swale' }),
  };
  await makeOneOfEach(coordinator);
  await makeOneOfEach(await stack.as('coordinator', marlow));
  await stack.idle();
  const aws = new DynamoDBClient({ endpoint: stack.endpoint, region: stack.region, credentials: stack.operator });
  const order = { SourceTableName: table.name, TargetTableName: 'copy', UseLatestRestorableTime: true };
  await aws.send(new RestoreTableToPointInTimeCommand(order));
  aws.destroy();
  await spoil();
  theirs = await itemsOf(marlow.id);
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What happens to an agency after the copy was made. */
const spoil = async () => {
  await coordinator.patch(`/api/v1/sites/${ids.renamed}`, 1, {
    values: { name: 'Wrong', contactName: 'Another contact' },
  });
  await coordinator.patch(`/api/v1/sites/${ids.renamed}`, 2, { values: { name: 'Wrong again' } });
  await coordinator.act(`/api/v1/sites/${ids.archived}/archive`, 1, { reason: 'By mistake' });
  await stack.idle();
  const Key = { pk: `${fernwick.id}#rec#site`, sk: ids.gone };
  await table.document.send(new DeleteCommand({ TableName: table.name, Key }));
  // What disposal leaves behind.
  const before = (await operatorOf(stack).store.get(site, ids.disposed)) ?? {};
  const principal = { tenantId: fernwick.id, memberId: OPERATOR_MEMBER, role: 'system' as const };
  const by = { principal, at: new Date().toISOString(), requestId: 'x', source: 'system' as const, reason: 'Due' };
  await operatorOf(stack).store.put(site, before, { values: {}, archivedAt: by.at }, DISPOSE, by);
  // Erased at a person's wish: the value itself, and what the history held of it.
  await coordinator.patch(`/api/v1/sites/${ids.erased}`, 1, { values: { name: 'Renamed', contactName: null } });
  await stack.idle();
  for (const id of [ids.erased, ids.forgotten]) await erasePersonal(id);
  await table.document.send(
    new DeleteCommand({ TableName: table.name, Key: { pk: `${fernwick.id}#rec#site`, sk: ids.forgotten } }),
  );
  await s3.send(new DeleteObjectCommand(placeOfFile(ids.photo)));
  await eraseObjects(s3, placeOfFile(ids.lost).Bucket, placeOfFile(ids.lost).Key);
  ids = { ...ids, after: (await make(coordinator, 'site')).id };
  const other = await stack.as('coordinator', marlow);
  await make(other, 'site');
  await stack.idle();
};

const erasePersonal = async (id: string): Promise<void> => {
  const pk = `${fernwick.id}#audit#site#${id}`;
  for (const { sk } of (await itemsOf(fernwick.id)).filter((item) => item['pk'] === pk))
    await table.document.send(
      new UpdateCommand({ TableName: table.name, Key: { pk, sk }, UpdateExpression: 'REMOVE personal' }),
    );
};

const itemsOf = async (tenantId: string): Promise<Item[]> => {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await table.document.send(
      new ScanCommand({
        TableName: table.name,
        FilterExpression: 'begins_with(pk, :tenant)',
        ExpressionAttributeValues: { ':tenant': `${tenantId}#` },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
};
const siteIn = async (name: string, sk: string): Promise<Item> => {
  const Key = { pk: `${fernwick.id}#rec#site`, sk };
  return (await table.document.send(new GetCommand({ TableName: name, Key }))).Item ?? {};
};

const restore = async (...more: string[]) => {
  const reason = ['--reason', 'Overwritten by a bad import'];
  const args = [main, 'tenant', 'restore', fernwick.id, '--from', 'copy', ...reason, '--local', folder, ...more];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
};

/** The table as someone reaches it whose line is cut at the write after so many. */
const dyingAfter = (writes: number): Table => {
  const config = { endpoint: stack.endpoint, region: stack.region, credentials: stack.operator };
  const document = DynamoDBDocumentClient.from(new DynamoDBClient(config), {
    marshallOptions: { removeUndefinedValues: true },
  });
  let left = writes;
  document.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName === 'PutItemCommand' && left-- <= 0) throw new Error('The command died.');
        return next(args);
      },
    { step: 'initialize' },
  );
  return { name: table.name, document };
};

describe('tenant restore', () => {
  it('shows what a copy would bring back, by the names of fields, and writes nothing', async () => {
    const before = await itemsOf(fernwick.id);
    const { code, out, err } = await restore();
    expect(code).toBe(0);
    expect(out).toMatch(/^3 records would be set to what the copy holds, 2 that are gone would be brought back\.$/m);
    expect(out).toMatch(/^In 2, personal values were erased since and are not brought back\.$/m);
    expect(out).toMatch(/^Of files that were deleted since, 1 would be brought back, and 1 are gone for good\.$/m);
    expect(err).toContain(`the file of attachment ${ids.lost} is gone for good`);
    expect(await objectFacts(placeOf(fileKey(fernwick.id, ids.photo)))).toBeUndefined();
    expect(out).toMatch(/^\d+ are as in the copy, 1 came after it and stay, 1 were disposed of and stay so\.$/m);
    expect(out).toContain('Nothing has been written. Add --write to do it.');
    expect(err).toContain(`site ${ids.renamed}, now at version 3: name, contactName`);
    expect(err).toContain(`site ${ids.archived}, now at version 2: archived`);
    expect(err).not.toContain('Another contact');
    expect(await itemsOf(fernwick.id)).toEqual(before);
  });

  it('goes over one record type where one is named', async () => {
    expect((await restore('--type', 'outfall')).out).toContain('0 records would be set');
  });

  it('refuses the table in use and a table that is not there', async () => {
    expect((await restore('--from', table.name)).err).toContain('not the one that is in use');
    expect((await restore('--from', 'nothing')).code).toBe(1);
  });

  it('is finished by its repeat when it died in between', async () => {
    const order = {
      tenantId: fernwick.id,
      copy: { ...table, name: 'copy' },
      placeOf,
      ...{ records: allRecords, reason: 'Restored from copy: Overwritten by a bad import', write: true },
    };
    await expect(restoreTenant(dyingAfter(1), order, () => undefined)).rejects.toThrow('died');
    const { code, out } = await restore('--write');
    expect([code, out.split('\n')[0]]).toEqual([
      0,
      expect.stringMatching(/^\d records were set to what the copy holds, \d that are gone were brought back\.$/),
    ]);
    for (const id of [ids.renamed, ids.archived, ids.gone, ids.untouched]) {
      const [now, then] = [await siteIn(table.name, id), await siteIn('copy', id)];
      expect(now['values']).toEqual(then['values']);
      expect(now['archivedAt']).toEqual(then['archivedAt']);
    }
    expect((await siteIn(table.name, ids.after))['version']).toBe(1);
    expect(await siteIn(table.name, ids.disposed)).toMatchObject({ version: 2, verb: DISPOSE, values: {} });
    const again = await restore('--write');
    expect(again.out).toContain('0 records were set to what the copy holds, 0 that are gone were brought back.');
  });

  it('brings back the bytes of a file that was deleted, and says of which no version is left', async () => {
    const { Body } = await s3.send(new GetObjectCommand(placeOfFile(ids.photo)));
    expect(Buffer.from((await Body?.transformToByteArray()) ?? [])).toEqual(photoOf('culvert'));
    const { out } = await restore();
    expect(out).toMatch(/^Of files that were deleted since, 0 would be brought back, and 1 are gone for good\.$/m);
  });

  it('brings back nothing of a person that was erased since, in a record that changed and in one that was gone', async () => {
    const contact = async (name: string, id: string) =>
      ((await siteIn(name, id))['values'] as Record<string, unknown>)['contactName'];
    for (const id of [ids.erased, ids.forgotten]) {
      expect(await contact('copy', id)).toBeDefined();
      expect(await contact(table.name, id)).toBeUndefined();
    }
    const [now, then] = [await siteIn(table.name, ids.erased), await siteIn('copy', ids.erased)];
    expect((now['values'] as Item)['name']).toBe((then['values'] as Item)['name']);
    expect((await restore()).err).toContain(`site ${ids.erased} stays as it is (contactName`);
  });

  it('is in the history of each record, by the operator and with the reason, and the history is whole', async () => {
    await stack.idle();
    const { body } = await coordinator.get(`/api/v1/sites/${ids.renamed}/history`);
    expect(body.items.map((e: Item) => e['version'])).toEqual([4, 3, 2, 1]);
    expect(body.items[0]).toMatchObject({
      by: OPERATOR_MEMBER,
      reason: 'Restored from copy: Overwritten by a bad import',
      changes: expect.arrayContaining([expect.objectContaining({ field: 'name', before: 'Wrong again' })]) as unknown,
    });
    expect((await siteIn(table.name, ids.untouched))['version']).toBe(1);
    expect(await siteIn(table.name, ids.gone)).toMatchObject({ version: 2, verb: 'restore' });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await verifyAudit(table, fernwick.id, tomorrow)).toMatchObject({ broken: undefined, gaps: 0, pending: 0 });
  });

  it('stands among the access events of the agency', async () => {
    const { items } = await operatorOf(stack).store.access.list({ limit: 10, kind: 'restoration' });
    expect(items).toMatchObject([
      { by: OPERATOR_MEMBER, detail: expect.stringMatching(/records and 1 files from copy/) as string },
    ]);
  });

  it('leaves every item of the other agency as it was, byte for byte', async () => {
    const texts = (items: readonly Item[]) => items.map((item) => canonical(item));
    expect(texts(await itemsOf(marlow.id))).toEqual(texts(theirs));
  });

  it('does not bring back a record whose history tells of its disposal, though its tombstone is gone', async () => {
    const Key = { pk: `${fernwick.id}#rec#site`, sk: ids.disposed };
    await table.document.send(new DeleteCommand({ TableName: table.name, Key }));
    const { out } = await restore('--type', 'site', '--write');
    expect(out).toContain('0 that are gone were brought back');
    expect(await siteIn(table.name, ids.disposed)).toEqual({});
  });
});
