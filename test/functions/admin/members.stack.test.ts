import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemsOf } from '#test/functions/disposal/office.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';
import { Browser, type Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let admin: Visitor;
beforeAll(async () => {
  stack = await startStack();
  admin = await stack.as('admin');
});
afterAll(() => stack.close());

let count = 0;
const invitation = (role = 'viewer') => {
  count += 1;
  return { id: v7(), name: `Person ${count}`, email: `person${count}@fernwick.example`, role };
};
const invite = async (by: Visitor, role?: string) => {
  const { status, body } = await by.post('/api/v1/members', invitation(role));
  expect(status).toBe(201);
  return body;
};
const one = async (id: string, by = admin): Promise<{ version: number }> =>
  (await by.get('/api/v1/members')).body.items.find((m: { id: string }) => m.id === id);
const act = (id: string, verb: string, version: number, by = admin) => by.act(`/api/v1/members/${id}/${verb}`, version);
const events = async (query: string, by = admin) => (await by.get(`/api/v1/access-events?${query}`)).body.items;

describe('an invitation', () => {
  it('goes out by mail, with a temporary password that no answer shows', async () => {
    const member = await invite(admin);
    expect(member).toMatchObject({ status: 'invited', role: 'viewer', version: 1 });
    const mails = stack.inbox().filter((mail) => JSON.stringify(mail).includes(member.email));
    expect(mails).toHaveLength(1);
    expect(await events(`memberId=${member.id}`)).toMatchObject([
      { kind: 'invitation', memberId: member.id, by: admin.member.id, detail: 'Viewer' },
    ]);
  });
  it('that is repeated, also ten times at once, makes one account, one mail and one event', async () => {
    const order = invitation();
    const answers = await Promise.all(Array.from({ length: 10 }, () => admin.post('/api/v1/members', order)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array<number>(9).fill(200), 201]);
    expect(stack.inbox().filter((mail) => JSON.stringify(mail).includes(order.email))).toHaveLength(1);
    expect(await events(`memberId=${answers[0]?.body.id}`)).toHaveLength(1);
  });
  it('to an address that somebody has, here or elsewhere, is refused', async () => {
    for (const email of [`viewer@fernwick.example`, `VIEWER@${marlow.domain}`]) {
      const { status, body } = await admin.post('/api/v1/members', { ...invitation(), email });
      expect([status, body.errors[0].path]).toEqual([409, 'email']);
    }
  });
  it('to an address longer than an account can go by is refused, and so is a new password for it', async () => {
    const email = `${'a'.repeat(60)}@${'b'.repeat(60)}.example`;
    const { status, body } = await admin.post('/api/v1/members', { ...invitation(), email });
    expect([status, body.errors[0].path]).toEqual([422, 'email']);
    expect((await new Browser(stack.url).post('/api/session/reset', { email })).status).toBe(422);
  });
  it('is sent again on request, with the version that was seen', async () => {
    const { id, email } = await invite(admin);
    expect((await act(id, 'resend', 1)).body.version).toBe(2);
    expect((await act(id, 'resend', 1)).status).toBe(412);
    expect(await events(`memberId=${id}`)).toMatchObject([{ kind: 'invitation', detail: 'Sent again' }, {}]);
    expect(stack.inbox().filter((mail) => JSON.stringify(mail).includes(email))).toHaveLength(2);
  });
});

describe('a member', () => {
  it('has a new role on the next request', async () => {
    const coordinator = await stack.as('coordinator');
    const { version } = await one(coordinator.member.id);
    const path = `/api/v1/members/${coordinator.member.id}`;
    expect((await coordinator.get('/api/v1/imports')).status).toBe(200);
    expect((await admin.patch(path, version, { role: 'viewer' })).body.role).toBe('viewer');
    expect((await coordinator.get('/api/v1/imports')).status).toBe(403);
    expect((await admin.patch(path, version, { role: 'inspector' })).status).toBe(412);
    expect((await admin.patch(path, version + 1, { role: 'coordinator' })).status).toBe(200);
    expect((await coordinator.get('/api/v1/imports')).status).toBe(200);
    const told = await events(`memberId=${coordinator.member.id}&kind=roleChange`);
    expect(told.map(({ detail }: { detail: string }) => detail)).toEqual([
      'Viewer to Coordinator',
      'Coordinator to Viewer',
    ]);
  });
  it('who is deactivated is out on the next request, cannot renew the session, and comes back by signing in', async () => {
    const inspector = await stack.as('inspector');
    const { id } = inspector.member;
    const { version } = await one(id);
    expect((await act(id, 'deactivate', version)).body.status).toBe('inactive');
    expect((await inspector.get('/api/v1/me')).status).toBe(401);
    expect((await inspector.post('/api/session/refresh', undefined)).status).toBe(401);
    await expect(stack.as('inspector')).rejects.toThrow('401');
    expect((await act(id, 'deactivate', version)).body).toMatchObject({ status: 'inactive', version: version + 1 });
    expect((await act(id, 'reactivate', version + 1)).body.status).toBe('active');
    expect((await (await stack.as('inspector')).get('/api/v1/me')).status).toBe(200);
  });
  it('who is removed keeps the name on history and nothing else, and the address is free again', async () => {
    const member = await invite(admin);
    const removed = await act(member.id, 'remove', 1);
    expect(removed.body).toMatchObject({ status: 'removed', name: member.name, email: '' });
    expect((await act(member.id, 'remove', 1)).status).toBe(200);
    expect((await act(member.id, 'reactivate', 2)).status).toBe(409);
    const { items } = (await admin.get('/api/v1/people')).body;
    expect(items).toContainEqual(expect.objectContaining({ id: member.id, name: member.name, active: false }));
    const again = await admin.post('/api/v1/members', { ...invitation(), email: member.email });
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(member.id);
  });
  it('who was signed in and is removed leaves no address, codes or browser, and is out', async () => {
    const leaving = await stack.as('inspector');
    const { id } = leaving.member;
    const partitions = [`${fernwick.id}#member`, `${fernwick.id}#session#${id}`];
    const left = async () =>
      (await Promise.all(partitions.map((pk) => itemsOf(stack, pk)))).flat().filter((item) => item.includes(id));
    expect((await left()).join()).toMatch(
      /127\.0\.0\.1.*inspector@fernwick\.example|inspector@fernwick\.example.*127\.0\.0\.1/,
    );
    const { version } = await one(id);
    expect((await act(id, 'remove', version)).status).toBe(200);
    expect((await leaving.get('/api/v1/me')).status).toBe(401);
    const after = await left();
    expect(after.filter((item) => /127\.0\.0\.1|inspector@|"agent":\{"S":"n|recovery|revoked/.test(item))).toEqual([]);
    expect(after.join()).toContain('Demo inspector');
  });
  it('cannot be seen or touched by others than administrators, nor by those of another agency', async () => {
    const viewer = await stack.as('viewer');
    expect((await viewer.get('/api/v1/members')).status).toBe(403);
    const stranger = await stack.as('admin', marlow);
    expect(await one(viewer.member.id, stranger)).toBeUndefined();
    for (const verb of ['deactivate', 'remove', 'resend', 'reset-mfa', 'unlock'])
      expect((await act(viewer.member.id, verb, 1, stranger)).status).toBe(404);
  });
});

describe('the last active administrator', () => {
  it('cannot leave, and nobody changes an own role', async () => {
    const { id } = admin.member;
    const { version } = await one(id);
    await invite(admin, 'admin'); // Invited is not active: it does not count.
    for (const verb of ['deactivate', 'remove']) expect((await act(id, verb, version)).status).toBe(409);
    expect((await admin.patch(`/api/v1/members/${id}`, version, { role: 'viewer' })).status).toBe(409);
    expect((await admin.get('/api/v1/me')).status).toBe(200);
  });
  it('is left, whatever two administrators do to each other at the same moment', async () => {
    const boss = await stack.as('admin', marlow);
    for (let round = 0; round < 5; round += 1) {
      const second = await stack.as('coordinator', marlow);
      const made = await one(second.member.id, boss);
      const path = `/api/v1/members/${second.member.id}`;
      const { version } = (await boss.patch(path, made.version, { role: 'admin' })).body;
      const own = await one(boss.member.id, boss);
      const both = await Promise.all([
        boss.patch(path, version, { role: 'coordinator' }),
        second.patch(`/api/v1/members/${boss.member.id}`, own.version, { role: 'viewer' }),
      ]);
      expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
      if (both[0].status === 200) continue;
      // The other one won: they make the first an administrator again, who goes on.
      const back = await one(boss.member.id, second);
      const changed = await second.patch(`/api/v1/members/${boss.member.id}`, back.version, { role: 'admin' });
      expect(changed.status).toBe(200);
      const now = await one(second.member.id, boss);
      expect((await boss.patch(path, now.version, { role: 'coordinator' })).status).toBe(200);
    }
    const { items } = (await boss.get('/api/v1/members')).body;
    const admins = items.filter((m: { role: string; status: string }) => m.role === 'admin' && m.status === 'active');
    expect(admins).toHaveLength(1);
  });
});

describe('access events', () => {
  it('tell who took data along, and the list of them as CSV is one itself', async () => {
    const viewer = await stack.as('viewer');
    await viewer.post('/api/v1/exports', { id: v7(), recordTypes: ['site'], formats: ['csv'] });
    const mine = `memberId=${viewer.member.id}&kind=export`;
    expect(await events(mine)).toMatchObject([{ kind: 'export', memberId: viewer.member.id }]);
    const { status, body } = await admin.post('/api/v1/access-events/csv', {});
    expect(status).toBe(200);
    expect(body.csv).toContain('When (UTC),What,Person,Done by,Address,Browser,Detail\r\n');
    expect(body.csv).toContain('Data exported');
    expect(await events('kind=export&limit=1')).toMatchObject([
      { memberId: admin.member.id, detail: 'Access events as CSV' },
    ]);
  });
  it('come in pages, by period, and only to administrators', async () => {
    const first = (await admin.get('/api/v1/access-events?limit=2')).body;
    const second = (await admin.get(`/api/v1/access-events?limit=2&cursor=${first.next}`)).body;
    const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(4);
    expect(await events('from=2999-01-01T00:00:00Z')).toEqual([]);
    expect((await (await stack.as('viewer')).get('/api/v1/access-events')).status).toBe(403);
  });
});

describe('settings', () => {
  it('have defaults until somebody sets them, within bounds and with the version that was seen', async () => {
    const { body } = await admin.get('/api/v1/settings');
    expect(body).toMatchObject({
      version: 1,
      sessionHours: 12,
      idleMinutes: 60,
      mfaRequired: 'admins',
      accessDays: 400,
    });
    expect((await admin.patch('/api/v1/settings', 1, { idleMinutes: 1 })).status).toBe(422);
    expect((await admin.patch('/api/v1/settings', 1, { idleMinutes: 30 })).body).toMatchObject({
      version: 2,
      idleMinutes: 30,
      sessionHours: 12,
    });
    expect((await admin.patch('/api/v1/settings', 1, { idleMinutes: 20 })).status).toBe(412);
    expect(await events('kind=settingsChange')).toMatchObject([{ detail: 'idleMinutes: 30' }]);
  });
});

it('a browser without a session gets nothing of all this', async () => {
  const nobody = new Browser(stack.url);
  for (const path of ['members', 'access-events', 'settings'])
    expect((await nobody.get(`/api/v1/${path}`)).status).toBe(401);
});
