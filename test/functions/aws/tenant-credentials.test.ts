import { STSClient } from '@aws-sdk/client-sts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { perTenant } from '#functions/lib/aws/per-tenant.ts';
import { LONGEST_LINK_SECONDS, tenantCredentials } from '#functions/lib/aws/tenant-credentials.ts';

const [a, b] = ['taaaaaaaaaaaaaaaaaaaaaaaaa', 'tbbbbbbbbbbbbbbbbbbbbbbbbb'];
const role = 'arn:aws:iam::123456789012:role/tenant';
const start = Date.parse('2026-11-02T12:00:00Z');
const minute = 60_000;

let asked: URLSearchParams[];
let failing: boolean;
let server: Server;
let sts: STSClient;

const session = (n: number, seconds: number) =>
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
  <AccessKeyId>KEY${n}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
  <Expiration>${new Date(Date.now() + seconds * 1000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
const refused = '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>';

beforeEach(async () => {
  asked = [];
  failing = false;
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const query = new URLSearchParams(Buffer.concat(chunks).toString());
      asked.push(query);
      response.writeHead(failing ? 403 : 200, { 'content-type': 'text/xml' });
      response.end(failing ? refused : session(asked.length, Number(query.get('DurationSeconds'))));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sts = new STSClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'own', secretAccessKey: 'own' },
    maxAttempts: 1,
  });
});
afterEach(() => {
  vi.useRealTimers();
  sts.destroy();
  server.close();
});

describe("an agency's credentials", () => {
  it('are asked for with the tenant as the one tag', async () => {
    await tenantCredentials(role, sts)(a);
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({
      Action: 'AssumeRole',
      RoleArn: role,
      RoleSessionName: a,
      'Tags.member.1.Key': 'tenantId',
      'Tags.member.1.Value': a,
    });
    expect([...(asked[0]?.keys() ?? [])].filter((key) => key.startsWith('Tags.member.2'))).toEqual([]);
  });

  it('are fetched once and used again', async () => {
    const credentialsFor = tenantCredentials(role, sts);
    const first = await credentialsFor(a);
    vi.setSystemTime(start + 30 * minute);
    expect(await credentialsFor(a)).toBe(first);
    expect(asked).toHaveLength(1);
  });

  it('are never those of another agency', async () => {
    const credentialsFor = tenantCredentials(role, sts);
    const [ofA, ofB] = await Promise.all([credentialsFor(a), credentialsFor(b)]);
    expect(ofA.accessKeyId).not.toBe(ofB.accessKeyId);
    expect(asked.map((query) => query.get('Tags.member.1.Value')).sort()).toEqual([a, b]);
  });

  it('are fetched once for requests that come at the same moment', async () => {
    const credentialsFor = tenantCredentials(role, sts);
    const all = await Promise.all(Array.from({ length: 20 }, () => credentialsFor(a)));
    expect(new Set(all).size).toBe(1);
    expect(asked).toHaveLength(1);
  });

  it('are renewed while a link signed with the old ones could still live out its time', async () => {
    const credentialsFor = tenantCredentials(role, sts);
    const first = await credentialsFor(a);
    const sessionEnds = start + Number(asked[0]?.get('DurationSeconds')) * 1000;
    let last = start;
    for (let at = start; asked.length === 1; at += minute) {
      vi.setSystemTime(at);
      if ((await credentialsFor(a)) === first) last = at;
    }
    expect(sessionEnds - last).toBeGreaterThanOrEqual(LONGEST_LINK_SECONDS * 1000 + 5 * minute);
    expect(last - start).toBeGreaterThan(20 * minute);
  });

  it('are asked for again after a refusal', async () => {
    const credentialsFor = tenantCredentials(role, sts);
    failing = true;
    await expect(credentialsFor(a)).rejects.toThrow();
    failing = false;
    expect((await credentialsFor(a)).accessKeyId).toBe('KEY2');
  });
});

describe('what is kept per agency', () => {
  it('is bounded: whoever was not heard from for longest is forgotten', () => {
    const made: string[] = [];
    const of = perTenant((tenantId) => made.push(tenantId), 2);
    for (const tenantId of [a, b, a, 'third', a, b]) of(tenantId);
    expect(made).toEqual([a, b, 'third', b]);
  });
});
