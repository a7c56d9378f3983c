import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { userAccounts } from '#functions/lib/aws/accounts.ts';
import { startFunction } from '#functions/lib/aws/invoke.ts';
import { openBucket } from '#functions/lib/aws/objects.ts';
import { tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';
import { openTable } from '#functions/lib/store/index.ts';
import { tenantIdPattern } from '#shared/model/principal.ts';
import { env } from './env.ts';
import { takeTurn, type ClosingDesk, type Outcome } from './turn.ts';

const known = env();
const credentials = tenantCredentials(known.TENANT_ROLE_ARN);
const archive = openBucket(known.ARCHIVE_BUCKET, credentials);
const desk: ClosingDesk = {
  table: openTable(known.TABLE_NAME, credentials),
  accounts: userAccounts(new CognitoIdentityProviderClient({ maxAttempts: 3 }), known.USER_POOL_ID),
  buckets: {
    uploads: openBucket(known.QUARANTINE_BUCKET, credentials),
    files: openBucket(known.ATTACHMENTS_BUCKET, credentials),
    exports: openBucket(known.EXPORTS_BUCKET, credentials),
    releases: openBucket(known.RELEASES_BUCKET, credentials),
  },
  archive: (tenantId) => ({ s3: archive.of(tenantId), bucket: archive.name }),
  lock: { mode: known.LOCK_MODE, days: known.LOCK_DAYS },
};

/** Less than this is left of the invocation: time to hand the work to a fresh one. */
const HAND_OVER_MS = 60_000;

const event = z.strictObject({ closing: z.strictObject({ tenantId: z.string().regex(tenantIdPattern) }) });

/** Nobody reaches this from outside: lifecycle starts it for agencies that close their account, and it starts itself. */
export const handler = async (raw: unknown, context: Context): Promise<{ outcome: Outcome }> => {
  const { closing } = event.parse(raw);
  const mustStop = () => context.getRemainingTimeInMillis() < HAND_OVER_MS;
  const outcome = await takeTurn(desk, closing.tenantId, { owner: context.awsRequestId, mustStop });
  if (outcome === 'more') await startFunction(known.AWS_LAMBDA_FUNCTION_NAME, { closing });
  return { outcome };
};
