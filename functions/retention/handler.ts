import { tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';
import { httpHandler } from '#functions/lib/http/handler.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { disposalRoutes } from './disposals.ts';
import { env } from './env.ts';
import { holdRoutes } from './holds.ts';
import { policyRoutes } from './policy.ts';

const { TABLE_NAME, TENANT_ROLE_ARN, DISPOSAL_FUNCTION } = env();
const table = openTable(TABLE_NAME, tenantCredentials(TENANT_ROLE_ARN));

export const handler = httpHandler(
  [...policyRoutes(table), ...holdRoutes(table), ...disposalRoutes(table, DISPOSAL_FUNCTION)],
  table,
);
