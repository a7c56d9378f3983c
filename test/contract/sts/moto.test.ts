import { beforeAll, describe } from 'vitest';
import { expectDifferences } from '../differing.ts';
import { motoDifferences } from './moto-differences.ts';
import { stsContract } from './suite.ts';

/** Where a moto server listens, when someone started one: the suite is then held against what others think STS is. */
const endpoint = process.env['MOTO_ENDPOINT'];
const region = 'us-east-1';
const name = `tenant-${Date.now()}`;

/** In IAM's query protocol; moto looks at the service in the signature and no further. */
async function createRole(url: string): Promise<void> {
  const Condition = { StringLike: { 'aws:RequestTag/tenantId': '?*' } };
  const trusted = { Effect: 'Allow', Principal: { AWS: '*' }, Action: ['sts:AssumeRole', 'sts:TagSession'], Condition };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trusted] });
  const body = new URLSearchParams({
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName: name,
    AssumeRolePolicyDocument,
  });
  const scope = `Credential=testing/20260101/${region}/iam/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=none`;
  const response = await fetch(url, { method: 'POST', headers: { authorization }, body });
  if (!response.ok) throw new Error(`moto made no role: ${await response.text()}`);
}

if (endpoint === undefined) describe.skip('moto (set MOTO_ENDPOINT to run)', () => undefined);
else
  describe('moto', () => {
    beforeAll(() => createRole(endpoint));
    expectDifferences(Object.values(motoDifferences).flat());
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
    const caller = { endpoint, region, credentials };
    stsContract(() => ({ caller, roleArn: `arn:aws:iam::123456789012:role/${name}` }));
  });
