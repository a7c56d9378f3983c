import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRecords, records } from '#shared/records/index.ts';
import { examples } from '#test/support/examples.ts';
import { make, makeOneOfEach } from '#test/support/make.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let coordinator: Visitor;
let made: Awaited<ReturnType<typeof makeOneOfEach>>;

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
  made = await makeOneOfEach(coordinator);
});
afterAll(() => stack.close());

describe.each(allRecords)('a $name over the API', (record) => {
  const path = `/api/v1/${record.path}`;
  const id = () => made[record.name as keyof typeof made];

  it('is read back as it was made, with its version', async () => {
    const { status, body, headers } = await coordinator.get(`${path}/${id()}`);
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe('"1"');
    expect(body.values).toMatchObject(examples(coordinator.member.id, made)[record.name as keyof typeof made]);
    expect(body.createdBy).toBe(coordinator.member.id);
  });
  it('is in its list, in the feed of changes, and under each of its list keys', async () => {
    const list = await coordinator.get(path);
    expect(list.body.items.map((i: { id: string }) => i.id)).toContain(id());
    const feed = await coordinator.get(`${path}/changes`);
    expect(feed.body).toMatchObject({ more: false });
    expect(feed.body.rows.map((i: { id: string }) => i.id)).toContain(id());
    const { values } = (await coordinator.get(`${path}/${id()}`)).body;
    for (const { field } of record.listedBy ?? []) {
      if (values[field] === undefined) continue;
      const by = await coordinator.get(`${path}?by=${field}&value=${encodeURIComponent(String(values[field]))}`);
      expect(
        by.body.items.map((i: { id: string }) => i.id),
        field,
      ).toContain(id());
    }
  });
  it('is archived with a reason, leaves its lists, and comes back', async () => {
    const archived = await coordinator.act(`${path}/${id()}/archive`, 1, { reason: 'Entered twice' });
    expect(archived).toMatchObject({ status: 200, body: { version: 2, archivedAt: expect.any(String) } });
    expect((await coordinator.get(path)).body.items.map((i: { id: string }) => i.id)).not.toContain(id());
    expect((await coordinator.get(`${path}?archived=1`)).body.items.map((i: { id: string }) => i.id)).toContain(id());
    const again = await coordinator.act(`${path}/${id()}/archive`, 2, { reason: 'Twice' });
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const restored = await coordinator.act(`${path}/${id()}/restore`, 2);
    expect(restored.status).toBe(200);
    expect(restored.body).not.toHaveProperty('archivedAt');
  });
  it('has a history with one entry for each version', async () => {
    await stack.idle();
    const { body } = await coordinator.get(`${path}/${id()}/history`);
    const verbs = body.items.map((e: { version: number; verb: string }) => [e.version, e.verb]);
    expect(verbs).toEqual([
      [3, 'restore'],
      [2, 'archive'],
      [1, 'create'],
    ]);
    expect(body.items[1]).toMatchObject({
      by: coordinator.member.id,
      role: 'coordinator',
      source: 'web',
      reason: 'Entered twice',
    });
  });
});

describe('making a record', () => {
  const site = () => examples(coordinator.member.id, made).site;
  it('twice with the same id and content makes one and answers the same', async () => {
    const sent = { id: v7(), values: site() };
    const first = await coordinator.post('/api/v1/sites', sent);
    const second = await coordinator.post('/api/v1/sites', sent);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
  });
  it('with a taken id and other content is a conflict', async () => {
    const id = v7();
    await coordinator.post('/api/v1/sites', { id, values: site() });
    const other = await coordinator.post('/api/v1/sites', { id, values: { ...site(), name: 'Other' } });
    expect(other).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });
  it('twenty times at once makes one', async () => {
    const sent = { id: v7(), values: site() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => coordinator.post('/api/v1/sites', sent)));
    expect(answers.filter((a) => a.status === 201)).toHaveLength(1);
    expect(answers.filter((a) => a.status === 200)).toHaveLength(19);
  });
  it('that refers to a record or person who is not there is refused', async () => {
    const { status, body } = await coordinator.post('/api/v1/tasks', {
      id: v7(),
      values: { title: 'x', dueOn: '2026-06-01', structure: v7(), assignee: '22222222-2222-4222-8222-222222222222' },
    });
    expect(status).toBe(422);
    expect(body.errors.map((e: { path: string }) => e.path).sort()).toEqual(['values.assignee', 'values.structure']);
  });
});

describe('changing a record', () => {
  it('needs the version that was read', async () => {
    const { id } = await make(coordinator, 'site', {}, made);
    const bare = await coordinator.send('PATCH', `/api/v1/sites/${id}`, { values: { name: 'New' } });
    expect(bare).toMatchObject({ status: 428, body: { code: 'version-required' } });
    const changed = await coordinator.patch(`/api/v1/sites/${id}`, 1, { values: { name: 'New' } });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, values: { name: 'New' } } });
    const stale = await coordinator.patch(`/api/v1/sites/${id}`, 1, { values: { name: 'Newer' } });
    expect(stale).toMatchObject({ status: 412, body: { code: 'stale' } });
  });
  it('by many at once lets exactly one through for each version', async () => {
    const { id } = await make(coordinator, 'site', {}, made);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        coordinator.patch(`/api/v1/sites/${id}`, 1, { values: { name: `By ${n}` } }),
      ),
    );
    expect(answers.map((a) => a.status).sort()).toEqual([200, ...Array<number>(11).fill(412)]);
  });
  it('empties a field with null and keeps the rest', async () => {
    const { id } = await make(coordinator, 'site', {}, made);
    const { body } = await coordinator.patch(`/api/v1/sites/${id}`, 1, { values: { contactPhone: null } });
    expect(body.values).not.toHaveProperty('contactPhone');
    expect(body.values).toHaveProperty('contactName');
    const required = await coordinator.patch(`/api/v1/sites/${id}`, 2, { values: { name: null } });
    expect(required).toMatchObject({ status: 422, body: { errors: [{ path: 'values.name' }] } });
  });
  it('is kept field by field, before and after, with who and why', async () => {
    const { id } = await make(coordinator, 'site', {}, made);
    await coordinator.patch(`/api/v1/sites/${id}`, 1, {
      values: { name: 'Renamed', contactPhone: null },
      reason: 'Sold',
    });
    await stack.idle();
    const { body } = await coordinator.get(`/api/v1/sites/${id}/history`);
    expect(body.items[0]).toMatchObject({
      version: 2,
      verb: 'change',
      reason: 'Sold',
      changes: [
        { field: 'name', before: 'Mill Run Commons', after: 'Renamed' },
        { field: 'contactPhone', before: '555-0100', personal: true },
      ],
    });
  });
});

describe('a list', () => {
  it('goes on page by page, newest first, each record once', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 7; n++) ids.push((await make(coordinator, 'outfall', { name: `OF-${n}` }, made)).id);
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const { body } = await coordinator.get(`/api/v1/outfalls?limit=3${next === undefined ? '' : `&cursor=${next}`}`);
      seen.push(...body.items.map((i: { id: string }) => i.id));
      next = body.next;
    } while (next !== undefined);
    expect(seen.slice(0, 7)).toEqual(ids.reverse());
    expect(new Set(seen).size).toBe(seen.length);
  });
  it('of open tasks is in the order of their due dates', async () => {
    for (const dueOn of ['2026-09-01', '2026-03-01', '2026-06-15']) await make(coordinator, 'task', { dueOn }, made);
    const { body } = await coordinator.get('/api/v1/tasks?by=status&value=open');
    const due = body.items.map((i: { values: { dueOn: string } }) => i.values.dueOn);
    expect(due).toEqual([...due].sort());
    expect(due.length).toBeGreaterThanOrEqual(3);
  });
  it('of changes gives only what is new after the first time', async () => {
    const first = await coordinator.get('/api/v1/structures/changes');
    const { id } = await make(coordinator, 'structure', { name: 'Newest' }, made);
    const second = await coordinator.get(`/api/v1/structures/changes?cursor=${first.body.next}`);
    expect(second.body.rows.map((r: { id: string }) => r.id)).toContain(id);
  });
  it.each([
    ['a forged page link', '/api/v1/sites?cursor=abc', 400, 'cursor-invalid'],
    ['too many at once', '/api/v1/sites?limit=101', 422, 'invalid'],
    ['a key it is not listed by', '/api/v1/sites?by=name&value=x', 400, 'bad-request'],
    ['an unknown question', '/api/v1/sites?tenantId=x', 422, 'invalid'],
  ])('refuses %s', async (_what, path, status, code) => {
    expect(await coordinator.get(path)).toMatchObject({ status, body: { code, status } });
  });
  it("refuses the page link of another list and of another agency's", async () => {
    await make(coordinator, 'outfall', {}, made);
    const { body } = await coordinator.get('/api/v1/outfalls?limit=1');
    expect((await coordinator.get(`/api/v1/sites?limit=1&cursor=${body.next}`)).body.code).toBe('cursor-invalid');
    const { marlow } = await import('#test/support/stack.ts');
    const stranger = await stack.as('coordinator', marlow);
    expect((await stranger.get(`/api/v1/outfalls?limit=1&cursor=${body.next}`)).body.code).toBe('cursor-invalid');
  });
});

describe('a finding and its task', () => {
  const tasksOf = async (inspection: string) =>
    (await coordinator.get(`/api/v1/tasks?by=inspection&value=${inspection}`)).body.items as {
      id: string;
      version: number;
      values: Record<string, unknown>;
    }[];

  it('comes with a task when it needs correction: due by its severity, for the person named', async () => {
    const inspection = await make(coordinator, 'inspection', {}, made);
    const links = { ...made, inspection: inspection.id };
    await make(
      coordinator,
      'finding',
      { severity: 'high', correctBy: '2026-07-01', assignee: coordinator.member.id },
      links,
    );
    const [task] = await tasksOf(inspection.id);
    expect(task?.values).toMatchObject({
      dueOn: '2026-07-01',
      assignee: coordinator.member.id,
      structure: made.structure,
      status: 'open',
    });
  });
  it('has none when nothing needs correction, and gets it when that turns out', async () => {
    const inspection = await make(coordinator, 'inspection', {}, made);
    const found = await make(coordinator, 'finding', { deficient: false }, { ...made, inspection: inspection.id });
    expect(await tasksOf(inspection.id)).toEqual([]);
    await coordinator.patch(`/api/v1/findings/${found.id}`, 1, { values: { deficient: true } });
    await coordinator.patch(`/api/v1/findings/${found.id}`, 2, { values: { severity: 'low' } });
    expect(await tasksOf(inspection.id)).toHaveLength(1);
  });
  it('is closed by a note, not without one, and opened again with a reason', async () => {
    const { id } = await make(coordinator, 'task', {}, made);
    const bare = await coordinator.act(`/api/v1/tasks/${id}/close`, 1);
    expect(bare).toMatchObject({ status: 422, body: { errors: [{ path: 'note' }] } });
    const closed = await coordinator.act(`/api/v1/tasks/${id}/close`, 1, { note: 'Cleaned by the crew' });
    expect(closed.body.values).toMatchObject({
      status: 'closed',
      closedBy: coordinator.member.id,
      closingNote: 'Cleaned by the crew',
    });
    expect(
      (await coordinator.get('/api/v1/tasks?by=status&value=open')).body.items.map((i: { id: string }) => i.id),
    ).not.toContain(id);
    const opened = await coordinator.act(`/api/v1/tasks/${id}/reopen`, 2, { reason: 'Still full' });
    expect(opened.body.values).toMatchObject({ status: 'open' });
    expect(opened.body.values).not.toHaveProperty('closedAt');
  });
  it('cannot be closed by writing its status', async () => {
    const { id } = await make(coordinator, 'task', {}, made);
    const { status, body } = await coordinator.patch(`/api/v1/tasks/${id}`, 1, { values: { status: 'closed' } });
    expect([status, body.errors[0].path]).toEqual([422, 'values.status']);
  });
});

describe('the description of the API', () => {
  it('is OpenAPI 3.1 and names every record type', async () => {
    const { body } = await coordinator.get('/api/v1/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    for (const record of Object.values(records))
      expect(body.paths).toHaveProperty([`/api/v1/${record.path}/{id}`, 'get']);
  });
});
