import fc from 'fast-check';
import { v7, validate, version } from 'uuid';
import { expect, it } from 'vitest';
import { isOfJob, rowId } from '#functions/imports/row-id.ts';

const job = { id: '0198a000-0000-7000-8000-000000000001', createdAt: '2026-06-01T12:00:00.000Z' };
const other = { ...job, id: '0198a000-0000-7000-8000-000000000002' };

it('a row has the same id each time, a UUIDv7 that tells whose it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000_000 }), (row) => {
      const id = rowId(job, row);
      expect(id).toBe(rowId(job, row));
      expect(validate(id) && version(id)).toBe(7);
      expect([isOfJob(job, id), isOfJob(other, id)]).toEqual([true, false]);
    }),
  );
});

it('ids sort as the rows do', () => {
  const ids = [1, 2, 4095, 4096, 4097, 100_000].map((row) => rowId(job, row));
  expect(ids.toSorted()).toEqual(ids);
});

it('ids that people make are not taken for rows', () => {
  expect([v7(), v7({ msecs: Date.parse(job.createdAt) })].map((id) => isOfJob(job, id))).toEqual([false, false]);
});
