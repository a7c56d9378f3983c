import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operatorOf } from '#test/functions/session/desk.ts';
import { make } from '#test/support/make.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'ops-audit-'));
let stack: TestStack;
beforeAll(async () => {
  stack = await startStack({ dir: folder });
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

const main = join(import.meta.dirname, '..', '..', '..', 'infra', 'ops', 'main.ts');
const verify = async (tenant: string) => {
  const args = [main, 'audit', 'verify', '--tenant', tenant, '--local', folder];
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
  expect([whole.code, whole.out]).toEqual([0, `The audit trail of ${fernwick.id} is whole. Records: 1, entries: 2.\n`]);
  expect(whole.err).toContain('1 records and 2 entries so far');
  const { table } = operatorOf(stack);
  const Key = { pk: `${fernwick.id}#audit#site#${id}`, sk: 'v000001' };
  await table.document.send(new DeleteCommand({ TableName: table.name, Key }));
  const broken = await verify(fernwick.id);
  expect(broken).toMatchObject({ code: 1, out: '' });
  expect(broken.err).toContain(`Version 1 of the site ${id} has no entry.`);
});
it('audit verify does not call an agency whole that does not exist', async () => {
  expect((await verify('x'.repeat(26))).code).toBe(1);
});
