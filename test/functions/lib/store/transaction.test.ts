import { describe, expect, it } from 'vitest';
import type { Table } from '#functions/lib/store/index.ts';
import { allOrNothing } from '#functions/lib/store/transaction.ts';

const cancelled = (Code: string) =>
  Object.assign(new Error('cancelled'), { name: 'TransactionCanceledException', CancellationReasons: [{ Code }] });

/** A table that answers with these errors, one after the other, and then takes whatever comes. */
const tableWith = (errors: Error[]) => {
  let calls = 0;
  const send = () => {
    calls += 1;
    const error = errors.shift();
    return error === undefined ? Promise.resolve({}) : Promise.reject(error);
  };
  // A real table cancels a transaction when others meet it, and not when a test wants it to.
  return { table: { name: 't', document: { send } } as unknown as Table, calls: () => calls };
};

describe('a transaction', () => {
  it('that met another one comes again', async () => {
    const { table, calls } = tableWith([cancelled('TransactionConflict'), cancelled('TransactionConflict')]);
    expect(await allOrNothing(table, [])).toBe(true);
    expect(calls()).toBe(3);
  });
  it('that meets others each time fails in the end', async () => {
    const { table, calls } = tableWith(Array.from({ length: 9 }, () => cancelled('TransactionConflict')));
    await expect(allOrNothing(table, [])).rejects.toThrow('cancelled');
    expect(calls()).toBe(6);
  });
  it('is false where a condition does not hold, and throws what else goes wrong', async () => {
    expect(await allOrNothing(tableWith([cancelled('ConditionalCheckFailed')]).table, [])).toBe(false);
    await expect(allOrNothing(tableWith([cancelled('ValidationError')]).table, [])).rejects.toThrow('cancelled');
    await expect(allOrNothing(tableWith([new Error('no network')]).table, [])).rejects.toThrow('no network');
  });
});
