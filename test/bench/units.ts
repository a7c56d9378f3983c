import { DynamoDBClient, paginateQuery, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { auditPartition } from '#shared/derive/keys.ts';
import type { TestStack } from '#test/support/stack.ts';
import { outfallItem, recordId } from './fill.ts';
import type { Figure } from './table.ts';

/** Bytes as DynamoDB counts them: names and texts in UTF-8, a number by two digits a byte, three for a list or a map. */
const bytesOf = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replace(/\D/g, '').length / 2) + 1;
  if (value.M !== undefined) return 3 + itemBytes(value.M) + Object.keys(value.M).length;
  if (value.L !== undefined) return 3 + value.L.reduce((sum, one) => sum + bytesOf(one) + 1, 0);
  return 1;
};
const itemBytes = (item: Readonly<Record<string, AttributeValue>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);

/** Of a new item: a unit for each kilobyte begun, in the table and once more in each index that it has a key for. */
const writeUnits = (item: Readonly<Record<string, AttributeValue>>): number => {
  const indexes = Object.keys(item).filter((name) => /^(changes|list\d)Pk$/.test(name)).length;
  return Math.ceil(itemBytes(item) / 1024) * (1 + indexes);
};

/** Write units of a new record and of its entry, by AWS's rule and the sizes that were stored; indexes hold items whole. */
export const unitsOf = async (stack: TestStack, tenantId: string): Promise<Figure[]> => {
  const client = new DynamoDBClient({ endpoint: stack.endpoint, region: stack.region, credentials: stack.operator });
  const entries: Record<string, AttributeValue>[] = [];
  const query = {
    TableName: stack.plan.tables[0]?.name ?? '',
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: auditPartition(tenantId, 'outfall', recordId(0)) } },
  };
  for await (const { Items = [] } of paginateQuery({ client }, query)) entries.push(...Items);
  client.destroy();
  const [entry] = entries;
  if (entry === undefined) throw new Error('The first record has no entry.');
  return [
    {
      what: 'write units of a new record, with its indexes',
      measured: writeUnits(outfallItem(tenantId, 0)),
      unit: 'WCU',
    },
    {
      what: 'write units of its audit entry, with its indexes',
      measured: writeUnits(entry),
      unit: 'WCU',
      budget: { most: 2 },
    },
  ];
};
