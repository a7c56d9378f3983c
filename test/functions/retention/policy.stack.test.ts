import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let admin: Visitor;
let coordinator: Visitor;
let viewer: Visitor;
beforeAll(async () => {
  stack = await startStack();
  admin = await stack.as('admin', fernwick);
  coordinator = await stack.as('coordinator');
  viewer = await stack.as('viewer');
});
afterAll(() => stack.close());

const path = '/api/v1/retention';
const policy = async (by = viewer) => (await by.get(path)).body;
const classNamed = (body: { classes: { name: string }[] }, name: string) =>
  body.classes.find((its) => its.name === name);
const change = async (body: object, by = admin) =>
  by.patch(path, (await policy()).version, { reason: 'Council decision', ...body });

describe('the retention rules', () => {
  it('are the defaults with their citations until somebody sets them, for everyone to see', async () => {
    const { version, classes, holds } = await policy();
    expect([version, holds]).toEqual([1, []]);
    expect(classNamed({ classes }, 'inspections')).toMatchObject({
      years: 5,
      floor: 3,
      trigger: 'permitYearEnd',
      recordTypes: ['inspection', 'finding'],
      source: expect.stringContaining('40 CFR 122.34(g)(2)') as string,
    });
  });
  it('are lengthened, and shortened down to what the law asks, by an administrator with a reason', async () => {
    const longer = await change({ classes: { followUp: { years: 9, trigger: 'closed' } } });
    expect([longer.status, classNamed(longer.body, 'followUp')]).toMatchObject([200, { years: 9 }]);
    expect(longer.body.log.at(-1)).toMatchObject({
      by: admin.member.id,
      what: 'Tasks: 5 years from the day it was closed or archived to 9 years from the day it was closed or archived',
      reason: 'Council decision',
    });
    expect((await change({ classes: { followUp: { years: 3, trigger: 'closed' } } })).status).toBe(200);
    const below = await change({ classes: { followUp: { years: 2, trigger: 'closed' } } });
    expect([below.status, below.body.errors[0].path]).toEqual([422, 'classes.followUp.years']);
    expect((await admin.get('/api/v1/access-events?limit=20')).body.items).toContainEqual(
      expect.objectContaining({ kind: 'retentionChange', memberId: admin.member.id }),
    );
  });
  it('are not changed without a reason, over a newer version, or by anybody else', async () => {
    const { version } = await policy();
    const body = { permitYearStart: '07-01', reason: 'Fiscal year' };
    expect((await admin.patch(path, version, { permitYearStart: '07-01' })).status).toBe(422);
    expect((await admin.patch(path, version - 1, body)).status).toBe(412);
    expect((await coordinator.patch(path, version, body)).status).toBe(403);
    expect((await policy()).version).toBe(version);
  });
  it('name as the person who is asked only somebody who may decide', async () => {
    expect((await change({ disposer: viewer.member.id })).status).toBe(422);
    expect((await change({ disposer: v7() })).status).toBe(422);
    const named = await change({ disposer: coordinator.member.id });
    expect([named.status, named.body.disposer]).toEqual([200, coordinator.member.id]);
  });
});

describe('a legal hold', () => {
  const order = () => ({ id: v7(), scope: { kind: 'type', type: 'inspection' }, reason: 'Appeal of a penalty' });
  it('is placed once, however often it is sent, and names who placed it', async () => {
    const sent = order();
    const answers = await Promise.all(Array.from({ length: 4 }, () => coordinator.post(`${path}/holds`, sent)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 201]);
    const holds = (await policy()).holds.filter(({ id }: { id: string }) => id === sent.id);
    expect(holds).toMatchObject([{ ...sent, by: coordinator.member.id }]);
    expect((await coordinator.post(`${path}/holds`, { ...sent, reason: 'Another' })).status).toBe(409);
  });
  it('is lifted by an administrator with a reason, and stays on record', async () => {
    const { id } = (await coordinator.post(`${path}/holds`, order())).body.holds.at(-1);
    expect((await coordinator.post(`${path}/holds/${id}/lift`, { reason: 'Settled' })).status).toBe(403);
    const lifted = await admin.post(`${path}/holds/${id}/lift`, { reason: 'Settled' });
    expect(lifted.body.holds.at(-1)).toMatchObject({ id, lifted: { by: admin.member.id, reason: 'Settled' } });
    expect((await admin.post(`${path}/holds/${v7()}/lift`, { reason: 'x' })).status).toBe(404);
  });
  it('is not placed by a viewer, and is nothing to another agency', async () => {
    expect((await viewer.post(`${path}/holds`, order())).status).toBe(403);
    const other = await stack.as('admin', marlow);
    expect(await policy(other)).toMatchObject({ version: 1, holds: [], log: [] });
  });
});
