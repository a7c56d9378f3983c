import { BatchWriteItemCommand, ScanCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable, isThere } from './tables.ts';
import type { TablePlan } from './plan.ts';

/** Items in one write, as DynamoDB takes them. */
const BATCH = 25;

/**
 * A table as it is now, under another name: what restoring to the latest moment gives on AWS. Like there, the copy has
 * neither a stream nor expiry. False when there is a table of that name.
 */
export async function restoreTable(client: DynamoDBClient, plan: TablePlan, target: string): Promise<boolean> {
  if (await isThere(client, target)) return false;
  const { streamViewType: _stream, ttlAttribute: _expiry, ...shape } = plan;
  await createTable(client, { ...shape, name: target });
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: plan.name, ConsistentRead: true, ...(from && { ExclusiveStartKey: from }) }),
    );
    const items = page.Items ?? [];
    for (let at = 0; at < items.length; at += BATCH) {
      const puts = items.slice(at, at + BATCH).map((Item) => ({ PutRequest: { Item } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [target]: puts } }));
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return true;
}
