import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Mapping } from '#shared/model/job.ts';
import { marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { pipes, start, upload } from './office.ts';

let stack: TestStack;
let coordinator: Visitor;

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
});
afterAll(() => stack.close());

const file = (name: string, change: (n: number) => object = () => ({})) => ({ name, content: pipes(3, change) });

it('a mapping is remembered for the source once it was used, also when a column was added since', async () => {
  const first = await upload(coordinator, file('march.geojson'));
  expect(first.remembered).toBeUndefined();
  const { LineSize: _size, ...fields } = first.suggested?.fields ?? {};
  const chosen = {
    ...first.suggested,
    fields: { ...fields, material: { fixed: 'concrete' } },
    keepOther: false,
  } as Mapping;
  await start(coordinator, 'check', first, chosen);
  expect((await upload(coordinator, file('checked-only.geojson'))).remembered).toBeUndefined();
  await start(coordinator, 'run', first, chosen);

  const next = await upload(coordinator, file('april.geojson'));
  expect(next.remembered).toMatchObject({ mapping: chosen, fileName: 'march.geojson' });
  expect(next.suggested).not.toEqual(chosen);
  const wider = await upload(
    coordinator,
    file('may.geojson', () => ({ Inspected: '2026-05-01' })),
  );
  expect(wider.remembered?.mapping).toEqual(chosen);
  const narrower = pipes(3).replaceAll('GlobalID', 'OtherID');
  expect((await upload(coordinator, { name: 'june.geojson', content: narrower })).remembered).toBeUndefined();
});

it('the last mapping of the same columns goes first, and another record type has its own', async () => {
  const wide = await upload(
    coordinator,
    file('wide.geojson', () => ({ Inspected: '2026-05-01' })),
  );
  const other = { ...wide.suggested, whenIdExists: 'skip' } as Mapping;
  await start(coordinator, 'run', wide, other);
  expect((await upload(coordinator, file('narrow.geojson'))).remembered?.fileName).toBe('march.geojson');
  expect(
    (
      await upload(
        coordinator,
        file('wide2.geojson', () => ({ Inspected: '2026-06-01' })),
      )
    ).remembered,
  ).toMatchObject({ fileName: 'wide.geojson', mapping: other });
  const site = await upload(coordinator, {
    recordType: 'site',
    name: 'sites.csv',
    content: 'GlobalID,Name\nS-1,Yard\n',
  });
  expect(site.remembered).toBeUndefined();
});

it('a file that names another coordinate system is not taken for the same source, and another agency knows nothing', async () => {
  const moved = pipes(3).replace('urn:ogc:def:crs:OGC:1.3:CRS84', 'urn:ogc:def:crs:EPSG::3857');
  expect((await upload(coordinator, { name: 'mercator.geojson', content: moved })).remembered).toBeUndefined();
  const theirs = await stack.as('coordinator', marlow);
  expect((await upload(theirs, file('april.geojson'))).remembered).toBeUndefined();
});
