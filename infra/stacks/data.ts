import { Aws, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { type CorsRule, HttpMethods } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { Backups } from '#infra/constructs/backups.ts';
import { PrivateBucket } from '#infra/constructs/private-bucket.ts';
import { RecordTable } from '#infra/constructs/record-table.ts';
import type { Stage } from '#infra/stage.ts';

export interface DataProps extends StackProps {
  readonly stage: Stage;
}

/** What an agency cannot lose. Changes rarely; everything else may be torn down and deployed again around it. */
export class Data extends Stack {
  readonly table: RecordTable;
  readonly key: Key;
  readonly quarantine: PrivateBucket;
  readonly attachments: PrivateBucket;
  readonly exports: PrivateBucket;
  readonly releases: PrivateBucket;
  /** The audit trail a second time, where nobody can alter it. */
  readonly archive: PrivateBucket;
  /** Signs the digests of the archive. */
  readonly signer: Key;
  readonly site: PrivateBucket;
  readonly logs: PrivateBucket;

  constructor(scope: Construct, id: string, props: DataProps) {
    super(scope, id, props);
    const { stage } = props;
    const keep = stage.keep === 'forever';
    this.key = new Key(this, 'Key', {
      description: 'Stormledger records and files',
      enableKeyRotation: true,
      removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.table = new RecordTable(this, 'Records', { key: this.key, keep });
    new Backups(this, 'Backups', { table: this.table, key: this.key, keep });
    this.logs = new PrivateBucket(this, 'Logs', { keep, expireAfter: 400, undoFor: 1, takesCloudFrontLogs: true });

    const logged = { keep, logs: this.logs };
    const owned = { ...logged, key: this.key };
    this.quarantine = new PrivateBucket(this, 'Quarantine', {
      ...owned,
      expireAfter: 7,
      undoFor: 1,
      cors: uploads(stage),
    });
    this.quarantine.announceToEventBridge();
    this.attachments = new PrivateBucket(this, 'Attachments', { ...owned, undoFor: 90, cors: downloads(stage) });
    this.exports = new PrivateBucket(this, 'Exports', {
      ...owned,
      expireAfter: 30,
      undoFor: 1,
      cors: downloads(stage),
    });
    this.archive = new PrivateBucket(this, 'Archive', { ...owned, undoFor: stage.archive.days, lock: stage.archive });
    this.signer = new Key(this, 'Signer', {
      description: 'Signs the digests of the audit archive',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    // What an agency released it must be able to show: nothing here expires.
    this.releases = new PrivateBucket(this, 'Releases', { ...owned, undoFor: 90, cors: downloads(stage) });
    this.site = new PrivateBucket(this, 'Site', { ...logged, undoFor: 30 });
    this.site.addToResourcePolicy(readByCloudFront(this.site));
  }
}

/** The headers a presigned PUT signs: type, length, checksum, and the refusal to overwrite. */
const uploads = ({ siteOrigin }: Stage): CorsRule => ({
  allowedOrigins: [siteOrigin],
  allowedMethods: [HttpMethods.PUT],
  allowedHeaders: ['content-type', 'if-none-match', 'x-amz-*'],
  exposedHeaders: ['etag', 'x-amz-version-id'],
  maxAge: 3600,
});

const downloads = ({ siteOrigin }: Stage): CorsRule => ({
  allowedOrigins: [siteOrigin],
  allowedMethods: [HttpMethods.GET],
  allowedHeaders: ['range'],
  exposedHeaders: ['content-disposition', 'etag'],
  maxAge: 3600,
});

/**
 * The distribution stands in a later stack, so the bucket can admit it only by account, not by its id: naming it would
 * turn the one direction of the stacks around. A stage's account has no other distribution.
 */
const readByCloudFront = (site: PrivateBucket): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadByCloudFront',
    principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
    actions: ['s3:GetObject'],
    resources: [site.arnForObjects('*')],
    conditions: {
      ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:cloudfront::${Aws.ACCOUNT_ID}:distribution/*` },
    },
  });
