import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { take } from '#test/functions/exports/office.ts';
import { prove } from '#test/functions/disposal/office.ts';
import { make } from '#test/support/make.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { changes, close } from './office.ts';

/** One story: an agency that starts to close its account, and thinks better of it. */
let stack: TestStack;
let admin: Visitor;
let viewer: Visitor;
beforeAll(async () => {
  stack = await startStack();
  [admin, viewer] = [await stack.as('admin'), await stack.as('viewer')];
  await make(admin, 'site');
});
afterAll(() => stack.close());

const kinds = async () =>
  (await admin.get('/api/v1/access-events?limit=200')).body.items
    .map(({ kind }: { kind: string }) => kind)
    .filter((kind: string) => kind.startsWith('closing'));

describe('before an agency begins to close its account', () => {
  it('every step is shown with its day, and nothing stands in the way', async () => {
    const { status, body } = await admin.get('/api/v1/closing');
    expect([status, body.state, body.name, body.holds]).toEqual([200, 'open', fernwick.name, 0]);
    expect(body.archiveDays).toBeGreaterThan(0);
    expect(body.closing).toBeUndefined();
  });
  it('an administrator gives the name of the agency and the password, and a sensible number of days', async () => {
    const order = { name: fernwick.name, exportDays: 60 };
    expect((await admin.post('/api/v1/closing', order)).body.code).toBe('password-required');
    expect((await viewer.post('/api/v1/closing', order)).status).toBe(403);
    await prove(admin);
    expect((await admin.post('/api/v1/closing', { ...order, name: marlow.name })).status).toBe(422);
    for (const exportDays of [29, 366, 60.5])
      expect((await admin.post('/api/v1/closing', { ...order, exportDays })).status).toBe(422);
  });
  it('a legal hold in force keeps the account open', async () => {
    const id = v7();
    await admin.post('/api/v1/retention/holds', { id, scope: { kind: 'all' }, reason: 'Appeal of a penalty' });
    const held = await close(admin, fernwick.name);
    expect([held.status, held.body.code]).toEqual([409, 'conflict']);
    await admin.post(`/api/v1/retention/holds/${id}/lift`, { reason: 'Settled' });
    expect((await admin.get('/api/v1/closing')).body.state).toBe('open');
  });
});

describe('while an agency closes its account', () => {
  it('everybody is told until when, and reads and exports as before', async () => {
    const { status, body } = await close(admin, `  ${fernwick.name.toUpperCase()} `);
    expect([status, body.state, body.closing.exportDays]).toEqual([200, 'closing', 60]);
    const { exportUntil, deletionOn } = body.closing;
    expect((await viewer.get('/api/v1/me')).body.tenant.closing).toEqual({ exportUntil, deletionOn });
    expect((await stack.as('inspector')).member.role).toBe('inspector');
    expect((await viewer.get('/api/v1/sites')).body.items).toHaveLength(1);
    expect((await take(viewer, { recordTypes: ['site'], formats: ['csv'] })).state).toBe('done');
  });
  it('whatever changes something is refused, but for exports, sessions, keeping people out, and cancelling', async () => {
    const operations = await changes(admin);
    const refused: string[] = [];
    const answered: string[] = [];
    // Cancelling and signing out everywhere would end the story.
    const others = operations.filter(({ path }) => !/closing\/cancel|end-all/.test(path));
    for (const { method, path, whileClosing } of others) {
      const { status, body } = await admin.send(method, path.replace('{id}', v7()), {}, { 'if-match': '"1"' });
      const said = `${method} ${path}`;
      if (body.code === 'closing') refused.push(said);
      else answered.push(said);
      expect([said, body.code === 'closing']).toEqual([said, !whileClosing]);
      expect([said, status === 403]).toEqual([said, !whileClosing]);
    }
    expect(refused.length).toBeGreaterThan(40);
    expect(answered).toEqual([
      'POST /api/v1/sessions/{id}/end',
      'POST /api/v1/members/{id}/deactivate',
      'POST /api/v1/members/{id}/unlock',
      'POST /api/v1/members/{id}/reset-mfa',
      'POST /api/v1/exports',
      'POST /api/v1/exports/{id}/cancel',
    ]);
  });
  it('no other agency notices', async () => {
    const neighbour = await stack.as('admin', marlow);
    expect((await neighbour.get('/api/v1/me')).body.tenant).not.toHaveProperty('closing');
    await make(neighbour, 'site');
  });
});

describe('cancelling', () => {
  it('is for administrators, can be repeated, and everything is as before', async () => {
    expect((await viewer.post('/api/v1/closing/cancel', {})).status).toBe(403);
    expect((await admin.post('/api/v1/closing/cancel', {})).body.state).toBe('open');
    expect((await admin.post('/api/v1/closing/cancel', {})).body.state).toBe('open');
    expect((await viewer.get('/api/v1/me')).body.tenant).not.toHaveProperty('closing');
    await make(admin, 'site');
  });
  it('stands among the access events, as starting does, once each', async () => {
    expect(await kinds()).toEqual(['closingCancelled', 'closingStarted']);
  });
});
