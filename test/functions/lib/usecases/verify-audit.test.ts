import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { v7 } from 'uuid';
import { verifyAudit } from '#functions/lib/usecases/verify-audit.ts';
import type { Item } from '#functions/lib/store/index.ts';
import { chainStart, linkOf } from '#functions/lib/chain/link.ts';
import { entryFromItem } from '#functions/lib/store/index.ts';
import { aTrail, audited } from '#test/functions/audit/a-trail.ts';
import { changeOf, itemAt, tenantId } from '#test/functions/audit/a-stream.ts';

const TableName = 'Records';
const tomorrow = '2026-11-26T12:00:00.000Z';
const theirs = 'b'.repeat(26);
let trail: Awaited<ReturnType<typeof aTrail>>;
let ids: string[];

const put = (item: Item) => trail.document.send(new PutCommand({ TableName, Item: item }));
const verify = (now = tomorrow, of = tenantId) => verifyAudit({ name: TableName, document: trail.document }, of, now);

beforeAll(async () => {
  trail = await aTrail();
});
afterAll(() => trail.close());

/** Ten sites at version 4, each with its four entries. */
beforeEach(async () => {
  await trail.clear();
  ids = Array.from({ length: 10 }, () => v7());
  for (const id of ids) await put(itemAt(id, 4));
  const records = ids.flatMap((id, n) => [1, 2, 3, 4].map((version) => changeOf(id, version, n * 10 + version)));
  await audited(trail.store, records);
});

const idAt = (n: number) => ids[n] ?? '';
const entryAt = async (n: number, version: number): Promise<Item> =>
  (await trail.entriesOf(idAt(n)))[version - 1] ?? {};
const keyOf = ({ pk, sk }: Item) => ({ pk, sk });
const drop = (item: Item) => trail.document.send(new DeleteCommand({ TableName, Key: keyOf(item) }));

describe('the audit trail of an agency', () => {
  it('is proven whole, record by record, with its progress told', async () => {
    const told: number[] = [];
    const proof = await verifyAudit({ name: TableName, document: trail.document }, tenantId, tomorrow, ({ records }) =>
      told.push(records),
    );
    expect(proof).toEqual({
      records: 10,
      entries: 40,
      unchained: 0,
      gaps: 0,
      rebuilt: 0,
      erased: 0,
      pending: 0,
      unlisted: 0,
    });
    expect(told.at(-1)).toBe(10);
  });

  it.each<[string, () => Promise<unknown>, () => string]>([
    [
      'altered',
      async () => put({ ...(await entryAt(3, 2)), by: 'other' }),
      () => `The entry of version 2 of the site ${idAt(3)} was altered after it was written.`,
    ],
    ['dropped', async () => drop(await entryAt(4, 3)), () => `Version 3 of the site ${idAt(4)} has no entry.`],
    [
      'truncated',
      async () => drop(await entryAt(5, 4)),
      () => `The site ${idAt(5)} is at version 4, but its history ends at version 3.`,
    ],
    [
      'inserted',
      async () => put({ ...(await entryAt(6, 4)), sk: 'v000005', version: 5 }),
      () => `The entry of version 5 of the site ${idAt(6)} was altered after it was written.`,
    ],
    [
      'inserted for a record that does not exist',
      async () => put({ ...(await entryAt(6, 1)), pk: `${tenantId}#audit#site#none`, id: 'none' }),
      () => 'There are entries of the site none, but no such record.',
    ],
    [
      'exchanged',
      async () => {
        const [two, three] = [await entryAt(7, 2), await entryAt(7, 3)];
        await put({ ...three, ...keyOf(two) });
        await put({ ...two, ...keyOf(three) });
      },
      () => `The entry of version 2 of the site ${idAt(7)} is that of another version or record.`,
    ],
    [
      'forged with a new hash',
      async () => {
        const { hash: _hash, ...entry } = entryFromItem({ ...(await entryAt(8, 2)), by: 'other' });
        await put({ ...(await entryAt(8, 2)), ...entry, hash: linkOf(tenantId, entry) });
      },
      () =>
        `The entry of version 3 of the site ${idAt(8)} does not follow the one before it: one of the two was exchanged.`,
    ],
  ])('is found broken when an entry was %s, and the first break is named', async (_how, tamper, sentence) => {
    await tamper();
    expect((await verify()).broken).toBe(sentence());
  });

  it('is found broken when the record was set back or altered behind its history', async () => {
    await put(itemAt(idAt(2), 3));
    expect((await verify()).broken).toBe(
      `The site ${idAt(2)} is at version 3, but its history goes on to version 4: the record was set back.`,
    );
    const { values, ...item } = itemAt(idAt(2), 4);
    await put({ ...item, values: { ...(values as Item), name: 'Other' } });
    expect((await verify()).broken).toContain(`The site ${idAt(2)} holds another value of name than its history`);
  });

  it('is found broken when another agency has the same records', async () => {
    for (const id of ids) {
      await put(itemAt(id, 4, theirs));
      for (const entry of await trail.entriesOf(id))
        await put({ ...entry, pk: `${theirs}#audit#site#${id}`, changesPk: `${theirs}#audit` });
    }
    expect((await verify(tomorrow, theirs)).broken).toBe(
      `The entry of version 1 of the site ${idAt(0)} was altered after it was written.`,
    );
    expect(chainStart(theirs, 'site', idAt(0))).not.toBe(chainStart(tenantId, 'site', idAt(0)));
  });

  it('waits for entries of changes of the last minutes, and no longer', async () => {
    await drop(await entryAt(1, 4));
    expect(await verify('2026-11-25T12:04:00.000Z')).toMatchObject({ pending: 1 });
    expect((await verify('2026-11-25T12:04:00.000Z')).broken).toBeUndefined();
    expect((await verify('2026-11-25T12:06:00.000Z')).broken).toContain('its history ends at version 3');
  });

  it('counts what is erased, made up for, and older than the chain, and calls none of it a break', async () => {
    const { pk, sk } = await entryAt(0, 2);
    await trail.document.send(new UpdateCommand({ TableName, Key: { pk, sk }, UpdateExpression: 'REMOVE personal' }));
    const { hash: _hash, previous: _previous, ...older } = await entryAt(1, 1);
    const id = v7();
    await put(itemAt(id, 3));
    await audited(trail.store, [changeOf(id, 1, 1), changeOf(id, 3, 3)]);
    const old = v7();
    await put(itemAt(old, 2));
    const plain = { ...older, pk: `${tenantId}#audit#site#${old}`, id: old, personal: undefined };
    const changes = [
      ['name', 'Name 1'],
      ['kind', 'construction'],
      ['status', 'active'],
      ['contactName', 'Contact 1'],
    ].map(([field, after]) => ({ field, after }));
    await put({ ...plain, changes });
    await audited(trail.store, [changeOf(old, 2, 2)]);
    expect(await verify()).toEqual({
      records: 12,
      entries: 44,
      unchained: 1,
      gaps: 0,
      rebuilt: 1,
      erased: 1,
      pending: 0,
      unlisted: 0,
      broken: undefined,
    });
  });
});
