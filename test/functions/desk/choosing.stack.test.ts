import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bring, pipes } from '#test/functions/imports/office.ts';
import { make, makeOneOfEach } from '#test/support/make.ts';
import { marlow, startStack, type TestStack } from '#test/support/stack.ts';
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

const base = '/api/v1/public-records-requests';
const open = async () => (await make(coordinator, 'publicRecordsRequest')).id;
const post = (id: string, verb: string, body: object, by = coordinator) => by.post(`${base}/${id}/${verb}`, body);
const countsOf = async (id: string) => (await coordinator.get(`${base}/${id}/chosen/counts`)).body.counts;
const named = (...names: (keyof typeof made)[]) => ({
  records: names.map((recordType) => ({ recordType, id: made[recordType] })),
});

/** All turns of one query, as a screen takes them. */
const matching = async (id: string, query: object) => {
  const turns = [];
  let after: string | undefined;
  do {
    const { status, body } = await post(id, 'choose-matching', { take: 'in', ...query, ...(after && { after }) });
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
    turns.push(body);
    ({ after } = body);
  } while (after !== undefined);
  return turns;
};
const sum = (turns: readonly Record<string, number>[], key: string) => turns.reduce((all, t) => all + (t[key] ?? 0), 0);

describe('records are chosen for a request', () => {
  it('one by one, once each, and are taken out again', async () => {
    const id = await open();
    expect((await post(id, 'choose', named('site', 'inspection'))).body).toEqual({ changed: 2 });
    expect((await post(id, 'choose', named('site', 'finding'))).body).toEqual({ changed: 1 });
    expect(await countsOf(id)).toEqual({ site: 1, inspection: 1, finding: 1 });
    expect((await post(id, 'take-out', named('site'))).body).toEqual({ changed: 1 });
    expect((await post(id, 'take-out', named('site', 'task'))).body).toEqual({ changed: 0 });
    expect(await countsOf(id)).toEqual({ inspection: 1, finding: 1 });
    expect((await post(id, 'choose', named('site'))).body).toEqual({ changed: 1 });
  });
  it('once, where one is named twice', async () => {
    const id = await open();
    const upper = { recordType: 'task', id: made.task.toUpperCase() };
    const twice = { records: [...named('site', 'task', 'site').records, upper] };
    expect(await post(id, 'choose', twice)).toMatchObject({ status: 200, body: { changed: 2 } });
    expect(await countsOf(id)).toEqual({ site: 1, task: 1 });
    expect(await post(id, 'take-out', twice)).toMatchObject({ status: 200, body: { changed: 2 } });
  });
  it('and are listed with what a list shows of them now', async () => {
    const id = await open();
    await post(id, 'choose', named('site', 'structure'));
    await coordinator.patch(`/api/v1/structures/${made.structure}`, 1, { values: { notes: 'Seen again.' } });
    const { body } = await coordinator.get(`${base}/${id}/chosen`);
    expect(body.items).toMatchObject([
      {
        recordType: 'site',
        id: made.site,
        chosenBy: coordinator.member.id,
        row: { values: { name: 'Mill Run Commons' } },
      },
      { recordType: 'structure', id: made.structure, row: { version: 2, values: { name: 'CB-101' } } },
    ]);
    const first = (await coordinator.get(`${base}/${id}/chosen?limit=1`)).body;
    const second = (await coordinator.get(`${base}/${id}/chosen?limit=1&cursor=${first.next}`)).body;
    expect([first.items[0].recordType, second.items[0].recordType]).toEqual(['site', 'structure']);
    expect((await coordinator.get(`${base}/${id}/chosen?recordType=structure`)).body.items).toHaveLength(1);
  });
  it('by a query: what is about a site, over one more record', async () => {
    const id = await open();
    const about = made.structure;
    for (const recordType of ['structure', 'inspection', 'finding', 'task', 'outfall'])
      await matching(id, { recordType, about });
    // The finding's own task and the example's both name the structure.
    expect(await countsOf(id)).toEqual({ structure: 1, inspection: 1, finding: 1, task: 2 });
  });
  it('by a query over more records than one turn looks at, and a turn that is taken again changes nothing', async () => {
    await bring(coordinator, { name: 'pipes.geojson', content: pipes(1200) });
    const id = await open();
    const turns = await matching(id, { recordType: 'structure' });
    expect(turns.map(({ looked }) => looked)).toEqual([500, 500, 201]);
    expect(sum(turns, 'changed')).toBe(1201);
    expect(sum(await matching(id, { recordType: 'structure' }), 'changed')).toBe(0);
    expect(await countsOf(id)).toEqual({ structure: 1201 });
    const out = await matching(id, { recordType: 'structure', take: 'out', is: { field: 'kind', value: 'pipe' } });
    expect(sum(out, 'changed')).toBe(1200);
    expect(await countsOf(id)).toEqual({ structure: 1 });
  });
  it.each([
    [{ recordType: 'attachment' }, 'recordType'],
    [{ recordType: 'member' }, 'recordType'],
    [{ recordType: 'site', date: 'name' }, 'date'],
    [{ recordType: 'site', is: { field: 'name', value: 'x' } }, 'is'],
    [{ recordType: 'site', from: 'soon' }, 'from'],
  ])('but not by a query that makes no sense: %j', async (query, path) => {
    const { status, body } = await post(await open(), 'choose-matching', { take: 'in', ...query });
    expect([status, body.errors[0].path]).toEqual([422, path]);
  });
});

describe('what is chosen', () => {
  it('is only what is there, in the own agency', async () => {
    const id = await open();
    const neighbour = await stack.as('coordinator', marlow);
    const theirs = await make(neighbour, 'site');
    for (const one of [v7(), theirs.id]) {
      const { status, body } = await post(id, 'choose', { records: [{ recordType: 'site', id: one }] });
      expect([status, body.errors[0].path]).toEqual([422, 'records.0']);
    }
    for (const verb of ['choose', 'take-out'])
      expect((await post(id, verb, named('site'), neighbour)).status).toBe(404);
    expect((await neighbour.get(`${base}/${id}/chosen`)).status).toBe(404);
    expect((await neighbour.get(`${base}/${id}/chosen/counts`)).status).toBe(404);
    expect(await countsOf(id)).toEqual({});
  });
  it('stays as it is once the request was answered, and is seen by no viewer', async () => {
    const id = await open();
    await post(id, 'choose', named('site'));
    expect((await (await stack.as('viewer')).get(`${base}/${id}/chosen`)).status).toBe(403);
    await coordinator.act(`${base}/${id}/status`, 1, { to: 'withdrawn', reason: 'By letter.' });
    for (const verb of ['choose', 'take-out']) expect((await post(id, verb, named('site', 'task'))).status).toBe(409);
    expect((await post(id, 'choose-matching', { take: 'in', recordType: 'site' })).status).toBe(409);
    expect(await countsOf(id)).toEqual({ site: 1 });
  });
  it('leaves the records as they were', async () => {
    const before = (await coordinator.get(`/api/v1/outfalls/${made.outfall}`)).body;
    await post(await open(), 'choose', named('outfall'));
    expect((await coordinator.get(`/api/v1/outfalls/${made.outfall}`)).body).toEqual(before);
  });
});
