import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { arrivedHoursAgo } from '#test/functions/digest/a-stack.ts';
import { functionAt } from '#functions/lib/aws/invoke.ts';
import { redriveAudit } from '#functions/lib/usecases/redrive-audit.ts';
import { operatorOf } from '#test/functions/session/desk.ts';
import { make } from '#test/support/make.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'ops-audit-'));
let stack: TestStack;
beforeAll(async () => {
  stack = await startStack({ dir: folder });
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

const info = z.object({ shardId: z.string(), startSequenceNumber: z.string(), endSequenceNumber: z.string(), streamArn: z.string() }); // prettier-ignore
const infoOf = (body: unknown) => z.object({ DDBStreamBatchInfo: info }).parse(body);

const main = join(import.meta.dirname, '..', '..', '..', 'infra', 'ops', 'main.ts');
const verify = (tenant: string, ...more: string[]) => run('verify', tenant, ...more);
const run = async (verb: string, tenant: string, ...more: string[]) => {
  const args = [main, 'audit', verb, '--tenant', tenant, '--local', folder, ...more];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, err };
};

it('audit verify says that a trail is whole, and ends with 1 and the first break once an entry is gone', async () => {
  const coordinator = await stack.as('coordinator');
  const { id } = await make(coordinator, 'site');
  await coordinator.patch(`/api/v1/sites/${id}`, 1, { values: { name: 'Second' } });
  await stack.idle();
  const whole = await verify(fernwick.id);
  expect([whole.code, whole.out.split('\n')]).toEqual([
    0,
    [
      `The audit trail of ${fernwick.id} is whole. Records: 1, entries: 2.`,
      'Nothing of it is archived yet.',
      '2 entries came in lately and are not archived yet.',
      '',
    ],
  ]);
  expect(whole.err).toContain('1 records and 2 entries so far');
  const { table } = operatorOf(stack);
  const Key = { pk: `${fernwick.id}#audit#site#${id}`, sk: 'v000001' };
  await table.document.send(new DeleteCommand({ TableName: table.name, Key }));
  const broken = await verify(fernwick.id);
  expect(broken).toMatchObject({ code: 1, out: '' });
  expect(broken.err).toContain(`Version 1 of the site ${id} has no entry.`);
});
it('audit verify proves the archive too, with the table and without it, and names a table that was set back', async () => {
  const coordinator = await stack.as('coordinator', marlow);
  const { id } = await make(coordinator, 'site');
  const { table } = operatorOf(stack);
  const Key = { pk: `${marlow.id}#rec#site`, sk: id };
  const { Item: first } = await table.document.send(new GetCommand({ TableName: table.name, Key }));
  await coordinator.patch(`/api/v1/sites/${id}`, 1, { values: { name: 'Second' } });
  await stack.idle();
  await arrivedHoursAgo(stack, marlow.id, 2);
  await stack.invoke('digest', {});
  const whole = await verify(marlow.id);
  expect(whole.out).toMatch(
    /whole\. Records: 1, entries: 2\.\nThe archive holds 2 entries in 1 digests, signed with arn:aws:kms:[\w:/-]+ \(SHA-256 of the public key: [0-9a-f]{64}\)\.\n$/,
  );
  // As a copy from before the second version would have it.
  const entry = { pk: `${marlow.id}#audit#site#${id}`, sk: 'v000002' };
  await table.document.send(new DeleteCommand({ TableName: table.name, Key: entry }));
  await table.document.send(new PutCommand({ TableName: table.name, Item: first }));
  await stack.idle();
  const broken = await verify(marlow.id);
  expect(broken).toMatchObject({ code: 1, out: '' });
  expect(broken.err).toContain(`The site ${id} is at version 1, but version 2 of the site ${id} was archived`);
  const alone = await verify(marlow.id, '--archive-only');
  expect([alone.code, alone.out]).toEqual([
    0,
    expect.stringMatching(/^The archive of \w{26} is whole\. The archive holds 2 /),
  ]);
});
it('audit verify --archive-only does not call an agency whole that has no archive', async () => {
  expect((await verify('x'.repeat(26), '--archive-only')).code).toBe(1);
});
it('audit verify does not call an agency whole that does not exist', async () => {
  expect((await verify('x'.repeat(26))).code).toBe(1);
});

it('audit redrive sends in again what was set aside, once, and leaves what was changed just now alone', async () => {
  const coordinator = await stack.as('coordinator', marlow);
  const { id } = await make(coordinator, 'outfall');
  await coordinator.patch(`/api/v1/outfalls/${id}`, 1, { values: { name: 'OF-2' } });
  await stack.idle();
  const { table } = operatorOf(stack);
  // As it is when the change was set aside and the letter was never answered.
  const history = `${marlow.id}#audit#outfall#${id}`;
  await table.document.send(new DeleteCommand({ TableName: table.name, Key: { pk: history, sk: 'v000002' } }));
  expect((await run('redrive', marlow.id)).out).toBe('Nothing is missing.\n');
  const later = new Date(Date.now() + 600_000).toISOString();
  const call = functionAt('audit', { endpoint: stack.endpoint, region: stack.region, credentials: stack.operator });
  const send = async (change: object) =>
    JSON.stringify(await call({ Records: [change] })) === '{"batchItemFailures":[]}';
  expect(await redriveAudit(table, marlow.id, later, send)).toEqual({ behind: 1, audited: 1 });
  expect(await redriveAudit(table, marlow.id, later, send)).toEqual({ behind: 0, audited: 0 });
  const { Item: entry } = await table.document.send(
    new GetCommand({ TableName: table.name, Key: { pk: history, sk: 'v000002' } }),
  );
  expect(entry).toMatchObject({ role: 'coordinator', rebuilt: true, changes: [{ field: 'name', after: 'OF-2' }] });
});

it('audit redrive sends the very changes in again that were set aside, as long as the stream has them', async () => {
  const coordinator = await stack.as('coordinator');
  const { table } = operatorOf(stack);
  const { id: nobodys } = await make(coordinator, 'site');
  /** A change that nobody can be named for is set aside: its letter says where in the stream it stands. */
  const setAside = async (version: number) => {
    const Key = { pk: `${fernwick.id}#rec#site`, sk: nobodys };
    const { Item: { actor: _actor, ...item } = {} } = await table.document.send(new GetCommand({ TableName: table.name, Key })); // prettier-ignore
    await table.document.send(new PutCommand({ TableName: table.name, Item: { ...item, version } }));
    await stack.idle();
    return infoOf(stack.deadLetters().at(-1)?.body).DDBStreamBatchInfo;
  };
  const first = await setAside(2);
  const { id } = await make(coordinator, 'structure', { site: undefined });
  await coordinator.patch(`/api/v1/structures/${id}`, 1, { values: { name: 'CB-2' } });
  await coordinator.patch(`/api/v1/structures/${id}`, 2, { values: { name: 'CB-3' } });
  await coordinator.patch(`/api/v1/structures/${id}`, 3, { values: { name: 'CB-4' } });
  await stack.idle();
  const last = await setAside(3);
  await table.document.send(new DeleteCommand({ TableName: table.name, Key: { pk: `${fernwick.id}#rec#site`, sk: nobodys } })); // prettier-ignore
  await stack.idle();
  const history = `${fernwick.id}#audit#structure#${id}`;
  const entries = async () => {
    const { Items = [] } = await table.document.send(
      new QueryCommand({ TableName: table.name, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': history } }), // prettier-ignore
    );
    return Items.map(({ version, verb, by, at, changes, rebuilt, requestId, hash }) => ({ version, verb, by, at, changes, rebuilt, requestId, hash })); // prettier-ignore
  };
  const before = await entries();
  expect(before.map(({ verb }) => verb)).toEqual(['create', 'change', 'change', 'change']);
  // As it is when these were set aside and no later change of the record came after.
  for (const sk of ['v000002', 'v000003', 'v000004'])
    await table.document.send(new DeleteCommand({ TableName: table.name, Key: { pk: history, sk } }));
  const between = (n: bigint, sequence: string) => (BigInt(sequence) + n).toString();
  const letter = (shardId: string) => ({
    at: new Date().toISOString(),
    source: 'dead-letters',
    reason: 'given up',
    body: {
      DDBStreamBatchInfo: {
        ...first,
        shardId,
        startSequenceNumber: between(1n, first.endSequenceNumber),
        endSequenceNumber: between(-1n, last.startSequenceNumber),
      },
    },
  });
  const lines = [letter(first.shardId), letter('shardId-00000000000000000000-forgotten')].map((one) =>
    JSON.stringify(one),
  );
  writeFileSync(join(folder, 'dead-letters.jsonl'), `${lines.join('\n')}\n`);
  const { code, out, err } = await run('redrive', fernwick.id);
  expect([code, err.includes('Error')]).toEqual([0, false]);
  expect(out.split('\n').slice(0, 3)).toEqual([
    expect.stringMatching(/^1 batches that were set aside were sent in again from the stream: [4-9] changes, as they were made\.$/), // prettier-ignore
    'The changes of 1 batches have left the stream. What their records hold now was sent in instead.',
    'Nothing is missing.',
  ]);
  const after = await entries();
  expect(after).toEqual(before);
  expect(after.map(({ rebuilt }) => rebuilt)).toEqual([undefined, undefined, undefined, undefined]);
});
