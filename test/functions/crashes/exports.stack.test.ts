import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { StoredExport } from '#functions/lib/store/index.ts';
import { bring } from '#test/functions/imports/office.ts';
import { becomeFunction } from '#test/support/as-function.ts';
import { aPhoto } from '#test/support/files-with-secrets.ts';
import { make } from '#test/support/make.ts';
import { addPhoto } from '#test/support/photo.ts';
import { aProfile, aRule } from '#test/support/redaction.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { exportOffice } from './exports.ts';
import { fateOf, type Fate } from './life.ts';

// Workers die here on purpose; the log need not say so.
vi.hoisted(() => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
});
// Who follows is started here, one after another.
vi.mock('#functions/lib/aws/invoke.ts', () => ({ startFunction: () => Promise.resolve() }));

const NAME = 'Jo Sample';
const SITES = 14;
let stack: TestStack;
let admin: Visitor;
let office: ReturnType<typeof exportOffice>;
let request: string;

/** Records with history and photos, one of them so large that a worker dies in the middle of it. */
const fill = async (): Promise<void> => {
  const lines = Array.from({ length: SITES }, (_, n) => `{G-${n}},Yard ${n},"${NAME}, ""next door"" ${n}",-84.5,38.03`);
  await bring(admin, {
    recordType: 'site',
    name: 'sites.csv',
    content: `GlobalID,Name,Notes,lon,lat\n${lines.join('\n')}\n`,
  });
  const site = await make(admin, 'site', { contactName: NAME, notes: `${NAME} lives next door.` });
  await admin.patch(`/api/v1/sites/${site.id}`, 1, { values: { notes: 'Asked to be left out.' } });
  const structures = await Promise.all(
    Array.from({ length: 7 }, (_, n) =>
      make(admin, 'structure', { name: `CB-${n}`, site: undefined, externalId: undefined }),
    ),
  );
  await admin.patch(`/api/v1/structures/${structures[0]?.id ?? ''}`, 1, { values: { depth: 7 } });
  for (const { id } of structures.slice(0, 2))
    await addPhoto(stack, admin, { onType: 'structure', onId: id, content: randomBytes(900).toString('hex') });
  const large = randomBytes(1_700_000).toString('hex');
  await addPhoto(stack, admin, { onType: 'structure', onId: structures[2]?.id ?? '', content: large });
  await addPhoto(stack, admin, {
    onType: 'site',
    onId: site.id,
    fileName: `${NAME} fence.jpg`,
    content: aPhoto(),
  });
  request = (await make(admin, 'publicRecordsRequest')).id;
  const path = `/api/v1/public-records-requests/${request}`;
  await admin.post(`${path}/choose-matching`, { recordType: 'site', take: 'in' });
  const chosen = structures.slice(4).map(({ id }) => ({ recordType: 'structure', id }));
  await admin.post(`${path}/choose`, { records: chosen });
  const { source: _source, ...set } = aProfile(
    aRule({ kind: 'class', class: 'personal' }),
    aRule({ kind: 'terms', terms: [NAME] }),
  );
  const answer = await admin.post(`${path}/redactions`, set, { 'if-match': '"1"' });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
};

beforeAll(async () => {
  stack = await startStack({ smallestPart: 1 });
  admin = await stack.as('admin');
  await fill();
  await stack.idle();
  office = exportOffice(stack, becomeFunction(stack, 'exports'), admin.member.id);
});
afterAll(() => stack.close());

const types = ['site', 'structure', 'outfall'];
const orders: Readonly<Record<string, () => StoredExport['order']>> = {
  'an export in each format': () => ({
    recordTypes: types,
    formats: ['csv', 'json', 'ndjson', 'geojson'],
    history: true,
  }),
  'a bundle with folders, histories and files': () => ({
    recordTypes: types,
    formats: ['csv'],
    history: true,
    folders: true,
    files: true,
  }),
  'a redacted copy for a request': () => ({
    recordTypes: ['site', 'structure'],
    formats: ['csv', 'json'],
    ...{ history: true, folders: true, files: true, includeArchived: true },
    redaction: { request },
    chosenFor: request,
  }),
  'an archive of the whole agency': () => ({
    recordTypes: [...types, 'attachment', 'publicRecordsRequest'],
    formats: ['ndjson'],
    archive: true,
    includeArchived: true,
  }),
};
/** Always the same deaths. Another seed, and more runs, look further. */
const [SEED, RUNS] = [20261129, 4];

it.each(Object.keys(orders))(
  '%s ends byte for byte the same wherever its workers die',
  { timeout: 240_000 },
  async (name) => {
    const asked = orders[name]?.() as StoredExport['order'];
    const whole = await office.undisturbed(asked);
    expect(whole.job, whole.job.message).toMatchObject({ state: 'done', progress: { done: whole.job.progress.total } });
    for (const file of whole.job.files ?? [])
      expect([file.name, whole.objects.get(file.name)]).toEqual([file.name, file.sha256]);
    expect(whole.uploads).toEqual([]);
    const fates = fc.array(fateOf(whole), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fates, fc.boolean(), async (all: Fate[], aDayPasses) => {
        const end = await office.disturbed(asked, all, aDayPasses);
        expect(end.job, end.job.message).toMatchObject({ state: 'done', progress: whole.job.progress });
        expect(end.job.files).toEqual(whole.job.files);
        expect(end.objects).toEqual(whole.objects);
        expect(end.uploads).toEqual([]);
      }),
      { seed: SEED, numRuns: RUNS, endOnFailure: true },
    );
  },
);
