import { openBucket } from '#functions/lib/aws/objects.ts';
import { tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';
import { httpHandler } from '#functions/lib/http/handler.ts';
import { withWorker } from '#functions/lib/jobs/event.ts';
import { worker } from '#functions/lib/jobs/work.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { env } from './env.ts';
import { importRoutes } from './routes.ts';
import { importWork } from './worker.ts';

const { TABLE_NAME, TENANT_ROLE_ARN, QUARANTINE_BUCKET, AWS_LAMBDA_FUNCTION_NAME: functionName } = env();
const credentials = tenantCredentials(TENANT_ROLE_ARN);
const table = openTable(TABLE_NAME, credentials);
const bucket = openBucket(QUARANTINE_BUCKET, credentials);

export const handler = withWorker(
  httpHandler(importRoutes({ table, bucket, functionName }), table),
  worker(importWork(table, bucket, functionName)),
);
