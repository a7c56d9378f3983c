import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const base = '/api/v1/public-records-requests';
const open = async () => (await make(coordinator, 'publicRecordsRequest')).id;
const exemption = { code: '42.56.240(2)', citation: 'RCW 42.56.240(2)' };
const ground = { exemption, reason: 'Named as a complainant who asked for it.' };
const set = (id: string, version: number, rules: readonly object[], rest: object = {}, by = coordinator) =>
  by.act(`${base}/${id}/redactions`, version, { rules, ordinary: [], ...rest });
const preview = async (id: string, recordType: string, recordId: string, by = coordinator) =>
  by.get(`${base}/${id}/preview?recordType=${recordType}&recordId=${recordId}`);
const term = (...terms: string[]) => ({ id: 'm-1', kind: 'terms', terms, ...ground });

describe('what is removed for a request', () => {
  it('is set with the exemption it rests on, at the version that was read', async () => {
    const id = await open();
    expect((await coordinator.get(`${base}/${id}/redactions`)).body).toEqual({ version: 1, rules: [], ordinary: [] });
    const rule = term('Example contact');
    expect((await set(id, 1, [rule])).body).toMatchObject({ version: 2, rules: [rule] });
    expect((await set(id, 1, [])).status).toBe(412);
    expect((await coordinator.get(`${base}/${id}/redactions`)).body.rules).toEqual([rule]);
  });
  it.each([
    ['without an exemption', { id: 'a', kind: 'terms', terms: ['word'], reason: 'x' }, 'rules.0.exemption'],
    [
      'a fact that is public by rule',
      { ...ground, id: 'a', kind: 'fields', recordType: 'site', fields: ['permitNumber'] },
      'rules.0',
    ],
    [
      'a field that is not there',
      { ...ground, id: 'a', kind: 'fields', recordType: 'site', fields: ['nothing'] },
      'rules.0',
    ],
  ])('is refused %s', async (_what, rule, path) => {
    const { status, body } = await set(await open(), 1, [rule]);
    expect([status, body.errors[0].path]).toEqual([422, path]);
  });
  it('is set by nobody who may not work on requests', async () => {
    const id = await open();
    expect((await set(id, 1, [], {}, await stack.as('viewer'))).status).toBe(403);
  });
});

describe('a preview', () => {
  it('shows a record as it is beside what goes out, and each deletion with its amount, place and exemption', async () => {
    const id = await open();
    const site = await make(coordinator, 'site', {
      externalId: undefined,
      notes: 'Mrs. Example-Neighbor called about mud.',
    });
    await set(id, 1, [term('Mrs. Example-Neighbor'), { ...ground, id: 'people', kind: 'class', class: 'personal' }]);
    const { body } = await preview(id, 'site', site.id);
    expect(body.record.values).toEqual(site.values);
    expect(body.copy.values).toMatchObject({
      name: 'Mill Run Commons',
      notes: '[REDACTED 11 to 25 characters; 42.56.240(2)] called about mud.',
      contactName: { redacted: '[REDACTED whole field, 11 to 25 characters; 42.56.240(2)]' },
    });
    expect(body.deletions).toContainEqual({
      kind: 'part',
      recordType: 'site',
      recordId: site.id,
      field: 'notes',
      place: 'Notes',
      amount: '11 to 25 characters',
      rule: 'm-1',
      exemption,
      reason: ground.reason,
    });
    expect(JSON.stringify([body.copy, body.deletions])).not.toMatch(/Neighbor|Example contact/);
  });
  it('names the files of the record, and says which stay behind', async () => {
    const id = await open();
    const before = (await preview(id, 'structure', made.structure)).body;
    expect(before.files).toMatchObject([{ id: made.attachment, fileName: 'sump.jpg', copyName: 'sump.jpg' }]);
    expect(before.files[0]).not.toHaveProperty('withheld');
    await set(id, 1, [{ ...ground, id: 'f', kind: 'files', only: [made.attachment] }, term('sump')]);
    const { body } = await preview(id, 'structure', made.structure);
    expect(body.files[0]).toMatchObject({
      copyName: 'redacted.jpg',
      withheld: { code: '42.56.240(2)', reason: ground.reason },
    });
  });
  it('says when a record is withheld whole', async () => {
    const id = await open();
    const rule = { ...ground, id: 'w', kind: 'records', recordType: 'task', only: [made.task] };
    expect((await set(id, 1, [rule])).status).toBe(200);
    const { body } = await preview(id, 'task', made.task);
    expect(body.copy).toBeUndefined();
    expect(body.deletions).toMatchObject([{ kind: 'record', amount: 'whole record' }]);
  });
  it('refuses to cut what is public by rule, and says where', async () => {
    const id = await open();
    const site = await make(coordinator, 'site', { externalId: undefined, permitNumber: 'KYR10-7734' });
    await set(id, 1, [term('KYR10-7734')]);
    const { body } = await preview(id, 'site', site.id);
    expect(body.copy.values.permitNumber).toBe('KYR10-7734');
    expect(body.refusals).toMatchObject([{ field: 'permitNumber' }]);
  });
  it('changes nothing about the record', async () => {
    const id = await open();
    await set(id, 1, [{ ...ground, id: 'people', kind: 'class', class: 'personal' }]);
    const before = (await coordinator.get(`/api/v1/outfalls/${made.outfall}`)).body;
    await preview(id, 'outfall', made.outfall);
    expect((await coordinator.get(`/api/v1/outfalls/${made.outfall}`)).body).toEqual(before);
  });
  it('is for those who work on requests, and of what is there', async () => {
    const id = await open();
    expect((await preview(id, 'site', made.site, await stack.as('viewer'))).status).toBe(403);
    expect((await preview(id, 'site', v7())).status).toBe(404);
    expect((await preview(v7(), 'site', made.site)).status).toBe(404);
  });
});
