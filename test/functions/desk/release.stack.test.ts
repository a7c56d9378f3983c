import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { filesIn } from '#test/functions/exports/stored-zip.ts';
import { bring, pipes, settled, sha256 } from '#test/functions/imports/office.ts';
import type { ExportJob } from '#shared/model/job.ts';
import { aPhoto } from '#test/support/files-with-secrets.ts';
import { make } from '#test/support/make.ts';
import { addPhoto } from '#test/support/photo.ts';
import { marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let coordinator: Visitor;
let admin: Visitor;
let siteId: string;
let photoId: string;
const SECRET = 'Jo Example-Neighbor';
const photo = aPhoto();

beforeAll(async () => {
  stack = await startStack();
  [coordinator, admin] = await Promise.all([stack.as('coordinator'), stack.as('admin')]);
  const notes = `${SECRET} called about mud.`;
  siteId = (await make(coordinator, 'site', { name: 'Quarry Hill', externalId: undefined, notes })).id;
  photoId = await addPhoto(stack, coordinator, { onType: 'site', onId: siteId, fileName: 'mud.jpg', content: photo });
  await stack.idle();
});
afterAll(() => stack.close());

const base = '/api/v1/public-records-requests';
const exemption = { code: '42.56.240(2)', citation: 'RCW 42.56.240(2)' };
const ground = { exemption, reason: 'Names a complainant who asked for it.' };
const term = (...terms: string[]) => ({ id: 'm-1', kind: 'terms', terms, ...ground });
interface Step {
  readonly id: string;
  readonly version: number;
}

const setRules = async (id: string, rules: readonly object[], fileMetadata: object = ground) => {
  const { version } = (await coordinator.get(`${base}/${id}/redactions`)).body;
  const body = { rules, ordinary: [], fileMetadata };
  const { status } = await coordinator.act(`${base}/${id}/redactions`, version, body);
  expect(status).toBe(200);
};
/** A request with the site chosen and the complainant removed. */
const gathered = async (rules: readonly object[] = [term(SECRET)]): Promise<Step> => {
  const { id, version } = await make(coordinator, 'publicRecordsRequest');
  await coordinator.post(`${base}/${id}/choose`, { records: [{ recordType: 'site', id: siteId }] });
  await setRules(id, rules);
  return { id, version };
};
const act = (by: Visitor, { id, version }: Step, verb: string, body: object = {}) =>
  by.act(`${base}/${id}/${verb}`, version, body);
const review = async (id: string) => (await coordinator.get(`${base}/${id}/copy`)).body;
const made = (id: string) =>
  vi.waitFor(async () => expect((await review(id)).copy?.state).toMatch(/done|failed/), {
    timeout: 60_000,
    interval: 300,
  });
const prepared = async (of: Step, by = coordinator): Promise<Step> => {
  const { status, body } = await act(by, of, 'copy', { copy: v7() });
  expect([status, body.values?.status]).toEqual([200, 'inReview']);
  await made(of.id);
  return body;
};
const settle = async (secondReview: boolean) => {
  const { version } = (await admin.get('/api/v1/settings')).body;
  await admin.patch('/api/v1/settings', version, { secondReview });
};
const bytesOf = async (id: string, release: number, by = coordinator) => {
  const { status, body } = await by.get(`${base}/${id}/releases/download?release=${release}&file=export.zip`);
  expect(status).toBe(200);
  return Buffer.from(await (await fetch(String(body.url))).arrayBuffer());
};

beforeEach(() => settle(false));

describe('a copy that is released', () => {
  let released: Step & { values: Record<string, unknown> };
  let zip: Buffer;
  const before: unknown[] = [];
  beforeAll(async () => {
    await settle(false);
    before.push((await coordinator.get(`/api/v1/sites/${siteId}`)).body);
    const { body } = await act(coordinator, await prepared(await gathered()), 'release');
    released = body;
    zip = await bytesOf(released.id, 1);
  });

  it('is kept on the request with its number, its hash, and who let it out', () => {
    expect(released.values).toMatchObject({
      status: 'released',
      releases: 1,
      releasedBy: coordinator.member.id,
      releasedSha256: sha256(zip),
    });
  });
  it('is noted with who prepared it, and stands in the history of the request', async () => {
    const { releases } = await review(released.id);
    expect(releases).toMatchObject([
      { number: 1, preparedBy: coordinator.member.id, files: [{ name: 'export.zip', sha256: sha256(zip) }] },
    ]);
    await expect
      .poll(async () => (await coordinator.get(`${base}/${released.id}/history`)).body.items[0].verb)
      .toBe('release');
  });
  it('holds the record and its photo without what was removed, and the log of it', () => {
    const files = filesIn(zip);
    const names = [...files.keys()];
    expect(names).toContain('redaction-log.csv');
    expect(names.some((name) => name.includes('mud') && name.endsWith('.jpg'))).toBe(true);
    const csv = files.get('sites.csv')?.toString() ?? '';
    expect(csv).toContain('[REDACTED 11 to 25 characters; 42.56.240(2)] called about mud.');
    for (const [name, content] of files) expect([name, content.includes('Example-Neighbor')]).toEqual([name, false]);
    expect(files.get('redaction-log.csv')?.toString()).toContain('RCW 42.56.240(2)');
  });
  it('leaves the originals as they were, record and file', async () => {
    expect((await coordinator.get(`/api/v1/sites/${siteId}`)).body).toEqual(before[0]);
    const { url } = (await coordinator.get(`/api/v1/attachments/${photoId}/download`)).body;
    expect(sha256(Buffer.from(await (await fetch(String(url))).arrayBuffer()))).toBe(sha256(photo));
  });
  it('stays what it was when another one follows, under a new number', async () => {
    const open = (await act(coordinator, released, 'status', { to: 'gathering', reason: 'More was asked for.' })).body;
    await setRules(released.id, [term('mud')]);
    const second = (await act(coordinator, await prepared(open), 'release')).body;
    expect(second.values.releases).toBe(2);
    expect((await review(released.id)).releases.map(({ number }: { number: number }) => number)).toEqual([2, 1]);
    expect(sha256(await bytesOf(released.id, 1))).toBe(sha256(zip));
    const other = await bytesOf(released.id, 2);
    expect(sha256(other)).toBe(second.values.releasedSha256);
    expect(filesIn(other).get('sites.csv')?.toString()).toContain(SECRET);
  });
  it('is downloaded by those who work on requests alone, in their own agency, and each time is an event', async () => {
    const path = `${base}/${released.id}/releases/download?release=1&file=export.zip`;
    expect((await (await stack.as('viewer')).get(path)).status).toBe(403);
    expect((await (await stack.as('admin', marlow)).get(path)).status).toBe(404);
    expect((await coordinator.get(path.replace('export.zip', 'other'))).status).toBe(404);
    expect((await coordinator.get(path)).status).toBe(200);
    const { items } = (await admin.get('/api/v1/access-events?kind=download&limit=10')).body;
    expect(items[0].detail).toBe(`Release 1, export.zip (${released.id})`);
  });
});

describe('where the agency asks for a second person', () => {
  beforeEach(() => settle(true));

  it('whoever prepared a copy can neither approve nor release it; another one approves, and it goes out', async () => {
    const copy = await prepared(await gathered());
    expect((await act(coordinator, copy, 'approve')).status).toBe(409);
    expect((await act(coordinator, copy, 'release')).status).toBe(409);
    const approved = (await act(admin, copy, 'approve')).body;
    expect(approved.values).toMatchObject({ approvedBy: admin.member.id, status: 'inReview' });
    const { status, body } = await act(coordinator, approved, 'release');
    expect([status, body.values.status]).toEqual([200, 'released']);
    expect((await review(copy.id)).releases).toMatchObject([
      { preparedBy: coordinator.member.id, approvedBy: admin.member.id, releasedBy: coordinator.member.id },
    ]);
  });
  it('an approval holds for the copy that was looked at and for no later one', async () => {
    const copy = await prepared(await gathered());
    const approved = (await act(admin, copy, 'approve')).body;
    const again = await prepared(approved);
    expect((await coordinator.get(`${base}/${copy.id}`)).body.values).not.toHaveProperty('approvedBy');
    expect((await act(coordinator, again, 'release')).status).toBe(409);
  });
  it('an approval and a new copy at the same moment cannot both count', async () => {
    const copy = await prepared(await gathered());
    const both = await Promise.all([act(admin, copy, 'approve'), act(coordinator, copy, 'copy', { copy: v7() })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});

describe('a release', () => {
  it('happens once, however many ask for it at the same moment', async () => {
    const copy = await prepared(await gathered());
    const all = await Promise.all([coordinator, admin, coordinator].map((by) => act(by, copy, 'release')));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect((await review(copy.id)).releases).toHaveLength(1);
  });
  it('waits for a copy that came to its end', async () => {
    const of = await gathered();
    expect((await act(coordinator, of, 'release')).status).toBe(409);
    const { body } = await act(coordinator, of, 'copy', { copy: v7() });
    const early = await act(coordinator, body, 'release');
    expect([200, 409]).toContain(early.status);
    if (early.status === 409) expect(early.body.detail).toBe('The copy is still being made.');
    await made(of.id);
  });
  it('never happens with a copy that was stopped for what it would have removed', async () => {
    const permit = await make(coordinator, 'site', { externalId: undefined, permitNumber: 'KYR10-7734' });
    const of = await gathered([term('KYR10-7734')]);
    await coordinator.post(`${base}/${of.id}/choose`, { records: [{ recordType: 'site', id: permit.id }] });
    const copy = await prepared(of);
    expect((await review(of.id)).copy.state).toBe('failed');
    const { status, body } = await act(coordinator, copy, 'release');
    expect([status, body.detail.includes('public by rule')]).toEqual([409, true]);
  });
});

describe('a copy is not made', () => {
  it('of nothing', async () => {
    const { id, version } = await make(coordinator, 'publicRecordsRequest');
    await setRules(id, []);
    expect((await act(coordinator, { id, version }, 'copy', { copy: v7() })).status).toBe(409);
  });
  it('before it was said what the removal of hidden data rests on', async () => {
    const { id, version } = await make(coordinator, 'publicRecordsRequest');
    await coordinator.post(`${base}/${id}/choose`, { records: [{ recordType: 'site', id: siteId }] });
    expect((await act(coordinator, { id, version }, 'copy', { copy: v7() })).status).toBe(409);
  });
  it('by a viewer, or for another agency', async () => {
    const of = await gathered();
    for (const [by, status] of [
      [await stack.as('viewer'), 403],
      [await stack.as('coordinator', marlow), 404],
    ] as const)
      for (const verb of ['approve', 'release']) expect((await act(by, of, verb)).status).toBe(status);
  });
});

it('a copy holds more records than a request for them could name', { timeout: 240_000 }, async () => {
  await bring(coordinator, { name: 'pipes.geojson', content: pipes(1001) });
  const of = await gathered();
  let after: string | undefined;
  do {
    const query = { recordType: 'structure', take: 'in', ...(after && { after }) };
    ({ after } = (await coordinator.post(`${base}/${of.id}/choose-matching`, query)).body);
  } while (after !== undefined);
  const copy = v7();
  expect((await act(coordinator, of, 'copy', { copy })).status).toBe(200);
  const job = await settled<ExportJob>(coordinator, `/api/v1/exports/${copy}`);
  expect(job, job.message).toMatchObject({ state: 'done', order: { chosenFor: of.id } });
  expect(job.files?.find(({ name }) => name === 'structures.csv')?.rows).toBeGreaterThan(1000);
});
