import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportJob } from '#shared/model/job.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { errorsOf, everyRecord, pipes, settled, upload } from './office.ts';

/** An area that was never given to anybody's card: its form alone is what counts. */
const looksLikeSsn = '219-09-9999';
const reason = 'It is the number of an easement, written like one.';

let stack: TestStack;
let coordinator: Visitor;

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
});
afterAll(() => stack.close());

const begin = async (verb: 'check' | 'run', job: ImportJob, why?: string): Promise<ImportJob> => {
  const at = `/api/v1/imports/${job.id}`;
  const { status } = await coordinator.post(`${at}/${verb}`, {
    mapping: job.suggested,
    ...(why === undefined ? {} : { reason: why }),
  });
  expect(status).toBe(202);
  return settled(coordinator, at);
};
const changing = (n: number, note: string) => pipes(5, (k) => (k === n ? { Remarks: note } : {}));
const named = async (id: string) =>
  (await everyRecord(coordinator)).find(({ values }) => values['externalId'] === `{P-${id}}`);

describe('a file in which a row seems to hold a Social Security number', () => {
  let job: ImportJob;
  beforeAll(async () => {
    job = await upload(coordinator, { name: 'pipes.geojson', content: changing(4, `Owner ${looksLikeSsn}`) });
  });

  it('has it among no examples', () => {
    expect(job.columns?.find(({ name }) => name === 'Remarks')).toMatchObject({ samples: [] });
    expect(JSON.stringify(job)).not.toContain(looksLikeSsn);
  });

  it('has that row left out, named without the number', async () => {
    const checked = await begin('check', job);
    expect(checked).toMatchObject({ counts: { created: 4, rejected: 1 }, restricted: 1 });
    const [error, ...more] = await errorsOf(coordinator, job);
    expect(more).toEqual([]);
    expect(error).toMatchObject({ row: 4, message: expect.stringContaining('looks like a Social Security number') });
    expect(JSON.stringify(error)).not.toContain(looksLikeSsn);
  });

  it('has it taken for a reason, which stands in the history of that record alone', async () => {
    const checked = await begin('check', job, reason);
    expect(checked).toMatchObject({ counts: { created: 5, rejected: 0 }, restricted: 0, reason });
    const done = await begin('run', job, reason);
    expect(done).toMatchObject({ state: 'done', counts: { created: 5, rejected: 0 } });
    await stack.idle();
    for (const [id, why] of [
      ['4', reason],
      ['3', undefined],
    ] as const) {
      const record = await named(id);
      const { body } = await coordinator.get(`/api/v1/structures/${record?.id ?? ''}/history`);
      expect(body.items[0]).toMatchObject({ verb: 'create', source: 'import' });
      expect(body.items[0].reason).toBe(why);
    }
  });

  it('does not ask again about what is there already, and asks about a change to another record', async () => {
    const again = await upload(coordinator, { name: 'again.geojson', content: changing(4, `Owner ${looksLikeSsn}`) });
    expect(await begin('run', again)).toMatchObject({ counts: { unchanged: 5, rejected: 0 }, restricted: 0 });
    const other = await upload(coordinator, { name: 'other.geojson', content: changing(2, `Owner ${looksLikeSsn}`) });
    const done = await begin('run', other);
    expect(done).toMatchObject({ counts: { unchanged: 4, rejected: 1 }, restricted: 1 });
    expect(await named('2')).toMatchObject({ version: 1 });
  });
});
