import { BatchWriteItemCommand, DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { bodyHash, toItem } from '#functions/lib/store/item.ts';
import { records } from '#shared/records/index.ts';
import type { TestStack } from '#test/support/stack.ts';

const AT = '2026-05-04T15:30:00.000Z';
const MEMBER = '0199b000-0000-7000-8000-0000000000ff';
const [BATCH, AT_ONCE] = [25, 8];

const id = (n: number) => `0199b000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** An outfall as inventories have them: a dozen fields, and what the source file said. */
const valuesOf = (n: number) => ({
  name: `OF-${n}`,
  externalId: `{GIS-${n}}`,
  location: { type: 'Point' as const, coordinates: [-84.5 - n / 1e7, 38.03 + n / 1e7] as [number, number] },
  address: `${n} Example Street, at the "old" mill`,
  receivingWater: 'Example Creek',
  status: 'active' as const,
  ownership: 'own' as const,
  shape: 'circular' as const,
  diameter: (n % 40) + 8,
  major: n % 3 === 0,
  priority: n % 5 === 0 ? ('high' as const) : ('normal' as const),
  sourceAttributes: { OBJECTID: n, Owner: 'City', Material: 'RCP', Installed: 1998 },
});

const putOf = (tenantId: string, n: number): WriteRequest => {
  const values = valuesOf(n);
  const stored = {
    id: id(n),
    version: 1,
    shape: 1,
    createdAt: AT,
    createdBy: MEMBER,
    updatedAt: AT,
    updatedBy: MEMBER,
    values,
  };
  const principal = { tenantId, memberId: MEMBER, role: 'coordinator' as const };
  const by = { principal, at: AT, requestId: 'bench', source: 'import' as const };
  // Not marked as a record, or the stream would bring every one of them to the audit function; and in no index, since an
  // export reads none. Neither is what is measured.
  const { entity: _entity, ...whole } = toItem(records.outfall, stored, 'create', by, bodyHash(values));
  const rest = Object.fromEntries(Object.entries(whole).filter(([name]) => !/^(changes|list\d)[PS]k$/.test(name)));
  return { PutRequest: { Item: marshall(rest, { removeUndefinedValues: true }) } };
};

/** Puts outfalls into the table, from the given number on, past everything that people go through. */
export const fillOutfalls = async (stack: TestStack, tenantId: string, from: number, to: number): Promise<void> => {
  const table = stack.plan.tables[0]?.name ?? '';
  const client = new DynamoDBClient({ endpoint: stack.endpoint, region: stack.region, credentials: stack.operator });
  let next = from;
  const write = async () => {
    while (next < to) {
      const first = next;
      next = Math.min(first + BATCH, to);
      let requests = Array.from({ length: next - first }, (_, n) => putOf(tenantId, first + n));
      while (requests.length > 0) {
        const { UnprocessedItems } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [table]: requests } }),
        );
        requests = UnprocessedItems?.[table] ?? [];
      }
      if (first % 50_000 === 0) process.stderr.write(`filled ${first.toLocaleString('en-US')}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, write));
  client.destroy();
};
