import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Table } from './client.ts';

/** For each document client, and so for each agency, the plain one with the very same keys. */
const beside = new WeakMap<Table['document'], DynamoDBClient>();

/**
 * The SDK's plain client with the keys, place and connections of a table's document client, for the few calls that every
 * request makes. It puts the steps of an operation together once and not for each call, which the document client cannot,
 * and leaves values as DynamoDB writes them: a quarter less processor for a call.
 */
export const plainClient = ({ document }: Table): DynamoDBClient => {
  const found = beside.get(document);
  if (found !== undefined) return found;
  const { credentials, endpoint, region, requestHandler, maxAttempts } = document.config;
  const made = new DynamoDBClient({
    ...{ credentials, region, requestHandler, maxAttempts, cacheMiddleware: true },
    ...(endpoint && { endpoint }),
  });
  beside.set(document, made);
  return made;
};
