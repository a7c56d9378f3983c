import { Duration } from 'aws-cdk-lib';
import type { BundledFunctionProps } from '#infra/constructs/bundled-function.ts';
import { tenantErasure } from '#infra/policy/bucket-access.ts';
import { disposalItems } from '#infra/policy/disposal-access.ts';
import { keyThrough } from '#infra/policy/key-access.ts';
import type { Data } from '#infra/stacks/data.ts';

/** The function that takes away for good what a person has approved: what it is told and what it may do, in one place. */
export const disposalFunction = (data: Data): Omit<BundledFunctionProps<'disposal'>, 'bundle'> => {
  const { table, attachments, releases, key } = data;
  return {
    name: 'disposal',
    description: 'Finds records that are due, and disposes of those that a person has approved',
    timeout: Duration.minutes(15),
    memory: 1024,
    environment: {
      TABLE_NAME: table.name,
      ATTACHMENTS_BUCKET: attachments.bucketName,
      RELEASES_BUCKET: releases.bucketName,
    },
    rights: [],
    forTenant: [
      ...disposalItems(table),
      ...tenantErasure('EraseFiles', attachments),
      ...tenantErasure('EraseReleases', releases),
      keyThrough(key, 's3'),
    ],
  };
};
