import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type CorsRule,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { ArchiveLock } from '#infra/stage.ts';

export interface PrivateBucketProps {
  readonly keep: boolean;
  /** Absent where the content is public anyway (the site), or the writer cannot use a customer key (access logs). */
  readonly key?: IKey;
  /** Where requests to this bucket are logged; absent only for the log bucket itself. */
  readonly logs?: PrivateBucket;
  readonly cors?: CorsRule;
  /** Days after which an object goes; absent = never. */
  readonly expireAfter?: number;
  /** Days for which an overwritten or removed object can still be had back. */
  readonly undoFor: number;
  /** Every object is locked from the moment it arrives, and nobody is let delete one. */
  readonly lock?: ArchiveLock;
  /** CloudFront delivers its access logs by access control list. */
  readonly takesCloudFrontLogs?: boolean;
}

/** Nothing in any bucket is public; nothing travels in the clear; nothing is overwritten without a way back. */
export class PrivateBucket extends Bucket {
  /** Never `undefined`, which the library's own IBucket does not admit under exactOptionalPropertyTypes. */
  override get isWebsite(): boolean {
    return false;
  }

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      objectOwnership: props.takesCloudFrontLogs
        ? ObjectOwnership.BUCKET_OWNER_PREFERRED
        : ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // CloudFormation could not remove a bucket whose objects are locked.
      removalPolicy: props.keep || props.lock ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(props.key
        ? { encryption: BucketEncryption.KMS, encryptionKey: props.key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      ...(props.logs ? { serverAccessLogsBucket: props.logs, serverAccessLogsPrefix: `${id.toLowerCase()}/` } : {}),
      ...(props.cors ? { cors: [props.cors] } : {}),
      ...(props.lock ? { objectLockEnabled: true, objectLockDefaultRetention: retention(props.lock) } : {}),
      lifecycleRules: [
        {
          id: 'Tidy',
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          noncurrentVersionExpiration: Duration.days(props.undoFor),
          ...(props.expireAfter === undefined ? {} : { expiration: Duration.days(props.expireAfter) }),
        },
      ],
    });
    if (props.lock) this.addToResourcePolicy(neverDelete(this));
  }

  /** By property, not by CDK's custom resource, which would bring a function with rights on every bucket. */
  announceToEventBridge(): void {
    (this.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
  }
}

const retention = ({ mode, days }: ArchiveLock): ObjectLockRetention =>
  mode === 'COMPLIANCE'
    ? ObjectLockRetention.compliance(Duration.days(days))
    : ObjectLockRetention.governance(Duration.days(days));

/** The lock keeps versions; this also keeps a delete marker from hiding one, and governance from being bypassed. */
const neverDelete = (bucket: Bucket): PolicyStatement =>
  new PolicyStatement({
    sid: 'NeverDelete',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion'],
    resources: [bucket.arnForObjects('*')],
  });
