import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { BundledFunction } from '#infra/constructs/bundled-function.ts';
import type { DeadLetters } from '#infra/constructs/dead-letters.ts';
import type { RecordTable } from '#infra/constructs/record-table.ts';
import { readTable } from '#infra/constructs/table-reader.ts';
import { mailedEvents } from '#shared/model/notice.ts';

const changed = (NewImage: object) => FilterCriteria.filter({ eventName: ['MODIFY'], dynamodb: { NewImage } });

/** What is told of: some events, a member whose address may be another, and an agency that closes its account. */
const filters = [
  FilterCriteria.filter({
    eventName: ['INSERT'],
    dynamodb: { NewImage: { entity: { S: ['access'] }, kind: { S: [...mailedEvents] } } },
  }),
  changed({ entity: { S: ['member'] } }),
  changed({ entity: { S: ['tenant'] }, closing: { M: { startedAt: { S: FilterRule.exists() } } } }),
];

/**
 * From the table's stream to the function that mails. Behind the work it tells of, so that no mail ever keeps anybody
 * waiting, and none is forgotten when a function dies.
 */
export class NoticeStream extends Construct {
  readonly deadLetters: DeadLetters;

  constructor(scope: Construct, id: string, table: RecordTable, notices: BundledFunction<'notices'>) {
    super(scope, id);
    this.deadLetters = readTable(this, table, notices, {
      // Whoever switches mail on is not told of what was before.
      startingPosition: StartingPosition.LATEST,
      batchSize: 10,
      filters,
    });
  }
}
