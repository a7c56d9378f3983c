import { createHash } from 'node:crypto';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tableAt } from '#functions/lib/store/index.ts';
import { verifyAudit } from '#functions/lib/usecases/verify-audit.ts';
import { backToToday, forward } from '#test/support/clock.ts';
import { lettersTo } from '#test/support/mail.ts';
import { fernwick, marlow, seedTarget, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { aYearOfWork, changeByImport, CONTACT, itemsOf, night, prove } from './office.ts';

/** One story over eight years: each test goes on where the one before ended. */
let stack: TestStack;
let admin: Visitor;
let coordinator: Visitor;
let ours: Awaited<ReturnType<typeof aYearOfWork>>;
let listed: { id: string; version: number; rows: { type: string; id: string; on: string }[] };

const disposals = async () => (await coordinator.get('/api/v1/disposals')).body.items;
const detail = async (id: string) => (await coordinator.get(`/api/v1/disposals/${id}`)).body;
const hold = (scope: object) =>
  coordinator.post('/api/v1/retention/holds', { id: v7(), scope, reason: 'Appeal of a penalty' });
const proof = () => {
  const at = { endpoint: stack.endpoint, region: stack.region, credentials: stack.operator };
  return verifyAudit(tableAt(seedTarget(stack).tableName, at), fernwick.id, new Date().toISOString());
};
const versionsOf = async (id: string) => {
  const s3 = new S3Client({
    endpoint: stack.endpoint,
    region: stack.region,
    credentials: stack.operator,
    forcePathStyle: true,
  });
  const Bucket = stack.plan.buckets.find(({ name }) => name.includes('attachments'))?.name;
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket, Prefix: `${fernwick.id}/attachments/${id}` }),
  );
  return Versions.length + DeleteMarkers.length;
};

beforeAll(async () => {
  stack = await startStack();
  [admin, coordinator] = [await stack.as('admin'), await stack.as('coordinator')];
  ours = await aYearOfWork(stack, coordinator);
  await changeByImport(coordinator);
  await aYearOfWork(stack, await stack.as('coordinator', marlow));
});
afterAll(async () => {
  backToToday();
  await stack.close();
});

it('nothing is proposed while nothing is due', async () => {
  const named = await admin.patch('/api/v1/retention', 1, { disposer: coordinator.member.id, reason: 'Her duty' });
  expect(named.status).toBe(200);
  await night(stack);
  expect(await disposals()).toEqual([]);
});

it('eight years later what is due is proposed once, however often the night comes', async () => {
  forward({ days: 8 * 366 });
  [admin, coordinator] = [await stack.as('admin'), await stack.as('coordinator')];
  stack.fire('daily');
  await night(stack);
  await night(stack);
  const all = await disposals();
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({ state: 'waiting', order: { asked: coordinator.member.id } });
  listed = await detail(all[0].id);
  // The structure is in service: it is not due. Files go before what they belong to, findings before inspections.
  expect(listed.rows.map(({ type, id }) => [type, id])).toEqual([
    ['attachment', ours.photo],
    ['finding', ours.finding],
    ['inspection', ours.inspection],
    ['site', ours.closed],
  ]);
  expect(listed.rows.every(({ on }) => on <= new Date().toISOString().slice(0, 10))).toBe(true);
  const letters = lettersTo(stack, coordinator.member.email).map(({ subject }) => subject);
  expect(letters).toEqual(['Records are due for disposal and wait for your decision']);
});

it('nothing has gone: it waits for the person, who gives the password again', async () => {
  expect((await coordinator.get(`/api/v1/inspections/${ours.inspection}`)).status).toBe(200);
  const path = `/api/v1/disposals/${listed.id}/approve`;
  await prove(admin);
  expect((await admin.act(path, listed.version)).status).toBe(403);
  const unproven = await coordinator.act(path, listed.version);
  expect([unproven.status, unproven.body.code]).toEqual([403, 'password-required']);
  const wrong = await coordinator.post('/api/session/prove', { password: 'not the password' });
  expect(wrong.status).toBe(422);
  await prove(coordinator);
  forward({ minutes: 11 });
  expect((await coordinator.act(path, listed.version)).body.code).toBe('password-required');
  await prove(coordinator);
  expect((await coordinator.act(path, listed.version + 1)).status).toBe(412);
  const stranger = await coordinator.act(path, listed.version, { excluded: [{ id: v7(), reason: 'Mine' }] });
  expect(stranger.status).toBe(422);
});

it('what came under a legal hold since, or is excluded, stays; the rest goes with its personal values and files', async () => {
  expect((await hold({ kind: 'record', type: 'structure', id: ours.structure })).status).toBe(201);
  expect(await versionsOf(ours.photo)).toBe(1);
  expect((await proof()).erased).toBe(0);
  expect((await itemsOf(stack, `${fernwick.id}#import#`)).filter((item) => item.includes('before#'))).toHaveLength(1);
  const approved = await coordinator.act(`/api/v1/disposals/${listed.id}/approve`, listed.version);
  expect(approved.status).toBe(202);
  await stack.idle();
  const done = await detail(listed.id);
  expect(done).toMatchObject({ state: 'done', certificate: { count: 2 } });
  expect(done.kept.map(({ id }: { id: string }) => id).sort()).toEqual([ours.finding, ours.inspection].sort());
  expect((await coordinator.get(`/api/v1/inspections/${ours.inspection}`)).status).toBe(200);
  expect((await coordinator.get(`/api/v1/sites/${ours.closed}`)).status).toBe(404);
  expect(JSON.stringify((await coordinator.get('/api/v1/sites?archived=1')).body)).not.toContain(ours.closed);
  const { rows } = (await coordinator.get('/api/v1/sites/changes')).body;
  expect(rows.find(({ id }: { id: string }) => id === ours.closed)).toMatchObject({ disposed: true, values: {} });
  expect(await versionsOf(ours.photo)).toBe(0);
});

it('leaves no personal value of it anywhere, and the audit trail whole', async () => {
  const holding = async (agency: string) =>
    (await itemsOf(stack, agency)).filter((item) => item.includes(CONTACT)).length;
  expect(await holding(fernwick.id)).toBe(0);
  expect(await holding(marlow.id)).toBeGreaterThan(0);
  // The import had noted what was there before it, with the contact.
  expect((await itemsOf(stack, `${fernwick.id}#import#`)).filter((item) => item.includes('before#'))).toEqual([]);
  const whole = await proof();
  expect(whole.broken).toBeUndefined();
  expect(whole.erased).toBeGreaterThan(0);
  expect(stack.deadLetters()).toEqual([]);
});

it('a certificate names what went, why, by whom and when, and its list can be checked', async () => {
  const { body } = await coordinator.get(`/api/v1/disposals/${listed.id}/certificate`);
  expect(body).toMatchObject({
    agency: fernwick.name,
    count: 2,
    approvedBy: { id: coordinator.member.id, name: coordinator.member.name },
  });
  expect(createHash('sha256').update(body.list).digest('hex')).toBe(body.sha256);
  expect(body.list).toContain(`site,${ours.closed},2,Sites,5,`);
  expect(body.list).toContain('40 CFR 122.34(g)(2)');
  expect(body.list).not.toContain('Closed yard');
  expect(body.list).not.toContain(ours.inspection);
});

it('what is gone takes no link, no change and no second life', async () => {
  const link = await coordinator.post('/api/v1/structures', {
    id: v7(),
    values: { name: 'CB-9', kind: 'catchBasin', status: 'active', site: ours.closed },
  });
  expect(link.status).toBe(422);
  expect((await coordinator.act(`/api/v1/sites/${ours.closed}/restore`, 2)).status).toBe(404);
  const again = await coordinator.post('/api/v1/sites', {
    id: ours.closed,
    values: { name: 'Closed yard', kind: 'construction', status: 'closed' },
  });
  expect(again.status).toBe(409);
});

it('what is held is not proposed again; once lifted it is, unless a person keeps it for another year', async () => {
  forward({ days: 1 });
  coordinator = await stack.as('coordinator');
  admin = await stack.as('admin');
  await night(stack);
  expect(await disposals()).toHaveLength(1);
  const { holds } = (await admin.get('/api/v1/retention')).body;
  await admin.post(`/api/v1/retention/holds/${holds.at(-1).id}/lift`, { reason: 'Settled' });
  await night(stack);
  const [second] = await disposals();
  expect(second).toMatchObject({ state: 'waiting', count: 2 });
  await prove(coordinator);
  const declined = await coordinator.act(`/api/v1/disposals/${second.id}/decline`, second.version, {
    reason: 'A study',
  });
  expect([declined.status, declined.body.state]).toEqual([200, 'declined']);
  forward({ days: 300 });
  coordinator = await stack.as('coordinator');
  await night(stack);
  expect(await disposals()).toHaveLength(2);
  forward({ days: 70 });
  coordinator = await stack.as('coordinator');
  await night(stack);
  expect((await disposals()).map(({ state }: { state: string }) => state)).toEqual(['waiting', 'declined', 'done']);
});

it('another agency, which named nobody, is proposed nothing', async () => {
  const other = await stack.as('admin', marlow);
  expect((await other.get('/api/v1/disposals')).body.items).toEqual([]);
  expect((await other.get(`/api/v1/disposals/${listed.id}`)).status).toBe(404);
});
