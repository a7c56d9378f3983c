/**
 * A function that makes the calls it was taught with the document client, and nothing else: what a request costs with none
 * of our own code. Taught none, it is the harness alone.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type BatchGetCommandInput,
  type GetCommandInput,
  type PutCommandInput,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';

export type BareCall =
  | { readonly operation: 'BatchGetItem'; readonly input: BatchGetCommandInput }
  | { readonly operation: 'GetItem'; readonly input: GetCommandInput }
  | { readonly operation: 'PutItem'; readonly input: PutCommandInput }
  | { readonly operation: 'Query'; readonly input: QueryCommandInput };

const document = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 3 }));

const make = ({ operation, input }: BareCall): Promise<unknown> => {
  if (operation === 'BatchGetItem') return document.send(new BatchGetCommand(input));
  if (operation === 'GetItem') return document.send(new GetCommand(input));
  if (operation === 'PutItem') return document.send(new PutCommand(input));
  return document.send(new QueryCommand(input));
};

let calls: readonly BareCall[] = [];

export const handler = async (event: { readonly teach?: readonly BareCall[] }) => {
  if (event.teach !== undefined) calls = event.teach;
  let last: unknown = {};
  if (event.teach === undefined) for (const call of calls) last = await make(call);
  return { statusCode: 200, body: JSON.stringify(last) };
};
