import { FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { BundledFunction } from '#infra/constructs/bundled-function.ts';
import type { DeadLetters } from '#infra/constructs/dead-letters.ts';
import type { RecordTable } from '#infra/constructs/record-table.ts';
import { readTable } from '#infra/constructs/table-reader.ts';

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

/** From the table's stream to the audit function. */
export class RecordStream extends Construct {
  readonly deadLetters: DeadLetters;

  constructor(scope: Construct, id: string, table: RecordTable, audit: BundledFunction<'audit'>) {
    super(scope, id);
    this.deadLetters = readTable(this, table, audit, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      filters,
    });
  }
}
