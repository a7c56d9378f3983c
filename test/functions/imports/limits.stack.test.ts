import { afterAll, beforeAll, expect, it } from 'vitest';
import { MAX_MAPPING_BYTES } from '#shared/model/job.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { upload } from './office.ts';

let stack: TestStack;
let coordinator: Visitor;
beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
});
afterAll(() => stack.close());

const csv = (columns: readonly string[]) =>
  `${['GlobalID', 'Type', ...columns].join(',')}\n${['S-1', 'Manhole', ...columns.map((_, n) => `a value ${n}`)].join(',')}\n`;
const named = (count: number, length: number) => Array.from({ length: count }, (_, n) => `${n}-`.padEnd(length, 'x'));

/** GeoJSON names as many properties as it likes. */
const geojson = (names: readonly string[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: [{ type: 'Feature', geometry: null, properties: Object.fromEntries(names.map((name) => [name, 1])) }],
  });

it('a file of hundreds of columns is read, and one of more than can be matched is refused in words', async () => {
  const many = await upload(coordinator, { name: 'many.csv', content: csv(named(498, 60)) });
  expect([many.state, many.columns?.length]).toEqual(['read', 500]);
  const job = await upload(coordinator, { name: 'more.geojson', content: geojson(named(5000, 60)) });
  expect([job.state, job.message]).toEqual(['failed', expect.stringContaining('too many columns')]);
});

it('a mapping is started with as long as it fits its job, and refused in words beyond', async () => {
  const job = await upload(coordinator, { name: 'values.csv', content: csv([]) });
  const mapping = (bytes: number) => {
    const values: Record<string, string> = {};
    const made = { ...job.suggested, fields: { ...job.suggested?.fields, kind: { column: 'Type', values } } };
    const bare = JSON.stringify(made).length;
    for (let n = 0; JSON.stringify(values).length + bare < bytes - 1100; n += 1)
      values[`${n}-`.padEnd(900, 'x')] = 'catchBasin';
    return made;
  };
  const check = (bytes: number) => coordinator.post(`/api/v1/imports/${job.id}/check`, { mapping: mapping(bytes) });
  const large = await check(MAX_MAPPING_BYTES + 3000);
  expect([large.status, large.body.detail]).toEqual([422, expect.stringContaining('larger than 100 KB')]);
  expect((await check(MAX_MAPPING_BYTES)).status).toBe(202);
});
