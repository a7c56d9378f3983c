import * as z from 'zod';
import { kind, noEffect, tags, text, texts, type Kind } from '../kind.ts';
import type { BucketPlan } from '../plan.ts';

const keySchema = z.array(z.strictObject({ AttributeName: text, KeyType: z.enum(['HASH', 'RANGE']) }));
const viewType = z.enum(['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY']);
const index = z.strictObject({
  IndexName: text,
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).optional(),
    NonKeyAttributes: texts.optional(),
  }),
  WriteProvisionedThroughputSettings: noEffect('Capacity is not limited here.'),
});

/** The one-region form that `TableV2` synthesizes to. */
const globalTable = z.strictObject({
  TableName: text.optional(),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: text, AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z.array(index).default([]),
  StreamSpecification: z.strictObject({ StreamViewType: viewType }).optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: text, Enabled: z.literal(true) }).optional(),
  Replicas: noEffect('Per-region settings: protection, backups, tags, contributor insights.'),
  SSESpecification: noEffect('The disk of this machine is its own affair.'),
  WarmThroughput: noEffect('Capacity is not limited here.'),
});

const sse = noEffect('Encryption at rest is on AWS only.');
/** S3 counts a year as 365 days. */
const retention = z
  .strictObject({ Mode: z.enum(['COMPLIANCE', 'GOVERNANCE']), Days: z.int().optional(), Years: z.int().optional() })
  .transform(({ Mode, Days, Years = 0 }) => ({ mode: Mode, days: Days ?? Years * 365 }));
const bucket = z.strictObject({
  BucketName: text.optional(),
  BucketEncryption: sse,
  VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
  CorsConfiguration: z
    .strictObject({
      CorsRules: z.array(
        z.strictObject({
          AllowedOrigins: texts,
          AllowedMethods: texts,
          AllowedHeaders: texts.default([]),
          ExposedHeaders: texts.default([]),
          MaxAge: noEffect('How long a browser remembers a preflight.'),
        }),
      ),
    })
    .optional(),
  NotificationConfiguration: z
    .strictObject({
      EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: z.boolean().optional() }).optional(),
    })
    .optional(),
  LifecycleConfiguration: noEffect('Nothing expires by age here; see the console.'),
  LoggingConfiguration: noEffect('Access logs are on AWS only.'),
  ObjectLockEnabled: z.boolean().default(false),
  ObjectLockConfiguration: z
    .strictObject({
      ObjectLockEnabled: z.literal('Enabled'),
      Rule: z.strictObject({ DefaultRetention: retention }).optional(),
    })
    .optional(),
  OwnershipControls: noEffect('There are no ACLs here.'),
  PublicAccessBlockConfiguration: noEffect('There is no public access here.'),
  Tags: tags,
});

const notifications = z.strictObject({
  ServiceToken: text,
  BucketName: text,
  NotificationConfiguration: z.strictObject({ EventBridgeConfiguration: z.strictObject({}).optional() }),
  Managed: z.boolean(),
  SkipDestinationValidation: z.boolean().optional(),
});

const bucketPolicy = z.strictObject({ Bucket: text, PolicyDocument: z.record(z.string(), z.unknown()) });

const queue = z.strictObject({
  QueueName: text.optional(),
  MessageRetentionPeriod: noEffect('Dead letters stay until the local state is cleared.'),
  VisibilityTimeout: noEffect('Nothing polls a queue here.'),
  KmsMasterKeyId: sse,
  KmsDataKeyReusePeriodSeconds: sse,
  SqsManagedSseEnabled: sse,
  RedrivePolicy: noEffect('Nothing polls a queue here.'),
  Tags: tags,
});

const lockOf = (its: z.output<typeof bucket>['ObjectLockConfiguration']): NonNullable<BucketPlan['lock']> =>
  its?.Rule ? { default: its.Rule.DefaultRetention } : {};

export const dataKinds: Readonly<Record<string, Kind>> = {
  'AWS::DynamoDB::GlobalTable': kind(globalTable, (plan, at, its) =>
    plan.tables.push({
      name: at.ref,
      arn: at.arn(),
      attributes: its.AttributeDefinitions,
      keySchema: its.KeySchema,
      indexes: its.GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
        name: IndexName,
        keySchema: KeySchema,
        projection: {
          ...(Projection.ProjectionType && { ProjectionType: Projection.ProjectionType }),
          ...(Projection.NonKeyAttributes && { NonKeyAttributes: Projection.NonKeyAttributes }),
        },
      })),
      ...(its.StreamSpecification && { streamViewType: its.StreamSpecification.StreamViewType }),
      ...(its.TimeToLiveSpecification && { ttlAttribute: its.TimeToLiveSpecification.AttributeName }),
    }),
  ),
  'AWS::S3::Bucket': kind(bucket, (plan, at, its) =>
    plan.buckets.push({
      name: at.ref,
      host: `${at.ref}.s3.${at.stack.region}.amazonaws.com`,
      versioned: its.VersioningConfiguration?.Status === 'Enabled',
      cors: (its.CorsConfiguration?.CorsRules ?? []).map((rule) => ({
        origins: rule.AllowedOrigins,
        methods: rule.AllowedMethods,
        headers: rule.AllowedHeaders,
        exposed: rule.ExposedHeaders,
      })),
      eventBridge: its.NotificationConfiguration?.EventBridgeConfiguration !== undefined,
      ...(its.ObjectLockEnabled && { lock: lockOf(its.ObjectLockConfiguration) }),
    }),
  ),
  'AWS::S3::BucketPolicy': kind(bucketPolicy, (plan, _at, its) => {
    plan.bucketPolicies.push({ bucket: its.Bucket, document: its.PolicyDocument });
  }),
  'Custom::S3BucketNotifications': kind(notifications, (plan, _at, its) => {
    const target = plan.buckets.find(({ name }) => name === its.BucketName);
    if (!target) throw new Error(`No bucket ${its.BucketName} to send notifications for.`);
    target.eventBridge = its.NotificationConfiguration.EventBridgeConfiguration !== undefined;
  }),
  'AWS::SQS::Queue': kind(queue, (plan, at) => {
    plan.queues.push({ name: at.arn().split(':').at(-1) ?? at.logicalId, arn: at.arn() });
  }),
};
