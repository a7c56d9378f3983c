import { tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';
import { httpHandler } from '#functions/lib/http/handler.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { env } from './env.ts';
import { deskRoutes } from './routes.ts';

const { TABLE_NAME, TENANT_ROLE_ARN } = env();
const table = openTable(TABLE_NAME, tenantCredentials(TENANT_ROLE_ARN));

export const handler = httpHandler(deskRoutes(table), table);
