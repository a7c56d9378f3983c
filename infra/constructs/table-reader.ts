import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, type EventSourceMappingOptions } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { BundledFunction } from '#infra/constructs/bundled-function.ts';
import { DeadLetters } from '#infra/constructs/dead-letters.ts';
import type { FunctionName } from '#infra/constructs/function-bundle.ts';
import type { RecordTable } from '#infra/constructs/record-table.ts';

type Terms = Required<Pick<EventSourceMappingOptions, 'batchSize' | 'filters' | 'startingPosition'>>;

/**
 * From the table's stream to a function. What it fails on is narrowed down, retried, and set aside: what comes behind in
 * the shard does not wait until the stream forgets it, which is after 24 hours. A stream feeds two functions, not more.
 */
export const readTable = (
  scope: Construct,
  table: RecordTable,
  reader: BundledFunction<FunctionName>,
  terms: Terms,
): DeadLetters => {
  const deadLetters = new DeadLetters(scope, 'DeadLetters');
  for (const right of readStream(table)) reader.role.addToPolicy(right);
  const mapping = new EventSourceMapping(scope, 'Mapping', {
    target: reader.function,
    eventSourceArn: table.streamArn,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    maxBatchingWindow: Duration.seconds(1),
    retryAttempts: 5,
    onFailure: new SqsDlq(deadLetters),
    ...terms,
  });
  // Lambda tries the role as soon as the mapping exists; the right to read must be there before.
  mapping.node.addDependency(reader.role);
  return deadLetters;
};

const readStream = (table: RecordTable): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'ReadStream',
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    resources: [table.streamArn],
  }),
  new PolicyStatement({ sid: 'FindStream', actions: ['dynamodb:ListStreams'], resources: ['*'] }),
];
