import { Match } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { ofType, type Synthesized, synthesize } from './synthesized.ts';

let prod: Synthesized;
let dev: Synthesized;
beforeAll(() => {
  prod = synthesize('prod');
  dev = synthesize('dev');
}, 120_000);

const stateful = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::Cognito::UserPool'];
const anything: unknown = Match.anyValue();

describe('what an agency cannot lose', () => {
  test('in prod, nothing stateful is deleted with its stack', () => {
    const held = prod.resources.filter(({ Type }) => stateful.includes(Type));
    expect(held).toHaveLength(9);
    for (const { id, DeletionPolicy, UpdateReplacePolicy } of held) {
      expect({ id, DeletionPolicy, UpdateReplacePolicy }).toEqual({
        id,
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      });
    }
    prod.template.Data.hasResource('AWS::KMS::Key', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('in prod, the stacks that hold data refuse to be removed', () => {
    expect(prod.terminationProtection).toMatchObject({ Data: true, Identity: true, Api: false });
    expect(dev.terminationProtection).toMatchObject({ Data: false, Identity: false });
  });

  test('in prod, table and accounts refuse deletion themselves', () => {
    prod.template.Identity.hasResourceProperties('AWS::Cognito::UserPool', { DeletionProtection: 'ACTIVE' });
    prod.template.Data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [Match.objectLike({ DeletionProtectionEnabled: true })],
    });
  });

  test("an engineer's stage goes with its stacks", () => {
    dev.template.Data.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Delete' });
  });
});

describe('the table', () => {
  test('streams the record before and after each change', () => {
    prod.template.Data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
  });

  test('can be restored to any second of 35 days, and is encrypted under our key', () => {
    prod.template.Data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [
        Match.objectLike({
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
          SSESpecification: { KMSMasterKeyId: anything },
        }),
      ],
    });
    prod.template.Data.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  test('has the four indexes of the access patterns, each with a partition key of its own', () => {
    const index = (name: string) =>
      Match.objectLike({
        IndexName: name,
        KeySchema: [
          { AttributeName: `${name}Pk`, KeyType: 'HASH' },
          { AttributeName: `${name}Sk`, KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE' },
      });
    prod.template.Data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      GlobalSecondaryIndexes: ['changes', 'list1', 'list2', 'list3'].map(index),
    });
  });
});

describe('the backups', () => {
  test('copy the table each night, and keep each copy for 90 days, encrypted under our key', () => {
    prod.template.Data.hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: {
        BackupPlanRule: [
          Match.objectLike({ ScheduleExpression: 'cron(0 9 * * ? *)', Lifecycle: { DeleteAfterDays: 90 } }),
        ],
      },
    });
    prod.template.Data.hasResource('AWS::Backup::BackupVault', {
      Properties: { EncryptionKeyArn: anything },
      DeletionPolicy: 'Retain',
    });
    prod.template.Data.hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: { Resources: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^RecordsTable'), 'Arn'] }] },
    });
  });
});

describe('every bucket', () => {
  const buckets = () => ofType(prod, 'AWS::S3::Bucket');
  const names = () => buckets().map(({ id }) => id);

  test('is private', () => {
    for (const { Properties } of buckets()) {
      expect(Properties['PublicAccessBlockConfiguration']).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
    }
  });

  test('keeps versions, is encrypted, and drops abandoned uploads after a day', () => {
    prod.template.Data.allResourcesProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: { ServerSideEncryptionConfiguration: [anything] },
      LifecycleConfiguration: {
        Rules: [
          Match.objectLike({
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            NoncurrentVersionExpiration: anything,
          }),
        ],
      },
    });
  });

  test.each(['Quarantine', 'Attachments', 'Exports', 'Archive'])('%s is encrypted under our key', (name) => {
    const bucket = buckets().find(({ id }) => id.startsWith(name));
    expect(JSON.stringify(bucket?.Properties['BucketEncryption'])).toContain('"SSEAlgorithm":"aws:kms"');
  });

  test('refuses requests without TLS', () => {
    for (const name of names()) {
      prod.template.Data.hasResourceProperties('AWS::S3::BucketPolicy', {
        Bucket: { Ref: name },
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({
              Effect: 'Deny',
              Action: 's3:*',
              Principal: { AWS: '*' },
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ]),
        },
      });
    }
  });

  test('answers only the browser that loaded the site from its own address', () => {
    const origins = JSON.stringify(buckets().map(({ Properties }) => Properties['CorsConfiguration'])).match(
      /"AllowedOrigins":\[[^\]]*\]/g,
    );
    expect(new Set(origins)).toEqual(new Set(['"AllowedOrigins":["https://stormledger.example.gov"]']));
    expect(origins).toHaveLength(4);
  });

  test('quarantine forgets after 7 days and exports after 30; attachments stay, and what was released', () => {
    const days = (name: string) =>
      /"ExpirationInDays":(\d+)/.exec(JSON.stringify(buckets().find(({ id }) => id.startsWith(name))))?.[1];
    expect(['Quarantine', 'Exports', 'Attachments', 'Releases'].map(days)).toEqual(['7', '30', undefined, undefined]);
  });
});

describe('the archive of the audit trail', () => {
  const lockOf = (stage: Synthesized) =>
    ofType(stage, 'AWS::S3::Bucket').find(({ id }) => id.startsWith('Archive'))?.Properties['ObjectLockConfiguration'];

  test('is locked for eight years in prod, where not even the owner of the account deletes anything', () => {
    const DefaultRetention = { Mode: 'COMPLIANCE', Days: 2922 };
    expect(lockOf(prod)).toEqual({ ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } });
  });

  test("is locked for a day in an engineer's stage, and stays when its stacks go", () => {
    const DefaultRetention = { Mode: 'GOVERNANCE', Days: 1 };
    expect(lockOf(dev)).toEqual({ ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } });
    const bucket = ofType(dev, 'AWS::S3::Bucket').find(({ id }) => id.startsWith('Archive'));
    expect(bucket?.DeletionPolicy).toBe('Retain');
  });

  test('lets nobody delete, hide or unlock an object', () => {
    prod.template.Data.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: 'NeverDelete',
            Effect: 'Deny',
            Principal: { AWS: '*' },
            Action: ['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion'],
          }),
        ]),
      },
    });
  });

  test('is signed by a key that nobody can take out, kept as long as the data', () => {
    prod.template.Data.hasResource('AWS::KMS::Key', {
      Properties: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
      DeletionPolicy: 'Retain',
    });
  });
});
