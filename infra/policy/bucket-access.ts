import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { TENANT } from '#infra/policy/tenant-session.ts';

type ObjectRight =
  | 'AbortMultipartUpload'
  | 'DeleteObject'
  | 'DeleteObjectVersion'
  | 'GetObject'
  | 'ListMultipartUploadParts'
  | 'PutObject'
  | 'PutObjectRetention';

/** Object rights in one bucket, over all agencies. No listing: keys come from the record that owns the file. */
export const objectAccess = (sid: string, bucket: Bucket, rights: readonly ObjectRight[]): PolicyStatement =>
  new PolicyStatement({
    sid,
    actions: rights.map((right) => `s3:${right}`),
    resources: [bucket.arnForObjects('*')],
  });

/** Every version of every object below the agency's prefix, to be found and removed for good. */
export const tenantErasure = (sid: string, bucket: Bucket): PolicyStatement[] => [
  tenantObjects(sid, bucket, ['DeleteObjectVersion']),
  new PolicyStatement({
    sid: `${sid}Listing`,
    actions: ['s3:ListBucketVersions'],
    resources: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': `${TENANT}/*` } },
  }),
];

/** Object rights in one bucket, below the prefix of the agency that the session is tagged with. */
export const tenantObjects = (sid: string, bucket: Bucket, rights: readonly ObjectRight[]): PolicyStatement =>
  new PolicyStatement({
    sid,
    actions: rights.map((right) => `s3:${right}`),
    resources: [bucket.arnForObjects(`${TENANT}/*`)],
  });

/** Finding what was begun of a file below the agency's prefix and not ended, so that it goes on or is given up. */
export const tenantUploads = (sid: string, bucket: Bucket): PolicyStatement =>
  new PolicyStatement({
    sid,
    actions: ['s3:ListBucketMultipartUploads'],
    resources: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': `${TENANT}/*` } },
  });

/** Putting in objects that are locked, finding the newest and reading it. There is no right to shorten a lock. */
export const archiveAccess = (bucket: Bucket): PolicyStatement[] => [
  objectAccess('Archive', bucket, ['GetObject', 'PutObject', 'PutObjectRetention']),
  new PolicyStatement({ sid: 'FindNewest', actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
];
