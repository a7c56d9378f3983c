import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportJob } from '#shared/model/job.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { bring, errorsOf, everyRecord, pipes, settled } from './office.ts';

let stack: TestStack;
let coordinator: Visitor;

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
});
afterAll(() => stack.close());

const undo = async ({ id }: ImportJob): Promise<ImportJob> => {
  const { status, body } = await coordinator.post(`/api/v1/imports/${id}/undo`, {});
  if (status !== 202) throw new Error(`The undo was answered ${status}: ${JSON.stringify(body)}`);
  return settled(coordinator, `/api/v1/imports/${id}`);
};

const record = async (externalId: string) => {
  const found = (await everyRecord(coordinator)).find(({ values }) => values['externalId'] === externalId);
  if (found === undefined) throw new Error(`There is no ${externalId}.`);
  return found;
};
const at = (id: string) => `/api/v1/structures/${id}`;

describe('an import that changed three records and made two', () => {
  let job: ImportJob;
  const made: Record<string, string> = {};

  beforeAll(async () => {
    await bring(coordinator, { name: 'pipes.geojson', content: pipes(10) });
    const content = pipes(12, (n) => (n <= 3 ? { LineSize: 48, Owner: 'County' } : {}));
    job = await bring(coordinator, { name: 'again.geojson', content });
    expect(job.counts).toMatchObject({ updated: 3, created: 2, unchanged: 7 });
    for (const n of [2, 11, 12]) made[`P-${n}`] = (await record(`{P-${n}}`)).id;
    // Afterwards, somebody says more of one that was changed and of one that was made.
    await coordinator.patch(at(made['P-2'] ?? ''), 2, { values: { notes: 'Root ball' } });
    await coordinator.patch(at(made['P-12'] ?? ''), 1, { values: { notes: 'Lined last year' } });
    job = await undo(job);
  });

  it('is undone: what nobody touched since goes back, and the counts say so', () => {
    expect(job).toMatchObject({
      state: 'undone',
      undone: { archived: 1, restored: 2, leftAlone: 2 },
      progress: { done: 12, total: 12 },
    });
  });

  it('puts back what was there before, and takes away what was not', async () => {
    const { values, version } = await record('{P-1}');
    expect(version).toBe(3);
    expect(values).not.toHaveProperty('diameter');
    expect(values).not.toHaveProperty('owner');
    expect((await record('{P-3}')).values).toMatchObject({ diameter: 12 });
  });

  it('archives what it made, and erases nothing', async () => {
    expect((await coordinator.get(at(made['P-11'] ?? ''))).body).toMatchObject({
      archivedAt: expect.any(String),
      values: { externalId: '{P-11}' },
    });
  });

  it('leaves later edits alone, and lists their rows', async () => {
    expect((await record('{P-2}')).values).toMatchObject({ diameter: 48, owner: 'County', notes: 'Root ball' });
    expect((await record('{P-12}')).values).toMatchObject({ notes: 'Lined last year' });
    expect(await errorsOf(coordinator, job)).toEqual(
      [2, 12].map((row) => ({ row, message: 'Left as it is: the record of this row was changed after the import.' })),
    );
  });

  it('leaves the records that it found unchanged as they were', async () => {
    expect(await record('{P-7}')).toMatchObject({ version: 1 });
  });

  it('is told in the history, as the import that it was', async () => {
    await stack.idle();
    const { body } = await coordinator.get(`${at(made['P-11'] ?? '')}/history`);
    expect(body.items[0]).toMatchObject({
      verb: 'archive',
      source: 'import',
      by: coordinator.member.id,
      reason: 'Undo of the import of again.geojson',
    });
  });

  it('is over: neither undone twice nor run again', async () => {
    for (const verb of ['undo', 'read'])
      expect(await coordinator.post(`/api/v1/imports/${job.id}/${verb}`, {})).toMatchObject({ status: 409 });
  });

  it('belongs to its agency and to coordinators', async () => {
    const inspector = await stack.as('inspector');
    expect((await inspector.post(`/api/v1/imports/${job.id}/undo`, {})).status).toBe(403);
  });
});
