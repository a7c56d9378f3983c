import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provisioning, tenantStore, type StoredExport, type Table } from '#functions/lib/store/index.ts';
import { MOST_ITEM_BYTES, sizeOf } from '#functions/lib/store/item-size.ts';
import { MOST_SET_BYTES } from '#functions/lib/store/redactions.ts';
import { MAX_MAPPING_BYTES, type Mapping } from '#shared/model/job.ts';
import { MOST_EXCLUDED_BYTES, requireRows } from '#functions/retention/disposals.ts';
import { MOST_ROWS, type DisposalRow } from '#shared/model/disposal.ts';
import type { RedactionSet } from '#shared/permit/redaction/redaction-set.ts';
import type { Hold } from '#shared/permit/retention.ts';
import { aRecordsTable } from '#test/support/records-table.ts';
import { aRule } from '#test/support/redaction.ts';

const tenantId = 'a'.repeat(26);
const AT = '2027-01-25T09:00:00.000Z';
let table: Table;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ table, close } = await aRecordsTable());
});
afterAll(() => close());
const store = () => tenantStore(table, { tenantId });

/** As large as it may be, to a byte, by the text that `make` takes. */
const ofSize = <T>(bytes: number, make: (text: string) => T): T => make('x'.repeat(bytes - sizeOf(make(''))));

it('the database itself takes no item that is much larger than what is let through', async () => {
  const put = (bytes: number) =>
    table.document.send(new PutCommand({ TableName: table.name, Item: { pk: 'p', sk: 's', text: 'x'.repeat(bytes) } }));
  await put(MOST_ITEM_BYTES + 20_000);
  await expect(put(410_000)).rejects.toThrow(/size/);
});

describe('the rules of a request', () => {
  // Numbers are what DynamoDB may count higher than JSON does: an area has four.
  const area = { x: 0.1, y: 0.1, width: 0.1, height: 0.1 };
  const many = Array.from({ length: 38 }, (_, n) =>
    aRule({ kind: 'areas', id: `m${n}`, file: v7(), areas: Array(200).fill(area) }),
  );
  /** To a byte. A word takes two quotes and, but for the first, a comma. */
  const set = (bytes: number): RedactionSet => {
    const ordinary: string[] = [];
    const left = () => bytes - sizeOf({ rules: many, ordinary });
    while (left() > 203) ordinary.push('x'.repeat(150));
    ordinary.push('x'.repeat(left() - 3));
    return { rules: many, ordinary };
  };
  const by = { memberId: v7(), at: AT };

  it('are kept as far as they fit, and refused with a sentence beyond', async () => {
    const request = v7();
    const kept = await store().desk.putRedactions(request, 1, set(MOST_SET_BYTES), by);
    expect((await store().desk.redactions(request)).rules).toHaveLength(38);
    const refused = store().desk.putRedactions(request, kept.version, set(MOST_SET_BYTES + 1), by);
    await expect(refused).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('350 KB') as string,
    });
    expect((await store().desk.redactions(request)).version).toBe(kept.version);
  });
});

/** With the longest words that there are. */
const aRow: DisposalRow = {
  ...{ type: 'publicRecordsRequest', id: v7(), version: 1000, class: 'constructionSites', years: 100 },
  ...{ from: '2026-01-01', on: '2126-01-01', with: v7() },
};

describe('a job', () => {
  it('holds what fits its item, and says so of what does not', async () => {
    const { job } = (await store().jobs.create({
      ...{ id: v7(), kind: 'export', state: 'running', version: 1, createdAt: AT, createdBy: v7(), updatedAt: AT },
      ...{ order: { recordTypes: ['site'], formats: ['csv'] }, progress: { done: 0 }, tries: 0 },
    })) as { job: StoredExport };
    const room = MOST_ITEM_BYTES - sizeOf({ ...job, version: 2, message: '' });
    const kept = await store().jobs.save(job, { message: 'x'.repeat(room) }, AT);
    const beyond = store().jobs.save(kept, { message: 'x'.repeat(room + 1) }, AT);
    await expect(beyond).rejects.toMatchObject({ code: 'invalid' });
  });

  it('of a disposal leaves out as many records as are on its list, with reasons that fit beside it', () => {
    const rows = Array.from({ length: MOST_ROWS }, () => ({ ...aRow, id: v7() }));
    const excluded = (reason: string) => rows.map(({ id }) => ({ id, reason }));
    const usual = excluded('x'.repeat(300));
    requireRows({ rows }, usual);
    expect(sizeOf(rows) + sizeOf(usual)).toBeLessThan(MOST_ITEM_BYTES - 60_000);
    expect(sizeOf(rows) + MOST_EXCLUDED_BYTES).toBeLessThan(MOST_ITEM_BYTES - 60_000);
    expect(() => {
      requireRows({ rows }, excluded('\u6c34'.repeat(300)));
    }).toThrow('too long together');
  });
});

it('the list of legal holds is full with a sentence, and what stands on it stays', async () => {
  const event = () => ({ id: v7(), at: AT, kind: 'holdPlaced' }) as const;
  const hold = (text: string): Hold => ({ id: v7(), scope: { kind: 'all' }, reason: text, at: AT, by: v7() });
  const policies = store().retention;
  const first = await policies.save(await policies.policy(), { holds: [hold('Appeal')] }, event(), 90);
  const room = MOST_ITEM_BYTES - sizeOf({ ...first, version: 3, holds: [...first.holds, hold('')] });
  const full = await policies.save(first, { holds: [...first.holds, hold('x'.repeat(room))] }, event(), 90);
  const beyond = policies.save(full, { holds: [...full.holds, hold('One more')] }, event(), 90);
  await expect(beyond).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('full') as string });
  expect(await policies.policy()).toEqual(full);
});

describe('what is remembered of a source', () => {
  const mapping = (text: string): Mapping => ({
    fields: { name: { fixed: text } },
    ...({ whenIdRepeats: 'reject', whenIdExists: 'skip', keepOther: false } as const),
  });
  const kept = (fileName: string, text = '') => ({ mapping: mapping(text), fileName, at: AT });

  it('is found among more and larger ones than a page holds', async () => {
    const { jobs } = store();
    for (let n = 0; n < 25; n += 1) await jobs.remember('site', [`Column ${n}`], kept(`${n}.csv`, 'x'.repeat(90_000)));
    for (let n = 0; n < 25; n += 1)
      expect((await jobs.remembered('site', [`Column ${n}`]))[0]).toMatchObject({ fileName: `${n}.csv` });
  });

  it('fits beside the columns of a file, both as large as they may be', async () => {
    const reading = ofSize(250_000, (text) => ({
      columns: [{ name: text, samples: [], nulls: 0 }],
      suggested: mapping(''),
    }));
    const id = v7();
    await store().jobs.putReading(id, {
      ...reading,
      remembered: ofSize(MAX_MAPPING_BYTES, (text) => kept('a.csv', text)),
    });
    expect((await store().jobs.reading(id))?.columns).toHaveLength(1);
  });
});

it('ended sessions are noted as long as their tokens live, and no longer', async () => {
  const member = {
    id: v7(),
    name: 'A',
    email: 'a@example.org',
    role: 'viewer',
    status: 'active',
    revoked: {},
  } as const;
  await provisioning(table).putMemberOnce(tenantId, member);
  const now = Math.floor(Date.now() / 1000);
  for (let n = 0; n < 120; n += 1) await store().revokeSession(member.id, `old-${n}`, now - 1);
  await store().revokeSession(member.id, 'living', now + 900);
  await store().revokeSession(member.id, 'newest', now + 900);
  const Key = { pk: `${tenantId}#member`, sk: member.id };
  const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key }));
  expect(Item?.['revoked']).toEqual({ living: now + 900, newest: now + 900 });
});
