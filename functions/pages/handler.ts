import { openBucket } from '#functions/lib/aws/objects.ts';
import { tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';
import { httpHandler } from '#functions/lib/http/handler.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { env } from './env.ts';
import { pageRoutes } from './routes.ts';

const { TABLE_NAME, TENANT_ROLE_ARN, ATTACHMENTS_BUCKET } = env();
const credentials = tenantCredentials(TENANT_ROLE_ARN);
const table = openTable(TABLE_NAME, credentials);

export const handler = httpHandler(pageRoutes(table, openBucket(ATTACHMENTS_BUCKET, credentials)), table);
