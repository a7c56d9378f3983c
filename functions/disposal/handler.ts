import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { openBucket } from '#functions/lib/aws/objects.ts';
import { tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';
import { jobEvent } from '#functions/lib/jobs/event.ts';
import { worker } from '#functions/lib/jobs/work.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { tenantIdPattern } from '#shared/model/principal.ts';
import { env } from './env.ts';
import { propose } from './propose.ts';
import { disposalWork } from './worker.ts';

const {
  TABLE_NAME,
  TENANT_ROLE_ARN,
  ATTACHMENTS_BUCKET,
  RELEASES_BUCKET,
  AWS_LAMBDA_FUNCTION_NAME: functionName,
} = env();
const credentials = tenantCredentials(TENANT_ROLE_ARN);
const table = openTable(TABLE_NAME, credentials);
const shelves = {
  attachments: openBucket(ATTACHMENTS_BUCKET, credentials),
  releases: openBucket(RELEASES_BUCKET, credentials),
};
const work = worker(disposalWork(table, shelves, functionName));

const proposal = z.strictObject({ propose: z.strictObject({ tenantId: z.string().regex(tenantIdPattern) }) });
const event = z.union([jobEvent, proposal]);

/** Nobody reaches this from outside: lifecycle asks it for proposals, and a person's approval starts its work. */
export const handler = async (raw: unknown, context: Context): Promise<{ outcome?: string }> => {
  const asked = event.parse(raw);
  if ('propose' in asked) return { outcome: await propose(table, asked.propose.tenantId) };
  await work(asked.job, context);
  return {};
};
