import { BatchWriteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { erase, NotEmpty, type Eraser } from '#functions/closing/erase.ts';
import { dataShelves, poolShelf, type Shelf } from '#functions/closing/shelves.ts';
import type { UserAccounts } from '#functions/lib/aws/accounts.ts';
import { tenantPlaces, tenantStore, type Item, type Table } from '#functions/lib/store/index.ts';
import { closingPlan, type Closing, type Deletion } from '#shared/permit/closing.ts';
import { canonical } from '#shared/derive/canonical.ts';
import { aRecordsTable } from '#test/support/records-table.ts';

const ours = 'a'.repeat(26);
const theirs = 'b'.repeat(26);
const AT = '2027-01-25T09:00:00.000Z';
const closing: Closing = { startedAt: AT, startedBy: 'someone', exportDays: 60, ...closingPlan('2026-11-26', 60) };

let table: Table;
let before: string[];
let close: () => Promise<void>;
beforeAll(async () => {
  ({ table, close } = await aRecordsTable());
  await fill(theirs);
  before = await of(theirs);
});
afterAll(() => close());

const putAll = async (items: readonly Item[]) => {
  for (let n = 0; n < items.length; n += 25) {
    const puts = items.slice(n, n + 25).map((Item) => ({ PutRequest: { Item } }));
    await table.document.send(new BatchWriteCommand({ RequestItems: { [table.name]: puts } }));
  }
};
const put = (Item: Item) => table.document.send(new PutCommand({ TableName: table.name, Item }));
const all = async (): Promise<Item[]> => {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await table.document.send(
      new ScanCommand({ TableName: table.name, ...(from && { ExclusiveStartKey: from }) }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
};
const of = async (tenantId: string): Promise<string[]> =>
  (await all())
    .filter(({ pk }) => String(pk).startsWith(`${tenantId}#`))
    .map((item) => canonical(item) ?? '')
    .sort();

/** More history than one page holds; children of three requests, two people and two jobs. */
const HISTORY = 201;
const counts = {
  'history entries': HISTORY,
  'work on records requests': 6,
  sessions: 4,
  'notes of imports': 201,
  records: 5,
  'remembered columns': 1,
  'imports, exports and disposals': 2,
  'access events': 3,
  'retention rules and legal holds': 1,
  'marks of mailed notices': 2,
  members: 2,
  'accounts without a member': 3,
};
const fill = async (tenantId: string): Promise<void> => {
  const items: Item[] = [{ pk: `${tenantId}#tenant`, sk: 'tenant', id: tenantId, entity: 'tenant', closing }];
  const add = (name: string, sk: string, more: object = {}) =>
    items.push({ pk: `${tenantId}#${name}`, sk, entity: 'x', ...more });
  for (let n = 0; n < HISTORY; n += 1)
    add(`audit#site#s${n % 7}`, `v${n}`, { changesPk: `${tenantId}#audit`, changesSk: `at#${n}` });
  for (const id of ['r1', 'r2', 'r3']) {
    add('rec#publicRecordsRequest', id);
    add(`desk#${id}`, 'redactions');
    add(`desk#${id}`, 'release#0001');
  }
  for (const id of ['s1', 's2']) add('rec#site', id);
  for (const id of ['m1', 'm2']) {
    add('member', id);
    for (const session of ['x', 'y']) add(`session#${id}`, session);
  }
  for (const id of ['j1', 'j2']) add('job', id);
  for (let n = 0; n < 201; n += 1) add('import#j2', `before#${String(n).padStart(4, '0')}`);
  add('mapping#site', 'columns');
  add('retention', 'policy');
  for (const n of [1, 2, 3]) add('access', `at#${n}`);
  for (const id of ['m1', 'm2']) add('mailed', `notice#${id}`);
  await putAll(items);
};

/** The table's shelves alone: the buckets are emptied in the test of the running system. */
const shelves = (): Shelf[] => {
  const nowhere = { name: 'none', of: () => Promise.reject(new Error('No bucket here.')) } as never;
  const buckets = { uploads: nowhere, files: nowhere, exports: nowhere, releases: nowhere };
  return dataShelves(tenantStore(table, { tenantId: ours }), ours, buckets).slice(-tenantPlaces.length);
};

/** Accounts in the user pool, ours and theirs. */
let signedUp: { id: string; tenantId: string }[] = [];
const pool = (): Shelf => {
  const ofTenant = (tenantId: string) =>
    Promise.resolve(signedUp.filter((one) => one.tenantId === tenantId).map(({ id }) => id));
  const remove = (id: string) => {
    signedUp = signedUp.filter((one) => one.id !== id);
    return Promise.resolve();
  };
  // A shelf of the pool asks for no more of it than these two.
  return poolShelf({ ofTenant, remove } as unknown as UserAccounts, ours);
};

class Died extends Error {}
type Death = 'before writing down' | 'after writing down' | undefined;

/** Works until it is over or the worker dies at its nth note of how far it has come. */
const worker = async (n: number, death: Death, mustStop = () => false) => {
  const store = tenantStore(table, { tenantId: ours });
  const deletion = (await store.tenant())?.closing?.deletion;
  if (deletion === undefined) throw new Error('Nothing was begun.');
  let was = deletion;
  let notes = 0;
  const save: Eraser['save'] = async (next) => {
    notes += 1;
    if (notes === n && death === 'before writing down') throw new Died();
    const saved = { ...next, version: was.version + 1 };
    if (!(await store.erasure.save(was, saved))) throw new Error('Somebody else was there.');
    was = saved;
    if (notes === n && death === 'after writing down') throw new Died();
    return saved;
  };
  return erase({ accounts: [], data: shelves(), pool: [pool()], save, mustStop }, deletion);
};

const begin = async () => {
  const deletion: Deletion = { begunAt: AT, version: 1, round: 0, shelf: 0, counts: {} };
  expect(await tenantStore(table, { tenantId: ours }).erasure.begin(closing, deletion)).toBe(true);
  expect(await tenantStore(table, { tenantId: ours }).erasure.begin(closing, deletion)).toBe(false);
};
beforeEach(async () => {
  signedUp = [...['a', 'b', 'c'].map((id) => ({ id, tenantId: ours })), { id: 'd', tenantId: theirs }];
  await fill(ours);
  await put({ pk: `${ours}#tenant`, sk: 'tenant', id: ours, name: 'A', timeZone: 'UTC', entity: 'tenant', closing });
  await begin();
});

const ended = async (deletion: Deletion) => {
  expect(deletion.counts).toEqual(counts);
  const left = await of(ours);
  expect(left).toHaveLength(1);
  expect(left[0]).toContain(`${ours}#tenant`);
  expect(await of(theirs)).toEqual(before);
  expect(signedUp).toEqual([{ id: 'd', tenantId: theirs }]);
};

describe('the deletion of an agency', () => {
  it('leaves nothing of it but its own item, counts what there was, and touches no other agency', async () => {
    const { how, deletion } = await worker(0, undefined);
    expect(how).toBe('over');
    await ended(deletion);
  });
  it.each<[number, Death]>([
    [2, 'before writing down'],
    [1, 'after writing down'],
  ])('comes to the same end when every worker dies at its %d. note, %s', async (n, death) => {
    for (let workers = 1; workers < 400; workers += 1) {
      const result = await worker(n, death).catch((error: unknown) => {
        if (!(error instanceof Died)) throw error;
        return undefined;
      });
      if (result === undefined) continue;
      expect(workers).toBeGreaterThan(3);
      await ended(result.deletion);
      return;
    }
    throw new Error('It gets no further.');
  });
  it('comes to the same end when it is told to stop after every page', async () => {
    let parts = 0;
    for (let how = 'more'; how === 'more'; parts += 1) {
      const result = await worker(0, undefined, () => true);
      how = result.how;
      if (how === 'over') await ended(result.deletion);
    }
    expect(parts).toBeGreaterThan(20);
  });
  it('is not over while a last look finds something, which is then deleted too', async () => {
    const last = shelves().length - 1;
    const store = tenantStore(table, { tenantId: ours });
    let late = true;
    const deletion = (await store.tenant())?.closing?.deletion as Deletion;
    let was = deletion;
    const save: Eraser['save'] = async (next) => {
      if (late && was.round === 3 && was.shelf === last) {
        late = false;
        await put({ pk: `${ours}#access`, sk: 'late', entity: 'access' });
      }
      const saved = { ...next, version: was.version + 1 };
      await store.erasure.save(was, saved);
      was = saved;
      return saved;
    };
    const eraser = { accounts: [], data: shelves(), pool: [pool()], save, mustStop: () => false };
    await expect(erase(eraser, deletion)).rejects.toThrow(NotEmpty);
    expect((await erase(eraser, was)).how).toBe('over');
    await ended(was);
  });
  it('is not over while an account comes to light at the last look, which goes then too', async () => {
    const store = tenantStore(table, { tenantId: ours });
    let late = true;
    let was = (await store.tenant())?.closing?.deletion as Deletion;
    const save: Eraser['save'] = async (next) => {
      // From here on only proofs are left.
      if (late && next.round === 6) {
        late = false;
        signedUp.push({ id: 'late', tenantId: ours });
      }
      const saved = { ...next, version: was.version + 1 };
      await store.erasure.save(was, saved);
      was = saved;
      return saved;
    };
    const eraser = { accounts: [], data: shelves(), pool: [pool()], save, mustStop: () => false };
    await expect(erase(eraser, was)).rejects.toThrow('accounts without a member: 1 were there again');
    expect((await erase(eraser, was)).how).toBe('over');
    await ended(was);
  });
});
