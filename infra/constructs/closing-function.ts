import { Duration } from 'aws-cdk-lib';
import type { BundledFunctionProps } from '#infra/constructs/bundled-function.ts';
import { tenantErasure, tenantObjects, tenantUploads } from '#infra/policy/bucket-access.ts';
import { closingReport, deleteAccounts, eraseItems } from '#infra/policy/closing-access.ts';
import { keyThrough } from '#infra/policy/key-access.ts';
import type { Stage } from '#infra/stage.ts';
import type { Data } from '#infra/stacks/data.ts';
import type { Identity } from '#infra/stacks/identity.ts';

interface Around {
  readonly stage: Stage;
  readonly data: Data;
  readonly identity: Identity;
}

/** The one function that can delete all that an agency has: what it is told and what it may do, in one place. */
export const closingFunction = ({ data, identity, stage }: Around): Omit<BundledFunctionProps<'closing'>, 'bundle'> => {
  const { table, quarantine, attachments, exports, releases, archive, key } = data;
  return {
    name: 'closing',
    description: 'Deletes all that an agency has, once its account is closed',
    timeout: Duration.minutes(15),
    memory: 1024,
    environment: {
      TABLE_NAME: table.name,
      USER_POOL_ID: identity.pool.userPoolId,
      QUARANTINE_BUCKET: quarantine.bucketName,
      ATTACHMENTS_BUCKET: attachments.bucketName,
      EXPORTS_BUCKET: exports.bucketName,
      RELEASES_BUCKET: releases.bucketName,
      ARCHIVE_BUCKET: archive.bucketName,
      LOCK_MODE: stage.archive.mode,
      LOCK_DAYS: String(stage.archive.days),
    },
    rights: [deleteAccounts(identity.pool)],
    forTenant: [
      ...eraseItems(table),
      ...tenantErasure('EraseUploads', quarantine),
      ...tenantErasure('EraseFiles', attachments),
      ...tenantErasure('EraseExports', exports),
      ...tenantErasure('EraseReleases', releases),
      // Parts of files whose writers died.
      tenantObjects('GiveUpExports', exports, ['AbortMultipartUpload']),
      tenantUploads('BegunExports', exports),
      tenantObjects('GiveUpReleases', releases, ['AbortMultipartUpload']),
      tenantUploads('BegunReleases', releases),
      closingReport(archive),
      keyThrough(key, 's3'),
    ],
  };
};
