import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { bring, errorsOf, everyRecord, orderOf, pipes, start, upload } from './office.ts';

let stack: TestStack;
let coordinator: Visitor;

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
});
afterAll(() => stack.close());

const drains = (rows: readonly string[]) =>
  `\uFEFF"lon","lat","owner","watershed","type","form"\r\n${rows.join('\r\n')}\r\n`;
const drain = (type: string, lon = '-81.06005823289695') =>
  `"${lon}","32.06884833232024","CITY-ROW","CASEY NORTH","${type}",""`;

describe('a file of pipes', () => {
  const file = {
    name: 'pipes.geojson',
    content: pipes(60, (n) => (n === 7 ? { GlobalID: '{P-6}' } : n === 8 ? { GlobalID: null } : {})),
  };

  it('is read, checked without writing, imported whole, and then found unchanged', async () => {
    const read = await upload(coordinator, file);
    expect(read).toMatchObject({ state: 'read', total: 60 });
    expect(read.columns?.find(({ name }) => name === 'LineType')).toEqual({
      name: 'LineType',
      samples: ['Pipe'],
      distinct: [{ value: 'Pipe', count: 60 }],
      nulls: 0,
    });
    const checked = await start(coordinator, 'check', read, read.suggested);
    expect(checked).toMatchObject({
      state: 'checked',
      counts: { created: 60, rejected: 0 },
      progress: { done: 60, total: 60 },
    });
    expect(await everyRecord(coordinator)).toEqual([]);

    const done = await start(coordinator, 'run', read, read.suggested);
    expect(done).toMatchObject({
      state: 'done',
      counts: { created: 60, updated: 0, unchanged: 0, skipped: 0, rejected: 0 },
    });
    const made = await everyRecord(coordinator);
    expect(made).toHaveLength(60);
    expect(made[0]).toMatchObject({
      version: 1,
      values: {
        name: 'Pipe 1',
        externalId: '{P-1}',
        kind: 'pipe',
        status: 'active',
        location: { type: 'LineString', coordinates: [[-84.5, 38.03], [-84.51, 38.031]] }, // prettier-ignore
        sourceAttributes: { OBJECTID: 1 },
      },
    });
    expect(made.filter(({ values }) => values['externalId'] === '{P-6}')).toHaveLength(2);

    const again = await bring(coordinator, file);
    expect(again.counts).toEqual({ created: 1, updated: 0, unchanged: 59, skipped: 0, rejected: 0 });
  });

  it('updates what changed, as the person who ran it, from an import', async () => {
    const job = await bring(coordinator, { ...file, content: pipes(60, (n) => (n === 3 ? { LineSize: 48 } : {})) });
    expect(job.counts).toMatchObject({ updated: 1, created: 2, unchanged: 57 });
    const changed = (await everyRecord(coordinator)).find(({ values }) => values['externalId'] === '{P-3}');
    expect(changed).toMatchObject({ version: 2, values: { name: 'Pipe 3', diameter: 48 } });
    await stack.idle();
    const { body } = await coordinator.get(`/api/v1/structures/${changed?.id ?? ''}/history`);
    expect(body.items[0]).toMatchObject({
      verb: 'change',
      source: 'import',
      by: coordinator.member.id,
      changes: [{ field: 'diameter', after: 48 }],
    });
  });

  it('leaves what is there alone when told to skip it', async () => {
    const job = await bring(
      coordinator,
      { ...file, content: pipes(5, () => ({ LineSize: 96 })) },
      { whenIdExists: 'skip' },
    );
    expect(job.counts).toMatchObject({ skipped: 5, created: 0, updated: 0 });
  });

  it('refuses a repeated ID when told to, and says which row had it first', async () => {
    const job = await bring(coordinator, file, { whenIdRepeats: 'reject' });
    expect(job.counts).toMatchObject({ rejected: 1 });
    expect(await errorsOf(coordinator, job)).toEqual([
      { row: 7, path: 'externalId', message: 'Row 6 of this file has the same ID.', value: '{P-6}' },
    ]);
  });
});

it('what a person said of a record outlives an import that says nothing of it', async () => {
  const content = (owner: string) => `GlobalID,Type,Owner\nX-1,Manhole,${owner}\n`;
  const { fields } = (await bring(coordinator, { name: 'one.csv', content: content('City') })).mapping ?? {};
  const again = (owner: string) =>
    bring(coordinator, { name: 'one.csv', content: content(owner) }, { fields: fields ?? {} });
  const record = (await everyRecord(coordinator)).find(({ values }) => values['externalId'] === 'X-1');
  const path = `/api/v1/structures/${record?.id ?? ''}`;
  await coordinator.patch(path, 1, { values: { name: 'MH by the school', status: 'abandoned', notes: 'Lid loose' } });
  expect((await again('')).counts).toMatchObject({ unchanged: 1 });
  expect((await again('County')).counts).toMatchObject({
    updated: 1,
  });
  expect((await coordinator.get(path)).body).toMatchObject({
    version: 3,
    values: { name: 'MH by the school', status: 'abandoned', notes: 'Lid loose', owner: 'County', kind: 'manhole' },
  });
});

describe('a CSV of drains', () => {
  it('comes in with its positions, and its errors name row and line', async () => {
    const rows = [
      drain('CURB INLET'),
      drain(''),
      drain('GRATE', '-810.6'),
      '"-81.1","32.0","only three"',
      drain('MANHOLE'),
    ];
    const job = await bring(coordinator, { recordType: 'structure', name: 'drains.csv', content: drains(rows) });
    expect(job).toMatchObject({ state: 'done', counts: { created: 3, rejected: 2 }, progress: { done: 5, total: 5 } });
    expect(await errorsOf(coordinator, job)).toEqual([
      {
        row: 3,
        line: 4,
        path: 'location',
        value: expect.stringContaining('-810.6'),
        message: expect.stringContaining('Choose the coordinate system'),
      },
      { row: 4, line: 5, message: expect.stringContaining('The row has 3 cells and the header has 6.') },
    ]);
    const made = (await everyRecord(coordinator)).slice(-3);
    expect(made.map(({ values }) => [values['kind'], values['name']])).toEqual([['inlet', 'Inlet 1'], ['other', 'Other 2'], ['manhole', 'Manhole 5']]); // prettier-ignore
    expect(made[0]?.values['location']).toEqual({ type: 'Point', coordinates: [-81.0600582, 32.0688483] });
  });

  it('lists the first thousand errors and counts them all', async () => {
    const job = await bring(
      coordinator,
      {
        name: 'bad.csv',
        content: drains(Array.from({ length: 1005 }, () => drain('GRATE', 'x'))),
      },
      { longitude: 'lon', latitude: 'lat' },
    );
    expect(job.counts).toMatchObject({ rejected: 1005, created: 0 });
    let [listed, cursor] = [0, ''];
    do {
      const { body } = await coordinator.get(
        `/api/v1/imports/${job.id}/errors?limit=200${cursor && `&cursor=${cursor}`}`,
      );
      listed += (body.items as unknown[]).length;
      cursor = (body.next as string | undefined) ?? '';
    } while (cursor !== '');
    expect(listed).toBe(1000);
  });
});

describe('a file that cannot be imported', () => {
  it.each([
    ['cut off', pipes(30).slice(0, 4000), 'The file ends at byte 4000, where the end of feature'],
    [
      'in a grid of another country',
      pipes(2).replace('urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:27700'),
      'Convert the file to WGS84',
    ],
    ['empty', '{"type":"FeatureCollection","features":[]}', 'The file holds no rows.'],
  ])('because it is %s fails with a sentence, and nothing is written', async (_what, content, sentence) => {
    const before = (await everyRecord(coordinator)).length;
    expect(await upload(coordinator, { name: 'x.geojson', content })).toMatchObject({
      state: 'failed',
      message: expect.stringContaining(sentence),
    });
    expect(await everyRecord(coordinator)).toHaveLength(before);
  });

  it('because it was cut off far down is found out before the first row is written', async () => {
    const content = pipes(12_000, (n) => ({ GlobalID: `{far-${n}}` }));
    expect(content.length).toBeGreaterThan(2 * 1024 * 1024);
    const job = await upload(coordinator, { name: 'x.geojson', content: content.slice(0, -50) });
    expect(job).toMatchObject({ state: 'read', suggested: { whenIdRepeats: 'keep' } });
    const before = (await everyRecord(coordinator)).length;
    const failed = await start(coordinator, 'run', job, job.suggested);
    expect(failed).toMatchObject({
      state: 'failed',
      message: expect.stringContaining(`The file ends at byte ${content.length - 50}`),
      counts: { created: 0 },
    });
    expect(await everyRecord(coordinator)).toHaveLength(before);
  });

  it('because it is not the one that was announced is refused by S3', async () => {
    const file = { name: 'x.csv', content: drains([drain('GRATE')]) };
    const { body } = await coordinator.post('/api/v1/imports', { id: v7(), ...orderOf(file) });
    const { url, headers } = body.upload as { url: string; headers: Record<string, string> };
    const send = (content: string, change: Record<string, string> = {}) =>
      fetch(url, { method: 'PUT', headers: { ...headers, ...change }, body: content });
    expect((await send(file.content.replace('GRATE', 'GRAPE'))).status).toBe(400);
    expect((await send(`${file.content}x`)).status).toBe(403);
    expect((await send(file.content, { 'content-type': 'text/html' })).status).toBe(403);
    expect((await coordinator.post(`/api/v1/imports/${String(body.job.id)}/read`, {})).body).toMatchObject({
      status: 409,
      detail: expect.stringContaining('has not arrived yet'),
    });
    expect((await send(file.content)).status).toBe(200);
    expect((await send(file.content)).status).toBe(412);
  });
});

describe('an import', () => {
  const file = { name: 'one.csv', content: 'GlobalID,Type\nY-1,Manhole\n' };

  it('is announced once: the same order answers the same, another one under its id does not', async () => {
    const order = { id: v7(), ...orderOf(file) };
    expect((await coordinator.post('/api/v1/imports', order)).status).toBe(201);
    expect((await coordinator.post('/api/v1/imports', order)).status).toBe(200);
    expect((await coordinator.post('/api/v1/imports', { ...order, bytes: 1 })).status).toBe(409);
  });

  it('needs a mapping that fits', async () => {
    const job = await upload(coordinator, file);
    const { status, body } = await coordinator.post(`/api/v1/imports/${job.id}/run`, {
      mapping: { ...job.suggested, fields: { kind: { column: 'Kind' } } },
    });
    expect(status).toBe(422);
    expect(body.errors.map((e: { path: string }) => e.path)).toEqual([
      'mapping.fields.name',
      'mapping.fields.status',
      'mapping',
    ]);
  });

  it('is over when it is done', async () => {
    const job = await bring(coordinator, file);
    expect((await coordinator.post(`/api/v1/imports/${job.id}/run`, { mapping: job.mapping })).status).toBe(409);
  });

  it('belongs to its agency and to coordinators', async () => {
    const job = await upload(coordinator, file);
    const [neighbour, inspector] = await Promise.all([stack.as('coordinator', marlow), stack.as('inspector')]);
    for (const path of ['', '/errors'])
      expect((await neighbour.get(`/api/v1/imports/${job.id}${path}`)).status).toBe(404);
    for (const verb of ['check', 'run'])
      expect((await neighbour.post(`/api/v1/imports/${job.id}/${verb}`, { mapping: job.suggested })).status).toBe(404);
    expect((await neighbour.get('/api/v1/imports')).body).toEqual({ items: [] });
    expect((await inspector.get(`/api/v1/imports/${job.id}`)).status).toBe(403);
    expect((await coordinator.get('/api/v1/imports?limit=2')).body.items[0]).toMatchObject({
      id: job.id,
      kind: 'import',
    });
  });

  it('refuses what is out of shape', async () => {
    const order = { id: v7(), ...orderOf(file) };
    for (const change of [
      { recordType: 'task' },
      { bytes: 201 * 1024 * 1024 },
      { sha256: 'abc' },
      { format: 'shp' },
      { tenantId: 'x' },
    ])
      expect((await coordinator.post('/api/v1/imports', { ...order, ...change })).status).toBe(422);
  });
});
