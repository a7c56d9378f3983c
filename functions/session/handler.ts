import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';
import { plainHandler } from '#functions/lib/http/handler.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { env } from './env.ts';
import { identityProvider } from './identity-provider.ts';
import { sessionRoutes } from './routes.ts';

const { TABLE_NAME, TENANT_ROLE_ARN, USER_POOL_ID, CLIENT_ID } = env();
const client = new CognitoIdentityProviderClient({ maxAttempts: 2 });

export const handler = plainHandler(
  sessionRoutes({
    provider: identityProvider(client, { poolId: USER_POOL_ID, clientId: CLIENT_ID }),
    table: openTable(TABLE_NAME, tenantCredentials(TENANT_ROLE_ARN)),
  }),
);
