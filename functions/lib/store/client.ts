import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** The table, and the client to reach it with. One of each for a function's lifetime. */
export interface Table {
  readonly name: string;
  readonly document: DynamoDBDocumentClient;
}

/** Three attempts and a short connection time-out: a request has 30 seconds in all. */
export const openTable = (name: string): Table => ({
  name,
  document: DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 3 }), {
    marshallOptions: { removeUndefinedValues: true },
  }),
});
