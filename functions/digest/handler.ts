import { Logger } from '@aws-lambda-powertools/logger';
import { now } from '#functions/lib/aws/clock.ts';
import { openObjects } from '#functions/lib/aws/objects.ts';
import { signerAt } from '#functions/lib/aws/signer.ts';
import { allTenants, openTable } from '#functions/lib/store/index.ts';
import { digester } from './digester.ts';
import { env } from './env.ts';

const { TABLE_NAME, ARCHIVE_BUCKET, SIGNER_ARN, LOCK_MODE, LOCK_DAYS } = env();
const logger = new Logger();
const tenants = allTenants(openTable(TABLE_NAME));
const archiveNew = digester({
  archive: { s3: openObjects(), bucket: ARCHIVE_BUCKET },
  lock: { mode: LOCK_MODE, days: LOCK_DAYS },
  signer: signerAt(SIGNER_ARN),
  arrivals: tenants.auditArrivals,
});

/** Every hour, agency by agency. One that fails keeps no other waiting; that it failed is told at the end. */
export const handler = async (): Promise<{ digests: number; entries: number }> => {
  const sum = { digests: 0, entries: 0 };
  let failed = 0;
  for (const tenantId of await tenants.ids()) {
    try {
      const { digests, entries } = await archiveNew(tenantId, now());
      sum.digests += digests;
      sum.entries += entries;
    } catch (error) {
      failed += 1;
      const errorName = error instanceof Error ? error.name : 'unknown';
      logger.error('the audit entries of an agency could not be archived', { tenantId, errorName });
    }
  }
  if (failed > 0) throw new Error(`The audit entries of ${failed} agencies could not be archived.`);
  return sum;
};
