import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

type Service = 'dynamodb' | 's3';

/** Signing with a key that no one can take out; its public half lets anybody check. */
export const sign = (key: IKey): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'Sign',
    actions: ['kms:Sign'],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:SigningAlgorithm': 'ECDSA_SHA_256' } },
  }),
  new PolicyStatement({ sid: 'PublicKey', actions: ['kms:GetPublicKey'], resources: [key.keyArn] }),
];

/** What AWS's own guides ask of whoever calls: S3 makes or opens a data key for each object, DynamoDB asks for more. */
const actions = {
  dynamodb: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
  s3: ['kms:Decrypt', 'kms:GenerateDataKey'],
} as const;

/** The key opens only through the service that holds the data: no function can decrypt by itself what it copied out. */
export const keyThrough = (key: IKey, service: Service): PolicyStatement =>
  new PolicyStatement({
    sid: service === 's3' ? 'KeyThroughS3' : 'KeyThroughDynamodb',
    actions: [...actions[service]],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${Stack.of(key).region}.amazonaws.com` } },
  });
