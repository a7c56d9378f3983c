import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import type { BareCall } from './bare-calls.ts';
import type { Call } from './recorder.ts';

const operations = z.enum(['BatchGetItem', 'GetItem', 'PutItem', 'Query']);
const wire = z.record(z.string(), z.custom<AttributeValue>()).transform((item) => unmarshall(item));
const inputSchema = z.looseObject({
  Key: wire.optional(),
  Item: wire.optional(),
  ExpressionAttributeValues: wire.optional(),
  RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(wire) })).optional(),
});
/** As long as the agency's own, and of nobody. */
const NOBODY = 'benchagency000000000000000';

/** A put again and again, without its condition, to an agency that does not exist, past whatever follows the stream. */
const harmless = (body: string, tenantId: string): string => {
  const {
    ConditionExpression: _,
    ExpressionAttributeNames: _n,
    ExpressionAttributeValues: _v,
    ...put
  } = z.looseObject({ Item: z.looseObject({}) }).parse(JSON.parse(body.replaceAll(`${tenantId}#`, `${NOBODY}#`)));
  return JSON.stringify({ ...put, Item: { ...put.Item, entity: { S: 'bench!' } } });
};

/** The calls that a request made, as the document client takes them. */
export const taught = (calls: readonly Call[], tenantId: string): BareCall[] =>
  calls.map(({ operation, body }) => {
    const known = operations.parse(operation);
    const input = inputSchema.parse(JSON.parse(known === 'PutItem' ? harmless(body, tenantId) : body));
    // What was recorded is the input of that very operation.
    return { operation: known, input } as unknown as BareCall;
  });
