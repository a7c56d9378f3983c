import { randomUUID } from 'node:crypto';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';

const dynamo = new DynamoDBClient({});

/** Keeps every event it gets as an item, so that a test can ask the table what arrived. */
export async function handler(event: unknown): Promise<{ batchItemFailures: [] }> {
  await dynamo.send(
    new PutItemCommand({
      TableName: process.env['TABLE_NAME'],
      Item: { pk: { S: 'seen' }, sk: { S: randomUUID() }, event: { S: JSON.stringify(event) } },
    }),
  );
  return { batchItemFailures: [] };
}
