import { parse } from 'csv-parse/sync';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportJob, ExportOrder } from '#shared/model/job.ts';
import type { Rule } from '#shared/permit/redaction/profile.ts';
import { profileText } from '#shared/permit/redaction/stored-profile.ts';
import { Search } from '#functions/lib/redaction/search.ts';
import { pixelsOfWebp } from '#functions/lib/redaction/webp-codec.ts';
import { aPdf, aPhoto, aWebp, HIDDEN } from '#test/support/files-with-secrets.ts';
import { make } from '#test/support/make.ts';
import { addPhoto } from '#test/support/photo.ts';
import { aProfile, aRule } from '#test/support/redaction.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { bundleOf, fetched, take, textOf } from './office.ts';

let stack: TestStack;
let coordinator: Visitor;
const made = { site: '', task: '', outfall: '', photo: '', pdf: '', webp: '' };
const originals = { photo: aPhoto({ orientation: 6 }), pdf: aPdf(), webp: await aWebp() };
const NAME = 'Jo Sample';
const PHONE = '(402) 555-0199';

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
  made.site = (
    await make(coordinator, 'site', {
      name: 'Mill Run Commons',
      externalId: undefined,
      permitNumber: 'NER-100123',
      contactName: NAME,
      contactPhone: PHONE,
      notes: `Call 402.555.0199.\n${NAME.toUpperCase()} lives next door.`,
    })
  ).id;
  await coordinator.patch(`/api/v1/sites/${made.site}`, 1, { values: { notes: 'Asked to be left out.' } });
  made.task = (
    await make(coordinator, 'task', { title: `Write to ${NAME}`, structure: undefined, site: made.site })
  ).id;
  made.outfall = (await make(coordinator, 'outfall', { externalId: undefined, landowner: NAME })).id;
  const on = { onType: 'site', onId: made.site };
  made.photo = await addPhoto(stack, coordinator, { ...on, fileName: `${NAME} fence.jpg`, content: originals.photo });
  made.pdf = await addPhoto(stack, coordinator, {
    ...on,
    fileName: 'letter.pdf',
    content: originals.pdf,
    contentType: 'application/pdf',
  });
  made.webp = await addPhoto(stack, coordinator, {
    ...on,
    fileName: 'gate.webp',
    content: originals.webp,
    contentType: 'image/webp',
  });
  await stack.idle();
});
afterAll(() => stack.close());

const profiled = async (...rules: readonly Rule[]): Promise<string> =>
  (await make(coordinator, 'redactionProfile', { rules: profileText(aProfile(...rules)) })).id;
const copy = (profile: string, order: Partial<ExportOrder> = {}) =>
  take(coordinator, {
    recordTypes: ['site', 'task', 'outfall', 'attachment'],
    formats: ['csv', 'json', 'ndjson', 'geojson'],
    history: true,
    folders: true,
    files: true,
    ...order,
    redaction: { profile },
  });
const personal = aRule({ kind: 'class', class: 'personal' });

describe('a redacted copy', () => {
  let job: ExportJob;
  let bundle: Map<string, Buffer>;
  beforeAll(async () => {
    const marked = [{ x: 0, y: 0, width: 1, height: 1 }];
    job = await copy(
      await profiled(
        personal,
        aRule({ kind: 'pattern', pattern: 'phone' }),
        aRule({ kind: 'areas', id: 'letter', file: made.pdf, areas: marked }),
        aRule({ kind: 'areas', id: 'gate', file: made.webp, areas: marked }),
      ),
    );
    expect(job, job.message).toMatchObject({ state: 'done' });
    bundle = await bundleOf(coordinator, job);
  });

  it('holds in no file, name or byte what was removed, not even in the history or in the photo', async () => {
    const search = new Search([NAME, PHONE, HIDDEN]);
    expect(bundle.size).toBeGreaterThan(20);
    for (const [name, bytes] of bundle) {
      expect(search.inText(name, true), name).toBe(false);
      const chunks = (async function* () {
        yield await Promise.resolve(bytes);
      })();
      expect(await search.inStream(chunks, true), name).toBe(false);
    }
  });

  it('shows amount, place and exemption where something is missing, and keeps what is public by rule', () => {
    const site = JSON.parse(
      bundle.get(`records/sites/Mill Run Commons_${made.site}/record.json`)?.toString() ?? '',
    ) as { values: Record<string, unknown> };
    expect(site.values).toMatchObject({
      contactName: { redacted: '[REDACTED whole field, up to 10 characters; X-1]' },
      permitNumber: 'NER-100123',
    });
    const history = bundle.get(`records/sites/Mill Run Commons_${made.site}/history.json`)?.toString() ?? '';
    expect(history).toContain('[REDACTED up to 10 characters; X-1] lives next door');
    expect(bundle.get('outfalls.geojson')?.toString()).toContain('[-99.62,41.43]');
    expect([...bundle.keys()].filter((name) => name.includes('/files/')).toSorted()).toEqual([
      expect.stringMatching(/REDACTED.*_.*\.jpg$/),
      expect.stringMatching(/gate_.*\.webp$/),
      expect.stringMatching(/letter_.*\.pdf$/),
    ]);
  });

  it('has a marked WebP picture black, under its own name', async () => {
    const [, bytes] = [...bundle].find(([name]) => /gate_.*\.webp$/.test(name)) ?? [];
    const { width, height, data } = await pixelsOfWebp(bytes ?? Buffer.alloc(0));
    expect([width, height]).toEqual([32, 32]);
    expect(Math.max(...data.filter((_sample, n) => n % 4 !== 3))).toBeLessThan(20);
  });

  it('comes with a log that has a line for each deletion and never tells the value', () => {
    const [header, ...lines] = parse(bundle.get('redaction-log.csv')?.toString() ?? '');
    expect(header?.slice(0, 4)).toEqual(['No.', 'Request', 'Record type', 'Record ID']);
    const of = (id: string) => lines.filter((line) => line[3] === id).map((line) => [line[6], line[7], line[9]]);
    expect(of(made.task)).toEqual(expect.arrayContaining([['What is to be done', 'Part of a text', 'X-1']]));
    expect(of(made.site)).toEqual(
      expect.arrayContaining([
        ['Contact', 'Field withheld', 'X-1'],
        ['History, version 1, Contact, after', 'Field withheld', 'X-1'],
        ['History, version 2, Notes, before, deletion 1 of 2', 'Part of a text', 'X-1'],
      ]),
    );
    expect(of(made.photo)).toContainEqual(['Hidden data', 'Hidden data of a file', 'X-1']);
    expect(of(made.webp)).toContainEqual(['Picture, area 1 of 1', 'Part of a picture or page', 'X-1']);
    expect(of(made.pdf)).toContainEqual(['Page 1, area 1 of 1', 'Part of a picture or page', 'X-1']);
    expect(lines.map((line) => line[0])).toEqual(lines.map((_, n) => String(n + 1)));
  });

  it('leaves the originals as they were, byte for byte', async () => {
    for (const name of ['photo', 'pdf', 'webp'] as const) {
      const { body } = await coordinator.get(`/api/v1/attachments/${made[name]}/download`);
      const bytes = Buffer.from(await (await fetch(String(body.url))).arrayBuffer());
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(
        createHash('sha256').update(originals[name]).digest('hex'),
      );
    }
    const { body } = await coordinator.get(`/api/v1/sites/${made.site}`);
    expect(body.values.contactName).toBe(NAME);
  });

  it('has a log for download, and keeps nothing from which the values could be read', async () => {
    expect(await textOf(coordinator, job, 'redaction-log.csv')).toContain('Example Code 1.2(a)');
    for (const name of ['pieces/redaction/removed-0', 'pieces/redaction-profile.json'])
      expect((await coordinator.get(`/api/v1/exports/${job.id}/download?file=${name}`)).status).toBe(404);
  });
});

describe('a redacted copy is not let out', () => {
  it('when a removed value is left anywhere, and the message says where but not what', async () => {
    // A key of source attributes is no text of a record, so no rule cuts it: exactly what the check is for.
    const { id } = await make(coordinator, 'structure', {
      name: 'CB-9',
      site: undefined,
      externalId: undefined,
      sourceAttributes: { 'owner Leaky Person': 'x' },
    });
    const job = await copy(await profiled(aRule({ kind: 'terms', terms: ['Leaky Person'] })), {
      recordTypes: ['structure'],
    });
    expect(job.state).toBe('failed');
    expect(job.message).toContain('structures.csv');
    expect(job.message).toContain(`records/structures/CB-9_${id}/record.json`);
    expect(job.message).not.toMatch(/leaky/i);
    for (const name of ['export.zip', 'structures.csv', 'redaction-log.csv'])
      expect((await coordinator.get(`/api/v1/exports/${job.id}/download?file=${name}`)).status).toBe(404);
  });

  it('when a term stands in a permit number', async () => {
    const job = await copy(await profiled(aRule({ kind: 'terms', terms: ['NER-100123'] })), { recordTypes: ['site'] });
    expect(job.state).toBe('failed');
    expect(job.message).toContain('Permit number');
    expect(job.message).not.toContain('NER-100123');
  });

  it('to an inspector or viewer who asks, or with the profiles themselves in it', async () => {
    const profile = await profiled(personal);
    const order = { id: made.site, recordTypes: ['site'], formats: ['csv'], redaction: { profile } };
    const { v7 } = await import('uuid');
    for (const role of ['viewer', 'inspector'] as const)
      expect((await (await stack.as(role)).post('/api/v1/exports', { ...order, id: v7() })).status).toBe(403);
    const answer = await coordinator.post('/api/v1/exports', {
      ...order,
      id: v7(),
      recordTypes: ['site', 'redactionProfile'],
    });
    expect(answer.status).toBe(422);
  });

  it('with a profile that is not there', async () => {
    const job = await copy('0199b000-0000-7000-8000-0000000000ff', { recordTypes: ['site'] });
    expect(job).toMatchObject({ state: 'failed', message: expect.stringContaining('not there') as string });
  });
});

it('a word that is listed as ordinary is removed at its place and may stand elsewhere', async () => {
  const rules = profileText({ ...aProfile(personal), ordinary: [NAME] });
  const { id } = await make(coordinator, 'redactionProfile', { rules });
  const job = await copy(id, { recordTypes: ['task', 'outfall'], files: false });
  expect(job, job.message).toMatchObject({ state: 'done' });
  const bundle = await bundleOf(coordinator, job);
  expect(bundle.get('tasks.csv')?.toString()).toContain(NAME);
  expect(bundle.get('outfalls.csv')?.toString()).not.toContain(NAME);
  expect((await fetched(coordinator, job, 'export.zip')).answer.status).toBe(200);
});
