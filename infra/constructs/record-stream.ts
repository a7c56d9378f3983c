import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { BundledFunction } from '#infra/constructs/bundled-function.ts';
import { DeadLetters } from '#infra/constructs/dead-letters.ts';
import type { RecordTable } from '#infra/constructs/record-table.ts';

const record = { S: ['record'] };

/**
 * Only records are audited. Audit entries pass through the same stream: without the filter each would be audited in
 * turn, for ever.
 */
const filters = [
  FilterCriteria.filter({ dynamodb: { NewImage: { entity: record } } }),
  FilterCriteria.filter({
    eventName: ['REMOVE'],
    dynamodb: { OldImage: { entity: record } },
  }),
];

/**
 * From the table's stream to the audit function. A record that cannot be audited is narrowed down, retried, and set
 * aside: the records behind it in the shard do not wait until the stream forgets them, which is after 24 hours.
 */
export class RecordStream extends Construct {
  readonly deadLetters: DeadLetters;

  constructor(scope: Construct, id: string, table: RecordTable, audit: BundledFunction<'audit'>) {
    super(scope, id);
    this.deadLetters = new DeadLetters(this, 'DeadLetters');
    for (const right of readStream(table)) audit.role.addToPolicy(right);
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: audit.function,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(1),
      bisectBatchOnError: true,
      retryAttempts: 5,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(this.deadLetters),
      filters,
    });
    // Lambda tries the role as soon as the mapping exists; the right to read must be there before.
    mapping.node.addDependency(audit.role);
  }
}

const readStream = (table: RecordTable): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'ReadStream',
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    resources: [table.streamArn],
  }),
  new PolicyStatement({ sid: 'FindStream', actions: ['dynamodb:ListStreams'], resources: ['*'] }),
];
