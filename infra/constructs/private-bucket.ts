import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type CorsRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

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
      removalPolicy: props.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...(props.key
        ? { encryption: BucketEncryption.KMS, encryptionKey: props.key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      ...(props.logs ? { serverAccessLogsBucket: props.logs, serverAccessLogsPrefix: `${id.toLowerCase()}/` } : {}),
      ...(props.cors ? { cors: [props.cors] } : {}),
      lifecycleRules: [
        {
          id: 'Tidy',
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          noncurrentVersionExpiration: Duration.days(props.undoFor),
          ...(props.expireAfter === undefined ? {} : { expiration: Duration.days(props.expireAfter) }),
        },
      ],
    });
  }

  /** By property, not by CDK's custom resource, which would bring a function with rights on every bucket. */
  announceToEventBridge(): void {
    (this.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
  }
}
