import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyAudit } from '#functions/lib/usecases/verify-audit.ts';
import { seedDemo } from '#infra/local/demo/seed.ts';
import { makeOneOfEach } from '#test/support/make.ts';
import { fernwick, marlow, seedTarget, startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
let document: DynamoDBDocumentClient;

beforeAll(async () => {
  stack = await startStack();
  const at = { endpoint: stack.endpoint, region: stack.region, credentials: stack.operator };
  document = DynamoDBDocumentClient.from(new DynamoDBClient(at));
});
afterAll(async () => {
  document.destroy();
  await stack.close();
});

it('the audit trail of the demo agencies, with records of every type made, changed, closed and archived, is whole', async () => {
  const target = seedTarget(stack);
  await seedDemo(
    target,
    () => new Date(),
    () => undefined,
  );
  const coordinator = await stack.as('coordinator');
  const made = await makeOneOfEach(coordinator);
  const outfall = await coordinator.patch(`/api/v1/outfalls/${made.outfall}`, 1, {
    values: { location: { type: 'Point', coordinates: [-99.6000001, 41.25] } },
  });
  const site = await coordinator.act(`/api/v1/sites/${made.site}/archive`, 1, { reason: 'Entered twice' });
  expect([outfall.status, site.status]).toEqual([200, 200]);
  await stack.idle();
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  for (const { id } of [fernwick, marlow]) {
    const proof = await verifyAudit({ name: target.tableName, document }, id, tomorrow);
    expect(proof.broken).toBeUndefined();
    expect(proof).toMatchObject({ unchained: 0, gaps: 0, rebuilt: 0, erased: 0, pending: 0 });
    expect(proof.entries).toBeGreaterThanOrEqual(proof.records);
    expect(proof.records).toBeGreaterThan(20);
  }
});
