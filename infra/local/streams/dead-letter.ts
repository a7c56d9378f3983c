import { randomUUID } from 'node:crypto';
import type { LambdaRecord } from './record.ts';

export type Condition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface GivenUp {
  functionArn: string;
  condition: Condition;
  invocations: number;
  /** False when the function answered in order but named records it could not handle. */
  thrown: boolean;
  shardId: string;
  at: Date;
}

const seconds = (record: LambdaRecord | undefined) =>
  new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000).toISOString().replace('.000Z', 'Z');

/** What Lambda sends to an on-failure queue: where the records are in the stream, never the records themselves. */
export function deadLetterMessage(records: readonly LambdaRecord[], givenUp: GivenUp): object {
  const [first, last] = [records[0], records.at(-1)];
  return {
    requestContext: {
      requestId: randomUUID(),
      functionArn: givenUp.functionArn,
      condition: givenUp.condition,
      approximateInvokeCount: givenUp.invocations,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(givenUp.thrown && { functionError: 'Unhandled' }),
    },
    version: '1.0',
    timestamp: givenUp.at.toISOString(),
    DDBStreamBatchInfo: {
      shardId: givenUp.shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: last?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: seconds(first),
      approximateArrivalOfLastRecord: seconds(last),
      batchSize: records.length,
      streamArn: first?.eventSourceARN,
    },
  };
}
