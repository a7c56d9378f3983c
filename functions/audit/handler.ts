import { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { auditStore, openTable } from '#functions/lib/store/index.ts';
import { entryOf } from './entry.ts';
import { env } from './env.ts';

const logger = new Logger();
const audit = auditStore(openTable(env().TABLE_NAME));

/**
 * One entry for each version of each record. The first change that cannot be written stops the batch there:
 * Lambda tries again from it, halves the batch, and at last sets it aside in the dead-letter queue.
 */
export const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  for (const change of event.Records) {
    const sequence = change.dynamodb?.SequenceNumber ?? '';
    try {
      const { tenantId, entry } = entryOf(change);
      await audit.append(tenantId, entry);
    } catch (error) {
      logger.error('a change could not be audited', {
        sequence,
        errorName: error instanceof Error ? error.name : 'unknown',
      });
      return { batchItemFailures: [{ itemIdentifier: sequence }] };
    }
  }
  return { batchItemFailures: [] };
};
