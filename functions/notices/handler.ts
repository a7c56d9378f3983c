import { Logger } from '@aws-lambda-powertools/logger';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { now } from '#functions/lib/aws/clock.ts';
import { tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';
import { mailer } from '#functions/lib/mail/mailer.ts';
import { openTable, tenantStore } from '#functions/lib/store/index.ts';
import { tenantIdPattern } from '#shared/model/principal.ts';
import { dueRequests } from './due.ts';
import { env } from './env.ts';
import { tellAll, tellChanges, type Post } from './tell.ts';

const { TABLE_NAME, TENANT_ROLE_ARN, SITE_ORIGIN, MAIL_FROM, MAIL_SETTINGS } = env();
const logger = new Logger();
const table = openTable(TABLE_NAME, tenantCredentials(TENANT_ROLE_ARN));
const post: Post = {
  table,
  mailer: mailer(new SESv2Client({ maxAttempts: 3 }), { from: MAIL_FROM, settings: MAIL_SETTINGS }),
  siteOrigin: SITE_ORIGIN,
  failed: (what, error) =>
    logger.error('a notice was not mailed', { what, errorName: error instanceof Error ? error.name : 'unknown' }),
};

const daily = z.strictObject({ due: z.strictObject({ tenantId: z.string().regex(tenantIdPattern) }) });
/** What the records hold is parsed one by one: one that is not ours must not keep the others. */
const stream = z.object({ Records: z.array(z.custom<DynamoDBRecord>((given) => typeof given === 'object')) });
const event = z.union([daily, stream]);

/**
 * Nobody reaches this from outside: the table's stream tells it what happened, and lifecycle asks it once a day for
 * requests that are due. Without a sender it tells nothing.
 */
export const handler = async (raw: unknown): Promise<DynamoDBBatchResponse> => {
  const asked = event.parse(raw);
  if (MAIL_FROM === '') return { batchItemFailures: [] };
  if ('Records' in asked) return tellChanges(post, asked.Records);
  await tellAll(post, await dueRequests(tenantStore(table, asked.due), now()));
  return { batchItemFailures: [] };
};
