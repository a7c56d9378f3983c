import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

type Service = 'dynamodb' | 's3';

/** The key opens only through the service that holds the data: no function can decrypt by itself what it copied out. */
export const keyThrough = (key: IKey, service: Service): PolicyStatement =>
  new PolicyStatement({
    sid: service === 's3' ? 'KeyThroughS3' : 'KeyThroughDynamodb',
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${Stack.of(key).region}.amazonaws.com` } },
  });
