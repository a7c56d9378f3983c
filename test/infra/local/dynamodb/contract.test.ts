import { startDynamo } from '#infra/local/dynamodb/index.ts';
import { dynamoContract } from '#test/contract/dynamodb/suite.ts';

dynamoContract('the local table', () => startDynamo({ log: () => undefined }));
