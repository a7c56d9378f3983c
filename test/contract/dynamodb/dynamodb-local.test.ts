import { describe } from 'vitest';
import { dynamoContract } from './suite.ts';

/** Where AWS's own DynamoDB Local listens, when someone started one: the suite is then held against its makers' view. */
const endpoint = process.env['DYNAMODB_LOCAL_ENDPOINT'];

if (endpoint === undefined) describe.skip('DynamoDB Local (set DYNAMODB_LOCAL_ENDPOINT to run)', () => undefined);
else dynamoContract('DynamoDB Local', () => Promise.resolve({ endpoint, close: () => Promise.resolve() }));
