import { Logger } from '@aws-lambda-powertools/logger';
import { auditStore, openTable } from '#functions/lib/store/index.ts';
import { auditor } from './auditor.ts';
import { env } from './env.ts';

const logger = new Logger();

export const handler = auditor(auditStore(openTable(env().TABLE_NAME)), {
  failed: (sequence, error) =>
    logger.error('a change could not be audited', {
      sequence,
      errorName: error instanceof Error ? error.name : 'unknown',
    }),
  filled: (type, version, as) => logger.warn('a version without its entry was made up for', { type, version, as }),
});
