import fc from 'fast-check';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { inOrder } from '#functions/lib/exports/ordered.ts';
import { tableAt } from '#functions/lib/store/client.ts';
import { fromItem } from '#functions/lib/store/item.ts';
import { recordsAfter } from '#functions/lib/store/walk.ts';
import type { Stored } from '#shared/model/record.ts';
import { outfall } from '#shared/records/outfall.ts';
import { awkwardText, wireItem } from '#test/support/wire.ts';

const shuffled = (from: object): fc.Arbitrary<object> =>
  fc
    .shuffledSubarray(Object.entries(from), { minLength: Object.keys(from).length })
    .map((entries) => Object.fromEntries(entries));

const place = fc.constantFrom(
  '{"type":"Point","coordinates":[-84.5,38.03]}',
  '{"coordinates":[[-84.5,38.03],[-84.6,38.04]],"type":"LineString"}',
);
const said = fc.dictionary(
  fc.oneof(awkwardText, fc.constantFrom('OBJECTID', '7', 'id', 'LastEvaluatedKey')),
  awkwardText,
);
const values = fc
  .record(
    {
      name: awkwardText,
      location: place,
      notes: fc.oneof(
        awkwardText,
        fc.integer({ min: 1, max: 4000 }).map((n) => '"é]'.repeat(n)),
      ),
      diameter: fc.integer(),
      major: fc.boolean(),
      sourceAttributes: said,
      // Of a field that outfalls had once.
      color: fc.constant('red'),
    },
    { requiredKeys: ['name'] },
  )
  .chain(shuffled);
const [at, by] = ['2026-05-04T15:30:00.000Z', 'm'];
const item = fc
  .record(
    {
      ...{ id: fc.uuid(), version: fc.integer({ min: 1 }), shape: fc.constant(1), values },
      ...{
        createdAt: fc.constant(at),
        createdBy: fc.constant(by),
        updatedAt: fc.constant(at),
        updatedBy: fc.constant(by),
      },
      archivedAt: fc.constant(at),
      verb: fc.constantFrom('create', 'dispose'),
    },
    { requiredKeys: ['id', 'version', 'shape', 'values', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'verb'] },
  )
  .chain(shuffled);

const answer = (items: readonly object[], last?: string) => ({
  Count: items.length,
  Items: items.map(wireItem),
  ...(last !== undefined && { LastEvaluatedKey: { pk: { S: 'p"' }, sk: { S: last } } }),
  ScannedCount: items.length,
});

/** A table that gives these answers one after another, each in pieces, as a network would. */
const tableOf = (...texts: readonly string[]) => {
  const left = [...texts];
  const handle = () => {
    const body = Buffer.from(left.shift() ?? '');
    const pieces = [body.subarray(0, 7), body.subarray(7, 1000), body.subarray(1000)];
    return Promise.resolve({ response: { statusCode: 200, headers: {}, body: Readable.from(pieces) } });
  };
  const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
  return tableAt('t', { region: 'us-east-1', credentials, requestHandler: { handle } });
};
const read = async (...texts: readonly string[]) => recordsAfter(tableOf(...texts), 'tenant', outfall, 1000);

/** With the order of the values, and of everything in them. */
const written = (records: Iterable<Stored>) =>
  JSON.stringify([...records].map(({ values, ...about }) => [Object.entries(about).sort(), values]));
const asItems = (items: readonly object[]) =>
  written(items.map((one) => inOrder(outfall, fromItem(outfall, one as Record<string, unknown>))));

const about = { createdAt: at, createdBy: by, updatedAt: at, updatedBy: by };
const bare = { id: 'a', version: 1, shape: 1, ...about, verb: 'create', values: {} };

describe('records read from an answer', () => {
  it('are those that its items are, in the order of their declaration, whatever the texts and the order they come in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 40 }), awkwardText, async (items, key) => {
        const { records, last } = await read(JSON.stringify(answer(items, key)));
        expect(last).toBe(key);
        expect(written(records)).toBe(asItems(items));
      }),
    );
  });
  it('are the same where another server writes with spaces, everywhere or here and there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 8 }), async (items) => {
        const text = JSON.stringify(answer(items));
        for (const other of [JSON.stringify(answer(items), undefined, 1), text.replace('{"S":', '{ "S":')])
          expect(written((await read(other)).records)).toBe(asItems(items));
      }),
    );
  });
  it('come out of an answer that holds nothing but them, and of an empty one', async () => {
    const alone = await read(JSON.stringify({ Items: [wireItem(bare)] }));
    expect([written(alone.records), alone.last]).toEqual([asItems([bare]), undefined]);
    const empty = await read('{"Count":0,"Items":[],"ScannedCount":0}');
    expect([written(empty.records), empty.last]).toEqual(['[]', undefined]);
  });
  it('are whole where one is longer than all that is looked at together', async () => {
    const long = { ...bare, values: { name: 'long', notes: '"é]}'.repeat(30_000) } };
    const items = [bare, long, bare, long, long, bare];
    expect(written((await read(JSON.stringify(answer(items)))).records)).toBe(asItems(items));
  });
  it('stay what they are when the next answer comes into the same memory', async () => {
    const [first, second] = fc.sample(fc.array(item, { minLength: 30, maxLength: 30 }), { numRuns: 2, seed: 1 });
    const table = tableOf(JSON.stringify(answer(first ?? [])), JSON.stringify(answer(second ?? [])));
    const records = [...(await recordsAfter(table, 'tenant', outfall, 1000)).records];
    const next = [...(await recordsAfter(table, 'tenant', outfall, 1000)).records];
    expect(written(records)).toBe(asItems(first ?? []));
    expect(written(next)).toBe(asItems(second ?? []));
  });
  it('are not mixed up when another answer comes in while they are read', async () => {
    const [first = [], second = []] = fc.sample(fc.array(item, { minLength: 90, maxLength: 90 }), {
      numRuns: 2,
      seed: 2,
    });
    const table = tableOf(JSON.stringify(answer(first)), JSON.stringify(answer(second)));
    const records: Stored[] = [];
    let others: Iterable<Stored> = [];
    for (const one of (await recordsAfter(table, 'tenant', outfall, 1000)).records) {
      if (records.length === 1) others = (await recordsAfter(table, 'tenant', outfall, 1000)).records;
      records.push(one);
    }
    expect(written(records)).toBe(asItems(first));
    expect(written(others)).toBe(asItems(second));
  });
  it.each(['],', '],"', '],"S', ']'])('end where the answer says, though a text ends with %j', async (end) => {
    const items = [{ ...bare, values: { name: end, sourceAttributes: { [end]: end } } }];
    const between = await read(JSON.stringify(answer(items, end)));
    expect([written(between.records), between.last]).toEqual([asItems(items), end]);
    const atTheEnd = await read(JSON.stringify({ Count: 1, Items: items.map(wireItem) }));
    expect(written(atTheEnd.records)).toBe(asItems(items));
  });
  it('with a kind of value that is not kept here are refused and not misread', async () => {
    const { records } = await read('{"Items":[{"id":{"S":"a"},"verb":{"SS":["b"]}}],"Count":1}');
    expect(() => written(records)).toThrow('another kind: SS');
  });
  it('are refused where an answer was cut off', async () => {
    const whole = JSON.stringify(answer(fc.sample(item, { numRuns: 2, seed: 3 })));
    for (let end = 1; end < whole.length; end += 1)
      await expect(read(whole.slice(0, end)).then(({ records }) => written(records))).rejects.toThrow();
  });
});
