import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteDownload } from '#functions/admin/take-along.ts';
import { tenantStore, type AccessEvent } from '#functions/lib/store/index.ts';
import { operatorOf } from '#test/functions/session/desk.ts';
import { make } from '#test/support/make.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let admin: Visitor;
let coordinator: Visitor;
let inspector: Visitor;
/** Made by the coordinator, then changed twice and archived by the administrator. */
let site: string;
let structure: string;
let theirs: string;

beforeAll(async () => {
  stack = await startStack();
  [admin, coordinator, inspector] = await Promise.all([
    stack.as('admin'),
    stack.as('coordinator'),
    stack.as('inspector'),
  ]);
  site = (await make(coordinator, 'site')).id;
  await coordinator.patch(`/api/v1/sites/${site}`, 1, { values: { name: '=1+1', contactName: 'Another contact' } });
  await admin.patch(`/api/v1/sites/${site}`, 2, { values: { status: 'closed' } });
  await admin.act(`/api/v1/sites/${site}/archive`, 3, { reason: 'Entered twice' });
  structure = (await make(inspector, 'structure', { site: undefined })).id;
  theirs = (await make(await stack.as('coordinator', marlow), 'site')).id;
  await stack.idle();
});
afterAll(() => stack.close());

const AT = '/api/v1/audit';
interface Listed {
  readonly id: string;
  readonly version: number;
  readonly verb: string;
  readonly at: string;
  readonly by: string;
}
const search = async (query: Record<string, string> = {}) => {
  const { status, body } = await admin.get(`${AT}?${new URLSearchParams(query).toString()}`);
  expect(status).toBe(200);
  return body as { items: Listed[]; next?: string; searchedTo?: string };
};
const short = ({ items }: { items: readonly Listed[] }) => items.map(({ version, verb }) => `${version} ${verb}`);
const events = async (query: string): Promise<AccessEvent[]> =>
  (await admin.get(`/api/v1/access-events?${query}`)).body.items;

describe('the audit trail of an agency', () => {
  it('comes newest first, over all kinds of record', async () => {
    const { items } = await search();
    expect(items.map(({ id }) => id)).toEqual([structure, site, site, site, site]);
    expect(items[1]).toMatchObject({ verb: 'archive', reason: 'Entered twice', by: admin.member.id, fields: [] });
    expect(items[3]).toMatchObject({ verb: 'change', fields: ['name', 'contactName'], role: 'coordinator' });
    expect(JSON.stringify(items)).not.toContain('Another contact');
  });
  it('goes on page by page to its end, with nothing twice and nothing left out', async () => {
    const whole = (await search()).items;
    const seen: Listed[] = [];
    let cursor: string | undefined;
    do {
      const page = await search({ limit: '2', ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items);
      if (page.next !== undefined) expect(page.searchedTo).toBe(page.items.at(-1)?.at);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toEqual(whole);
  });
  it('is found by kind of record, by record, by action and by person', async () => {
    expect((await search({ type: 'structure' })).items.map(({ id }) => id)).toEqual([structure]);
    const one = { type: 'site', id: site };
    expect(short(await search(one))).toEqual(['4 archive', '3 change', '2 change', '1 create']);
    expect(short(await search({ ...one, verb: 'change' }))).toEqual(['3 change', '2 change']);
    expect(short(await search({ verb: 'archive' }))).toEqual(['4 archive']);
    expect(short(await search({ memberId: coordinator.member.id }))).toEqual(['2 change', '1 create']);
    expect(short(await search({ ...one, memberId: admin.member.id, verb: 'change' }))).toEqual(['3 change']);
    expect((await search({ memberId: v7() })).items).toEqual([]);
  });
  it('is found page by page under a filter, too', async () => {
    for (const more of [{}, { id: site }] as const) {
      const query = { type: 'site', verb: 'change', limit: '1', ...more };
      const first = await search(query);
      expect(short(first)).toEqual(['3 change']);
      expect(short(await search({ ...query, cursor: first.next ?? '' }))).toEqual(['2 change']);
    }
  });
  it('is found by its period, the beginning included and the end not', async () => {
    const [third, second] = (await search({ type: 'site', id: site, verb: 'change' })).items;
    const period = { from: second?.at ?? '', before: third?.at ?? '' };
    expect(short(await search({ type: 'site', ...period }))).toEqual(['2 change']);
    expect(short(await search({ type: 'site', id: site, ...period }))).toEqual(['2 change']);
    expect((await search({ from: period.before, before: period.from })).items).toEqual([]);
  });
  it('takes no page link that was made for another question, and no record without its kind', async () => {
    const { next = '' } = await search({ limit: '1' });
    const other = await admin.get(`${AT}?limit=1&verb=change&cursor=${next}`);
    expect([other.status, other.body.code]).toEqual([400, 'cursor-invalid']);
    expect((await admin.get(`${AT}?id=${site}`)).status).toBe(422);
  });
  it('is never counted: an answer holds single entries and where the next page is, nothing else', async () => {
    const { body } = await admin.get(`${AT}?limit=2&memberId=${coordinator.member.id}`);
    expect(Object.keys(body as object).filter((key) => !['items', 'next', 'searchedTo'].includes(key))).toEqual([]);
    for (const query of ['groupBy=by', 'count=1', 'sort=by'])
      expect((await admin.get(`${AT}?${query}`)).status).toBe(422);
  });
});

describe('one entry', () => {
  const entry = (query: object) => admin.get(`${AT}/entry?${new URLSearchParams({ ...query }).toString()}`);
  it('tells what was there before and after, by which request, and that it is as it was written', async () => {
    const { body } = await entry({ type: 'site', id: site, version: '2' });
    expect(body).toMatchObject({ verb: 'change', by: coordinator.member.id, source: 'web', chain: 'whole' });
    expect(body.requestId).toMatch(/\S/);
    expect(body.changes).toEqual([
      { field: 'name', before: 'Mill Run Commons', after: '=1+1' },
      { field: 'contactName', before: 'Example contact', after: 'Another contact', personal: true },
    ]);
    expect((await entry({ type: 'site', id: site, version: '1' })).body.chain).toBe('whole');
  });
  it('that is not there is not found', async () => {
    for (const query of [
      { type: 'site', id: site, version: '9' },
      { type: 'site', id: site, version: '2', late: '1' },
      { type: 'structure', id: site, version: '2' },
      { type: 'site', id: theirs, version: '1' },
    ])
      expect((await entry(query)).status).toBe(404);
  });
});

describe('what is taken along', () => {
  const query = () => ({ type: 'site', id: site });
  it('is a table with a line for each field, in which nothing is a formula', async () => {
    const { body } = await admin.post(`${AT}/csv`, { ...query(), verb: 'change' });
    const lines = (body.csv as string).trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]).toMatch(/,Site,.*,2,Changed,"Demo coordinator.*,Site name,Mill Run Commons,'=1\+1$/);
    expect(lines[3]).toContain('Example contact,Another contact');
  });
  it('leaves out personal values where they are not to go along', async () => {
    for (const format of ['csv', 'json']) {
      const { status, body } = await admin.post(`${AT}/${format}`, { ...query(), personal: false });
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toMatch(/Example contact|Another contact|555-0100/);
      expect(JSON.stringify(body)).toContain('=1+1');
    }
  });
  it('is JSON with everything that the entries say, their hashes as well', async () => {
    const { body } = await admin.post(`${AT}/json`, query());
    const items = body.items as (Listed & { hash: string; previous: string; name: string })[];
    expect(short({ items })).toEqual(['4 archive', '3 change', '2 change', '1 create']);
    expect(items[0]?.previous).toBe(items[1]?.hash);
    expect(items[3]).toMatchObject({ name: expect.stringContaining('Demo coordinator') as string });
  });
  it('is one access event for all pages of a download, and another for another download', async () => {
    const theirs = { memberId: coordinator.member.id };
    const noted = async () => {
      await admin.post(`${AT}/json`, theirs);
      const ids = async (kind: string) => (await events(`kind=${kind}&limit=200`)).map(({ id }) => id);
      return { export: await ids('export'), lookUp: await ids('lookUp') };
    };
    const before = await noted();
    const after = await noted();
    expect(after.export).toHaveLength(before.export.length + 1);
    expect(after.lookUp).toHaveLength(before.lookUp.length + 1);
    const [event] = await events('kind=export&limit=1');
    const [lookUp] = await events('kind=lookUp&limit=1');
    const { next } = await search({ ...theirs, limit: '1' });
    const link = (at?: string) =>
      Buffer.from(JSON.stringify({ at: at ?? event?.at, ids: [event?.id, lookUp?.id], cursor: next })).toString(
        'base64url',
      );
    const count = async () => (await events('kind=export&limit=200')).length;
    const pages = async (cursor: string, body: object = theirs, format = 'json') => {
      const first = await count();
      const { status } = await admin.post(`${AT}/${format}`, { ...body, cursor });
      return { status, noted: (await count()) - first };
    };
    expect(await pages(link())).toEqual({ status: 200, noted: 0 });
    // A link that names another download, or none at all, does not spare its event.
    expect(await pages(link(), theirs, 'csv')).toEqual({ status: 200, noted: 1 });
    expect(await pages(link('2026-01-01T00:00:00.000Z'))).toEqual({ status: 200, noted: 1 });
    expect(await pages(next ?? '')).toEqual({ status: 400, noted: 0 });
  });
  it('goes on page by page under the event of its first one, for an hour', async () => {
    const [tenantId, memberId] = [fernwick.id, admin.member.id];
    const store = tenantStore(operatorOf(stack).table, { tenantId });
    const at = (now: string) => ({ principal: { tenantId, memberId }, now, viewer: {} });
    const taken = (now: string, cursor?: string) => noteDownload(store, at(now), { cursor }, 'Test download');
    const count = async () => (await store.access.list({ limit: 1000, kind: 'export' })).items.length;
    const before = await count();
    const first = await taken('2026-01-05T10:00:00.000Z');
    expect(first.cursor).toBeUndefined();
    const second = await taken('2026-01-05T10:00:07.000Z', first.linkTo('the place').next);
    expect(second.cursor).toBe('the place');
    const third = await taken('2026-01-05T10:59:00.000Z', second.linkTo('behind it').next);
    expect(third.cursor).toBe('behind it');
    expect(third.linkTo(undefined)).toEqual({});
    expect(await count()).toBe(before + 1);
    await taken('2026-01-05T12:00:00.000Z', third.linkTo('much later').next);
    expect(await count()).toBe(before + 2);
  });
  it('is an access event each time, before anything is given out', async () => {
    const kinds = { csv: 'Audit trail as CSV', json: 'Audit trail as JSON' };
    for (const [format, detail] of Object.entries(kinds)) {
      await admin.post(`${AT}/${format}`, { from: '2026-01-01T00:00:00Z' });
      const [event] = await events('kind=export&limit=1');
      expect(event).toMatchObject({ memberId: admin.member.id, detail: `${detail}, from 2026-01-01T00:00:00.000Z` });
    }
    await admin.post('/api/v1/access-events/json', {});
    expect((await events('kind=export&limit=1'))[0]).toMatchObject({ detail: 'Access events as JSON' });
  });
});

describe('a look-up by person', () => {
  it.each([
    ['in the audit trail', 'get', AT, 'Changes to records'],
    ['in the access events', 'get', '/api/v1/access-events', 'Access events'],
    ['to take along', 'post', `${AT}/json`, 'Audit trail as JSON'],
  ] as const)('%s is an access event about that person', async (_where, method, path, detail) => {
    const memberId = coordinator.member.id;
    const query = `kind=lookUp&limit=1`;
    const before = await events(query);
    const { status } =
      method === 'get' ? await admin.get(`${path}?memberId=${memberId}`) : await admin.post(path, { memberId });
    expect(status).toBe(200);
    const [event] = await events(query);
    expect(event).toMatchObject({ kind: 'lookUp', memberId, by: admin.member.id, detail });
    expect(event?.id).not.toBe(before[0]?.id);
  });
  it('is written down for a later page as for the first', async () => {
    const query = { memberId: coordinator.member.id, limit: '1' };
    const { next = '' } = await search(query);
    const [first] = await events('kind=lookUp&limit=1');
    await search({ ...query, cursor: next });
    expect((await events('kind=lookUp&limit=1'))[0]?.id).not.toBe(first?.id);
  });
  it('is not there where nobody is named', async () => {
    const [last] = await events('kind=lookUp&limit=1');
    await search({ type: 'site' });
    expect((await events('kind=lookUp&limit=1'))[0]).toEqual(last);
  });
});

describe('nobody else', () => {
  it('reads the trail: inspectors and coordinators see the history of a record, as before', async () => {
    for (const role of ['viewer', 'inspector', 'coordinator'] as const) {
      const by = await stack.as(role);
      expect((await by.get(AT)).status).toBe(403);
      expect((await by.get(`${AT}/entry?type=site&id=${site}&version=1`)).status).toBe(403);
      for (const format of ['csv', 'json']) expect((await by.post(`${AT}/${format}`, {})).status).toBe(403);
      expect((await by.get(`/api/v1/sites/${site}/history`)).status).toBe(200);
    }
  });
  it("reads another agency's", async () => {
    const other = await stack.as('admin', marlow);
    const { body } = await other.get(AT);
    expect(body.items.map(({ id }: Listed) => id)).toEqual([theirs]);
    expect((await other.get(`${AT}?type=site&id=${site}`)).body.items).toEqual([]);
    expect((await other.post(`${AT}/json`, {})).body.items).toHaveLength(1);
    expect(JSON.stringify((await search()).items)).not.toContain(theirs);
  });
});
