import { DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditItem } from '#functions/lib/store/audit-item.ts';
import { tenantStore, type Provenance } from '#functions/lib/store/index.ts';
import type { AuditEntry } from '#functions/lib/chain/entry.ts';
import { seal } from '#functions/lib/chain/seal.ts';
import { records } from '#shared/records/index.ts';
import { storedOutfall } from '#test/bench/fill.ts';
import { aRecordsTable } from '#test/support/records-table.ts';

const tenantId = 'a'.repeat(26);
const { id, values } = storedOutfall(1);
const by: Provenance = {
  principal: { tenantId, memberId: '0199b000-0000-7000-8000-0000000000aa', role: 'coordinator' },
  at: '2026-11-25T12:00:00.000Z',
  requestId: 'request',
  source: 'web',
};

const entryOfSite: AuditEntry = {
  ...{ type: 'site', id, version: 1, verb: 'create', at: by.at, by: by.principal.memberId, changes: [] },
  ...{ role: 'coordinator', source: 'web', requestId: 'request' },
};

let document: DynamoDBDocumentClient;
let close: () => Promise<void>;
beforeAll(async () => {
  ({
    table: { document },
    close,
  } = await aRecordsTable());
});
afterAll(() => close());

const rowsOf = async (index: string, pk: string) => {
  const { Items = [] } = await document.send(
    new QueryCommand({
      TableName: 'Records',
      IndexName: index,
      KeyConditionExpression: '#pk = :pk',
      ExpressionAttributeNames: { '#pk': `${index}Pk` },
      ExpressionAttributeValues: { ':pk': pk },
    }),
  );
  return Items;
};

describe('an index', () => {
  it('holds of a record what its lists answer, whole, and not who wrote it through what', async () => {
    const store = tenantStore({ name: 'Records', document }, { tenantId });
    const { outfall } = records;
    const { stored } = await store.create([{ record: outfall, id, values }], by);
    for (const { field } of outfall.listedBy ?? []) {
      const value = new Map<string, unknown>(Object.entries(values)).get(field);
      if (typeof value === 'string')
        expect((await store.list(outfall, { limit: 10, by: field, value })).items).toEqual([stored]);
    }
    const { rows } = await store.changes(outfall, 10, by.at);
    expect(rows).toEqual([expect.objectContaining({ id, version: 1, updatedAt: by.at })]);
    const [row] = await rowsOf('changes', `${tenantId}#rec#outfall`);
    for (const name of ['actor', 'requestId', 'createdHash', 'list1Pk']) expect(row).not.toHaveProperty(name);
  });

  it('tells of an audit entry which it is, and not what it says; and when it arrived only where it came late', async () => {
    const entry = seal(tenantId, entryOfSite, 'x');
    for (const [sk, now] of [
      ['v000001', '2026-11-25T12:59:59.999Z'],
      ['v000002', '2026-11-25T13:00:00.000Z'],
    ] as const)
      await document.send(new PutCommand({ TableName: 'Records', Item: auditItem(tenantId, sk, entry, now) }));
    const trail = await rowsOf('changes', `${tenantId}#audit`);
    expect(trail.map(({ sk }) => sk as string)).toEqual(['v000001', 'v000002']);
    for (const row of trail) expect(row).not.toHaveProperty('changes');
    expect((await rowsOf('list1', `${tenantId}#arrived`)).map(({ sk }) => sk as string)).toEqual(['v000002']);
  });
});
