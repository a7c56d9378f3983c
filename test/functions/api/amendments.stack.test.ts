import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make, makeOneOfEach } from '#test/support/make.ts';
import { addPhoto } from '#test/support/photo.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let inspector: Visitor;
let coordinator: Visitor;
let made: Awaited<ReturnType<typeof makeOneOfEach>>;
beforeAll(async () => {
  stack = await startStack();
  [inspector, coordinator] = await Promise.all([stack.as('inspector'), stack.as('coordinator')]);
  made = await makeOneOfEach(coordinator);
});
afterAll(() => stack.close());

const reason = 'The depth was read from the wrong mark.';
const inspections = '/api/v1/inspections';

/** An inspection of the inspector's own that is signed off, at version 2. */
const signedOff = async () => {
  const { id } = await make(inspector, 'inspection', {}, made);
  const answer = await inspector.act(`${inspections}/${id}/sign-off`, 1);
  expect(answer.status).toBe(200);
  return { id, path: `${inspections}/${id}`, values: answer.body.values as Record<string, unknown> };
};
const history = async (path: string, versions: number) => {
  await expect
    .poll(async () => (await coordinator.get(`${path}/history`)).body.items.length, { timeout: 20_000 })
    .toBe(versions);
  return (await coordinator.get(`${path}/history`)).body.items as {
    verb: string;
    reason?: string;
    changes: object[];
  }[];
};

describe('an inspection that is signed off', () => {
  it('says by whom and when, and so does its history', async () => {
    const { path, values } = await signedOff();
    expect(values).toMatchObject({ signedOffBy: inspector.member.id });
    expect(Date.parse(String(values['signedOffAt']))).toBeGreaterThan(Date.now() - 60_000);
    const [entry] = await history(path, 2);
    expect(entry).toMatchObject({
      verb: 'signOff',
      by: inspector.member.id,
      changes: [{ field: 'signedOffAt' }, { field: 'signedOffBy', after: inspector.member.id }],
    });
  });
  it('is not signed off twice, nor by writing into its fields', async () => {
    const { path } = await signedOff();
    expect((await inspector.act(`${path}/sign-off`, 2)).status).toBe(409);
    expect((await inspector.act(`${path}/sign-off`, 1)).status).toBe(412);
    const { id } = await make(inspector, 'inspection', {}, made);
    const written = await inspector.patch(`${inspections}/${id}`, 1, {
      values: { signedOffAt: '2026-01-01T00:00:00.000Z' },
    });
    expect(written.status).toBe(422);
  });
  it('is not changed without a reason, and nothing is written', async () => {
    const { path } = await signedOff();
    const answer = await inspector.patch(path, 2, { values: { sedimentDepth: 4 } });
    expect([answer.status, answer.body.code]).toEqual([422, 'reason-required']);
    expect(answer.body.detail).toBe('This inspection is signed off. Say why it is changed afterwards.');
    expect(answer.body.errors).toEqual([{ path: 'reason', message: 'Say why it is changed afterwards.' }]);
    for (const empty of ['', '   '])
      expect((await inspector.patch(path, 2, { values: { sedimentDepth: 4 }, reason: empty })).status).toBe(422);
    expect((await inspector.get(path)).body).toMatchObject({ version: 2, values: { sedimentDepth: 14 } });
  });
  it('is amended with a reason, which stands in the history beside what was there before', async () => {
    const { path } = await signedOff();
    const answer = await inspector.patch(path, 2, { values: { sedimentDepth: 4 }, reason });
    expect(answer.status).toBe(200);
    expect(answer.body.values.signedOffAt).toBeDefined();
    const [entry] = await history(path, 3);
    expect(entry).toMatchObject({ verb: 'amend', reason, changes: [{ field: 'sedimentDepth', before: 14, after: 4 }] });
    expect((await inspector.patch(path, 3, { values: { sedimentDepth: 5 } })).body.code).toBe('reason-required');
  });
  it('takes no number that should not be kept: the reason of the amendment is not one for the number', async () => {
    const { path } = await signedOff();
    const answer = await inspector.patch(path, 2, { values: { summary: 'Owner 219-09-9999' }, reason });
    expect([answer.status, answer.body.code]).toEqual([422, 'restricted']);
    expect(answer.body.errors).toEqual([
      { path: 'values.summary', message: 'This looks like a Social Security number. Take it out.' },
    ]);
  });
  it('gets no photo, and loses none, without a reason; nor does a finding of it', async () => {
    const { id } = await make(inspector, 'inspection', {}, made);
    const finding = await make(inspector, 'finding', {}, { ...made, inspection: id });
    const photo = await addPhoto(stack, inspector, { onType: 'inspection', onId: id, content: 'before' });
    expect((await inspector.act(`${inspections}/${id}/sign-off`, 1)).status).toBe(200);
    const announced = (onType: string, onId: string, fileName = 'later.jpg') => ({
      id: v7(),
      values: { fileName, onType, onId, contentType: 'image/jpeg', bytes: 9, sha256: '0'.repeat(64) },
    });
    for (const later of [announced('inspection', id), announced('finding', finding.id)]) {
      const { status, body } = await inspector.post('/api/v1/attachments', later);
      expect([status, body.code, body.errors]).toEqual([
        422,
        'reason-required',
        [{ path: 'reason', message: 'Say why it is changed afterwards.' }],
      ]);
      expect((await inspector.post('/api/v1/attachments', { ...later, reason })).status).toBe(201);
      const [entry] = await history(`/api/v1/attachments/${later.id}`, 1);
      expect(entry).toMatchObject({ verb: 'create', reason });
    }
    // Its reason does not let a number in that should not be kept.
    const restricted = { ...announced('inspection', id, 'ssn 219-09-9999.jpg'), reason };
    expect((await inspector.post('/api/v1/attachments', restricted)).body.code).toBe('restricted');
    const file = `/api/v1/attachments/${photo}`;
    expect((await coordinator.act(`${file}/archive`, 2, {})).status).toBe(422);
    expect((await coordinator.act(`${file}/archive`, 2, { reason })).status).toBe(200);
    expect((await coordinator.act(`${file}/restore`, 3, {})).body.code).toBe('reason-required');
    expect((await coordinator.act(`${file}/restore`, 3, { reason })).status).toBe(200);
  });
  it('gets no finding, loses none and has none changed without a reason', async () => {
    const before = await make(inspector, 'inspection', {}, made);
    const finding = await make(inspector, 'finding', {}, { ...made, inspection: before.id });
    await inspector.act(`${inspections}/${before.id}/sign-off`, 1);
    const path = `/api/v1/findings/${finding.id}`;
    expect((await inspector.patch(path, 1, { values: { severity: 'high' } })).body.code).toBe('reason-required');
    const away = await inspector.patch(path, 1, { values: { inspection: made.inspection } });
    expect(away.body.code).toBe('reason-required');
    const added = { id: v7(), values: { ...finding.values, inspection: before.id } };
    expect((await inspector.post('/api/v1/findings', added)).body.code).toBe('reason-required');
    expect((await inspector.post('/api/v1/findings', { ...added, reason })).status).toBe(201);
    expect((await inspector.patch(path, 1, { values: { severity: 'high' }, reason })).status).toBe(200);
    const [entry] = await history(path, 2);
    expect(entry).toMatchObject({ verb: 'amend', reason });
  });
  it('comes back from the archive for a reason only', async () => {
    const { path } = await signedOff();
    await coordinator.act(`${path}/archive`, 2, { reason: 'Entered twice' });
    expect((await coordinator.act(`${path}/restore`, 3)).body.code).toBe('reason-required');
    expect((await coordinator.act(`${path}/restore`, 3, { reason })).status).toBe(200);
  });
  it('is signed off by nobody who only reads, and not while it is archived', async () => {
    const { id } = await make(coordinator, 'inspection', {}, made);
    const path = `${inspections}/${id}`;
    expect((await (await stack.as('viewer')).act(`${path}/sign-off`, 1)).status).toBe(403);
    await coordinator.act(`${path}/archive`, 1, { reason: 'Entered twice' });
    expect((await coordinator.act(`${path}/sign-off`, 2)).status).toBe(409);
  });
});

describe('what is not signed off', () => {
  it('is changed as before, with no reason', async () => {
    const { id } = await make(inspector, 'inspection', {}, made);
    const answer = await inspector.patch(`${inspections}/${id}`, 1, { values: { sedimentDepth: 4 } });
    expect(answer.status).toBe(200);
    expect((await history(`${inspections}/${id}`, 2))[0]).toMatchObject({ verb: 'change' });
  });
});

describe('a task that is closed', () => {
  it('is amended with a reason, and changed without one when it is open again', async () => {
    const { id } = await make(coordinator, 'task', {}, made);
    const path = `/api/v1/tasks/${id}`;
    await coordinator.act(`${path}/close`, 1, { note: 'Cleaned' });
    const change = { values: { title: 'Clean the sump twice' } };
    expect((await coordinator.patch(path, 2, change)).body).toMatchObject({
      code: 'reason-required',
      detail: 'This task is closed. Say why it is changed afterwards.',
    });
    expect((await coordinator.patch(path, 2, { ...change, reason })).status).toBe(200);
    expect((await history(path, 3))[0]).toMatchObject({ verb: 'amend', reason });
    await coordinator.act(`${path}/reopen`, 3, { reason: 'Not done after all' });
    expect((await coordinator.patch(path, 4, { values: { title: 'Clean the sump' } })).status).toBe(200);
  });
});

it('an amendment is found by what was done in the audit trail of the agency', async () => {
  const { id, path } = await signedOff();
  await inspector.patch(path, 2, { values: { sedimentDepth: 4 }, reason });
  await stack.idle();
  const admin = await stack.as('admin');
  const { items } = (await admin.get(`/api/v1/audit?verb=amend&type=inspection&id=${id}`)).body;
  expect(items).toMatchObject([{ id, verb: 'amend', reason, fields: ['sedimentDepth'] }]);
});
