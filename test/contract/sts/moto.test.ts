import { beforeAll, beforeEach, describe } from 'vitest';
import { differing } from './moto-differences.ts';
import { stsContract } from './suite.ts';

/** Where a moto server listens, when someone started one. */
const endpoint = process.env['MOTO_ENDPOINT'];
const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
const RoleName = `Tenant-${Date.now()}`;

/** moto tells services apart by the scope of the signature, and checks no signature. */
async function createRole(url: string): Promise<void> {
  const authorization = 'AWS4-HMAC-SHA256 Credential=testing/20260302/us-east-1/iam/aws4_request';
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const body = new URLSearchParams({ Action: 'CreateRole', Version: '2010-05-08', RoleName, AssumeRolePolicyDocument });
  const response = await fetch(url, { method: 'POST', headers: { authorization }, body });
  if (!response.ok) throw new Error(`moto made no role: ${await response.text()}`);
}

describe.skipIf(endpoint === undefined)('moto (set MOTO_ENDPOINT to run)', () => {
  beforeAll(() => createRole(endpoint ?? ''));
  beforeEach(({ task, skip }) => {
    const reason = differing[task.name];
    if (reason !== undefined) skip(reason);
  });
  stsContract(() => ({
    roleArn: `arn:aws:iam::123456789012:role/${RoleName}`,
    client: { endpoint: endpoint ?? '', region: 'us-east-1', credentials },
  }));
});
