import { GetObjectCommand } from '@aws-sdk/client-s3';
import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { begunKinds, bucketKinds } from '#functions/closing/shelves.ts';
import { tenantPlaces } from '#functions/lib/store/index.ts';
import { userAccounts } from '#functions/lib/aws/accounts.ts';
import { trustedSigner } from '#functions/lib/aws/signer.ts';
import { requireOpen, resumeTenant, suspendTenant } from '#functions/lib/usecases/tenants.ts';
import { verifyArchive } from '#functions/lib/usecases/verify-archive.ts';
import { show } from '#infra/ops/tenants.ts';
import { DEMO_PASSWORD } from '#infra/local/demo/agencies.ts';
import { itemsOf, night } from '#test/functions/disposal/office.ts';
import { archiveOf } from '#test/functions/digest/a-stack.ts';
import { take } from '#test/functions/exports/office.ts';
import { operatorOf } from '#test/functions/session/desk.ts';
import { backToToday, forward } from '#test/support/clock.ts';
import { lettersTo } from '#test/support/mail.ts';
import { fernwick, marlow, seedTarget, startStack, type TestStack } from '#test/support/stack.ts';
import { Browser, type Visitor } from '#test/support/visitor.ts';
import { close } from './office.ts';
import { aWholeAgency, beginUploads, objectsOf, uploadsOf } from './story.ts';

/** One story over 32 days: each test goes on where the one before ended. */
let stack: TestStack;
let admin: Visitor;
let neighbours: string[];
let theirObjects: string[];

const often = async () => {
  stack.fire('resumejobs');
  await stack.idle();
};
const signIn = (email: string) => new Browser(stack.url).post('/api/session', { email, password: DEMO_PASSWORD });
const told = ({ status, body }: Awaited<ReturnType<typeof signIn>>) => {
  const { requestId: _id, ...said } = body as { requestId?: string };
  return { status, said };
};
const mailed = () => lettersTo(stack, `admin@${fernwick.domain}`).map(({ subject }) => subject);
const userPool = () => {
  const { endpoint, region, operator: credentials } = stack;
  return new CognitoIdentityProviderClient({ endpoint, region, credentials });
};
const account = (Username: string) =>
  userPool().send(new AdminGetUserCommand({ UserPoolId: seedTarget(stack).poolId, Username }));
/** What is left of an invitation that was cut off: nobody in the table leads to it. */
const inviteByHalf = ({ id, domain }: typeof fernwick) =>
  userAccounts(userPool(), seedTarget(stack).poolId).invite(id, `nobody-of-ours@${domain}`);
const ourItem = async () => JSON.parse((await itemsOf(stack, `${fernwick.id}#tenant`))[0] ?? '{}') as object;

beforeAll(async () => {
  stack = await startStack();
  admin = await stack.as('admin');
  await aWholeAgency(stack, admin, await stack.as('coordinator'));
  await aWholeAgency(stack, await stack.as('admin', marlow), await stack.as('coordinator', marlow));
  for (const agency of [fernwick, marlow]) {
    await beginUploads(stack, agency.id);
    await inviteByHalf(agency);
  }
  forward({ minutes: 120 });
  stack.fire('archiveaudit');
  await stack.idle();
  admin = await stack.as('admin');
});
afterAll(async () => {
  backToToday();
  await stack.close();
});

it('on the last day of the export period an agency still exports, and nothing was deleted', async () => {
  expect((await close(admin, fernwick.name, 30)).status).toBe(200);
  forward({ days: 22 });
  await night(stack);
  expect(mailed()).toHaveLength(1);
  forward({ days: 8 });
  await night(stack);
  admin = await stack.as('admin');
  expect((await take(admin, { recordTypes: ['site'], formats: ['csv'] })).state).toBe('done');
  expect((await admin.get('/api/v1/closing')).body.state).toBe('closing');
});

it('its administrators were reminded once in the last week of it', async () => {
  await night(stack);
  expect(mailed()).toEqual([
    `${fernwick.name} is closing its account`,
    `The records of ${fernwick.name} will soon be deleted`,
  ]);
});

it('no deletion begins while the agency is suspended, since nobody of it could stop it', async () => {
  forward({ days: 1 });
  const desk = { table: operatorOf(stack).table, accounts: {} as never, now: new Date().toISOString() };
  await suspendTenant(desk, fernwick.id, 'A question of payment');
  await night(stack);
  expect(await ourItem()).not.toHaveProperty('closing.M.deletion');
  await resumeTenant(desk, fernwick.id);
  [neighbours, theirObjects] = [await itemsOf(stack, marlow.id), await objectsOf(stack, marlow.id)];
});

it('on the day after it nobody comes in any more, as if there had never been an account', async () => {
  admin = await stack.as('admin');
  await night(stack);
  expect(await ourItem()).toHaveProperty('closing.M.deletion');
  expect((await admin.get('/api/v1/me')).status).toBe(401);
  expect((await admin.post('/api/v1/closing/cancel', {})).status).toBe(401);
  const nobody = told(await signIn('nobody@fernwick.example'));
  expect(told(await signIn(`viewer@${fernwick.domain}`))).toEqual(nobody);
  expect(mailed().at(-1)).toBe(`The records of ${fernwick.name} are being deleted`);
  expect(lettersTo(stack, `viewer@${fernwick.domain}`)).toEqual([]);
  expect(lettersTo(stack, `admin@${marlow.domain}`)).toEqual([]);
});

it('deletion waits until whatever was begun before is over', async () => {
  forward({ minutes: 15 });
  await often();
  expect((await itemsOf(stack, `${fernwick.id}#rec#`)).length).toBeGreaterThan(0);
});

it('then everything goes: nothing is left of it in the table, in a bucket or in the user pool', async () => {
  forward({ minutes: 6 });
  await often();
  const left = await itemsOf(stack, fernwick.id);
  expect(left).toHaveLength(1);
  expect(left[0]).toContain(`${fernwick.id}#tenant`);
  expect((await itemsOf(stack, '')).filter((item) => item.includes(fernwick.id))).toHaveLength(2);
  const archive = archiveOf(stack).bucket;
  expect((await objectsOf(stack, fernwick.id)).filter((object) => !object.startsWith(`${archive} `))).toEqual([]);
  expect(await uploadsOf(stack, fernwick.id)).toEqual([]);
  await expect(account(`admin@${fernwick.domain}`)).rejects.toThrow(/exist/);
  await expect(account(`nobody-of-ours@${fernwick.domain}`)).rejects.toThrow(/exist/);
  await account(`nobody-of-ours@${marlow.domain}`);
  expect(told(await signIn(`admin@${fernwick.domain}`))).toEqual(told(await signIn('nobody@fernwick.example')));
});

it('leaves a report without a name of anybody, in the archive too: how many of each kind went, and what stays', async () => {
  const { s3, bucket: Bucket } = archiveOf(stack);
  const Key = `${fernwick.id}/closing/report.json`;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  const text = (await Body?.transformToString()) ?? '';
  const report = JSON.parse(text) as { deleted: Record<string, number>; deletedAt: string; backupsGoneBy: string };
  expect(Object.keys(report.deleted).sort()).toEqual(
    [
      ...['accounts', 'accounts without a member', ...Object.values(bucketKinds), ...Object.values(begunKinds)],
      ...tenantPlaces.map(({ kind }) => kind),
    ].sort(),
  );
  // The story has something of every kind: a kind without any would prove nothing.
  expect(Object.entries(report.deleted).filter(([, count]) => count === 0)).toEqual([]);
  expect(report).toMatchObject({ name: fernwick.name, tenantId: fernwick.id });
  expect(text).not.toContain(fernwick.domain);
  expect(text).not.toContain(admin.member.name);
  const days = (Date.parse(report.backupsGoneBy) - Date.parse(report.deletedAt)) / 86_400_000;
  expect(days).toBeGreaterThan(89);
  expect(days).toBeLessThan(92);
});

it('no other agency lost or gained anything, in the table or in a bucket', async () => {
  expect(await itemsOf(stack, marlow.id)).toEqual(neighbours);
  expect(await objectsOf(stack, marlow.id)).toEqual(theirObjects);
  expect(await uploadsOf(stack, marlow.id)).toHaveLength(2);
});

it('the audit function takes no offence, and the archive of the agency is whole', async () => {
  expect(stack.deadLetters()).toEqual([]);
  stack.fire('archiveaudit');
  await stack.idle();
  const { s3, bucket, signer, at } = archiveOf(stack);
  const desk = { archive: { s3, bucket }, signer: await trustedSigner(signer, at) };
  const proof = await verifyArchive(desk, fernwick.id, new Date().toISOString());
  expect(proof.broken).toBeUndefined();
  expect(proof.archived).toBeGreaterThan(0);
});

it('comes to no other end, however often its turn comes', async () => {
  const before = await ourItem();
  await night(stack);
  await often();
  expect(await ourItem()).toEqual(before);
});

it('the operator is shown the report, and can work on the closed agency no more', async () => {
  const desk = { table: operatorOf(stack).table, accounts: {} as never, now: new Date().toISOString() };
  const command = { verb: 'show', id: fernwick.id, people: false, json: false } as const;
  const { text, json } = await show(desk, command);
  expect(text).toMatch(/state +closed/);
  expect(text).toMatch(/\d+ history entries/);
  expect(json).toMatchObject({
    state: 'closed',
    closed: { tenantId: fernwick.id },
    members: { active: 0, removed: 0 },
  });
  await expect(suspendTenant(desk, fernwick.id, 'Too late')).rejects.toThrow('is closed');
  await expect(requireOpen(desk, fernwick.id)).rejects.toThrow('is closed');
  await requireOpen(desk, marlow.id);
});
