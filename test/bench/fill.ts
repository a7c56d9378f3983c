import { BatchWriteItemCommand, DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { bodyHash, toItem } from '#functions/lib/store/item.ts';
import { records } from '#shared/records/index.ts';
import type { TestStack } from '#test/support/stack.ts';

const AT = '2026-05-04T15:30:00.000Z';
const LATER = '2026-05-05T08:00:00.000Z';
/** As long as those of API Gateway. */
const REQUEST = 'JKJaXmPLvHcESHA=';
const MEMBER = '0199b000-0000-7000-8000-0000000000ff';
const [BATCH, AT_ONCE] = [25, 8];

export const recordId = (n: number) => `0199b000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

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

export const storedOutfall = (n: number) => ({
  id: recordId(n),
  version: 1,
  shape: 1,
  createdAt: AT,
  createdBy: MEMBER,
  updatedAt: AT,
  updatedBy: MEMBER,
  values: valuesOf(n),
});

/** As the store writes it, in DynamoDB's own JSON; with a change, the version after it. */
export const outfallItem = (tenantId: string, n: number, change?: Readonly<Record<string, unknown>>) => {
  const first = storedOutfall(n);
  const stored = change ? { ...first, version: 2, updatedAt: LATER, values: { ...first.values, ...change } } : first;
  const principal = { tenantId, memberId: MEMBER, role: 'coordinator' as const };
  const by = { principal, at: stored.updatedAt, requestId: REQUEST, source: 'import' as const };
  const item = toItem(records.outfall, stored, change ? 'change' : 'create', by, bodyHash(first.values));
  return marshall(item, { removeUndefinedValues: true });
};

/**
 * Not marked as a record, or the stream would bring every one of them to the audit function; and in no index, since
 * nothing that is measured reads one.
 */
const putOf = (tenantId: string, n: number): WriteRequest => ({
  PutRequest: {
    Item: Object.fromEntries(
      Object.entries(outfallItem(tenantId, n)).filter(([name]) => !/^(entity|(changes|list\d)[PS]k)$/.test(name)),
    ),
  },
});

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
