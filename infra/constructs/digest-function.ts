import { Duration } from 'aws-cdk-lib';
import type { BundledFunctionProps } from '#infra/constructs/bundled-function.ts';
import { archiveAccess } from '#infra/policy/bucket-access.ts';
import { keyThrough, sign } from '#infra/policy/key-access.ts';
import { auditArrivals } from '#infra/policy/table-access.ts';
import type { Stage } from '#infra/stage.ts';
import type { Data } from '#infra/stacks/data.ts';

interface Around {
  readonly stage: Stage;
  readonly data: Data;
}

/** The function that locks the audit trail away: what it is told and what it may do, in one place. */
export const digestFunction = ({ data, stage }: Around): Omit<BundledFunctionProps<'digest'>, 'bundle'> => ({
  name: 'digest',
  description: 'Archives audit entries and signs digests of them',
  timeout: Duration.minutes(15),
  memory: 512,
  environment: {
    TABLE_NAME: data.table.name,
    ARCHIVE_BUCKET: data.archive.bucketName,
    SIGNER_ARN: data.signer.keyArn,
    LOCK_MODE: stage.archive.mode,
    LOCK_DAYS: String(stage.archive.days),
  },
  rights: [
    ...auditArrivals(data.table),
    ...archiveAccess(data.archive),
    keyThrough(data.key, 's3'),
    ...sign(data.signer),
  ],
});
