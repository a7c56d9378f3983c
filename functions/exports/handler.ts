import { openBucket } from '#functions/lib/aws/objects.ts';
import { tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';
import { httpHandler } from '#functions/lib/http/handler.ts';
import { withWorker } from '#functions/lib/jobs/event.ts';
import { worker } from '#functions/lib/jobs/work.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { env } from './env.ts';
import { exportRoutes } from './routes.ts';
import { exportWork } from './worker.ts';

const { TABLE_NAME, TENANT_ROLE_ARN, EXPORTS_BUCKET, AWS_LAMBDA_FUNCTION_NAME } = env();
const { ATTACHMENTS_BUCKET, RELEASES_BUCKET } = env();
const functionName = AWS_LAMBDA_FUNCTION_NAME;
const credentials = tenantCredentials(TENANT_ROLE_ARN);
const table = openTable(TABLE_NAME, credentials);
const bucket = openBucket(EXPORTS_BUCKET, credentials);

export const handler = withWorker(
  httpHandler(exportRoutes({ table, bucket, functionName }), table),
  worker(
    exportWork(
      table,
      {
        exports: bucket,
        attachments: openBucket(ATTACHMENTS_BUCKET, credentials),
        releases: openBucket(RELEASES_BUCKET, credentials),
      },
      functionName,
    ),
  ),
);
