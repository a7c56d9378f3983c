import { openBucket } from '#functions/lib/aws/objects.ts';
import { tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';
import { httpHandler } from '#functions/lib/http/handler.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { env } from './env.ts';
import { deskRoutes } from './routes.ts';

const { TABLE_NAME, TENANT_ROLE_ARN, EXPORTS_BUCKET, RELEASES_BUCKET, EXPORTS_FUNCTION: exportsFunction } = env();
const credentials = tenantCredentials(TENANT_ROLE_ARN);
const table = openTable(TABLE_NAME, credentials);
const shelves = {
  copies: openBucket(EXPORTS_BUCKET, credentials),
  releases: openBucket(RELEASES_BUCKET, credentials),
};

export const handler = httpHandler(deskRoutes({ table, shelves, exportsFunction }), table);
