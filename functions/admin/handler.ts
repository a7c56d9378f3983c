import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { userAccounts } from '#functions/lib/aws/accounts.ts';
import { tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';
import { httpHandler } from '#functions/lib/http/handler.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { accessRoutes } from './access.ts';
import { auditRoutes } from './audit.ts';
import { closingRoutes } from './closing.ts';
import { env } from './env.ts';
import { memberRoutes } from './routes.ts';
import { settingsRoutes } from './settings.ts';

const { TABLE_NAME, TENANT_ROLE_ARN, USER_POOL_ID, ARCHIVE_LOCK_DAYS } = env();
const table = openTable(TABLE_NAME, tenantCredentials(TENANT_ROLE_ARN));
const accounts = userAccounts(new CognitoIdentityProviderClient({ maxAttempts: 3 }), USER_POOL_ID);

export const handler = httpHandler(
  [
    ...memberRoutes(table, accounts),
    ...settingsRoutes(table),
    ...accessRoutes(table),
    ...auditRoutes(table),
    ...closingRoutes(table, ARCHIVE_LOCK_DAYS),
  ],
  table,
);
