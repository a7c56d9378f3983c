import { openBucket } from '#functions/lib/aws/objects.ts';
import { tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';
import { httpHandler } from '#functions/lib/http/handler.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { env } from './env.ts';
import { fileRoutes } from './routes.ts';

const { TABLE_NAME, TENANT_ROLE_ARN, QUARANTINE_BUCKET, ATTACHMENTS_BUCKET } = env();
const credentials = tenantCredentials(TENANT_ROLE_ARN);
const table = openTable(TABLE_NAME, credentials);

export const handler = httpHandler(
  fileRoutes(table, {
    quarantine: openBucket(QUARANTINE_BUCKET, credentials),
    attachments: openBucket(ATTACHMENTS_BUCKET, credentials),
  }),
  table,
);
