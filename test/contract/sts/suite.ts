import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
  type AssumeRoleCommandInput,
  type STSClientConfig,
} from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';

/** A role and somebody who may assume it with the tag tenantId. */
export interface Subject {
  caller: STSClientConfig;
  roleArn: string;
}

export type Given = () => Subject;

const clientFor = (config: STSClientConfig) => new STSClient({ ...config, maxAttempts: 1 });

const assume = ({ caller, roleArn }: Subject, input: Partial<AssumeRoleCommandInput> = {}) =>
  clientFor(caller).send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: 'echo',
      Tags: [{ Key: 'tenantId', Value: 't1' }],
      ...input,
    }),
  );

const keysOf = ({ Credentials: keys }: Awaited<ReturnType<typeof assume>>) => ({
  accessKeyId: keys?.AccessKeyId ?? '',
  secretAccessKey: keys?.SecretAccessKey ?? '',
  sessionToken: keys?.SessionToken ?? '',
});

/** What a function relies on when it becomes the role of one tenant. */
export function stsContract(given: Given): void {
  describe('keys', () => keys(given));
  describe('who one is', () => identity(given));
  describe('refusals', () => refusals(given));
}

function keys(given: Given): void {
  const secondsLeft = async (input: Partial<AssumeRoleCommandInput>) => {
    const { Credentials } = await assume(given(), input);
    return ((Credentials?.Expiration?.getTime() ?? 0) - Date.now()) / 1000;
  };

  it('are temporary ones with a token', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = keysOf(await assume(given()));
    expect(accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(secretAccessKey).toHaveLength(40);
    expect(sessionToken.length).toBeGreaterThan(100);
  });

  it('are new ones each time', async () => {
    const [one, other] = [keysOf(await assume(given())), keysOf(await assume(given()))];
    for (const name of ['accessKeyId', 'secretAccessKey', 'sessionToken'] as const)
      expect(one[name]).not.toBe(other[name]);
  });

  it('last an hour unless asked otherwise', async () => {
    expect(Math.abs((await secondsLeft({})) - 3600)).toBeLessThan(30);
  });

  it('last as long as asked', async () => {
    expect(Math.abs((await secondsLeft({ DurationSeconds: 900 })) - 900)).toBeLessThan(30);
  });

  it('are given with tags, transitive or not', async () => {
    const Tags = ['tenantId', 'Cost centre'].map((Key) => ({ Key, Value: 'x.1/2=3+4-5@6:7' }));
    const { Credentials } = await assume(given(), { Tags, TransitiveTagKeys: ['tenantId'] });
    expect(Credentials?.SessionToken).toBeDefined();
  });
}

function identity(given: Given): void {
  it('is the role, under the name of the session', async () => {
    const { AssumedRoleUser } = await assume(given());
    const [, account = '', role = ''] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?(.+)$/.exec(given().roleArn) ?? [];
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${account}:assumed-role/${role}/echo`);
  });

  it('is known by the role’s own identifier', async () => {
    const { AssumedRoleUser } = await assume(given());
    expect(AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z0-9]{17}:echo$/);
    const { AssumedRoleUser: again } = await assume(given());
    expect(again?.AssumedRoleId).toBe(AssumedRoleUser?.AssumedRoleId);
  });

  it('is told to whoever holds the keys', async () => {
    const assumed = await assume(given());
    const told = await clientFor({ ...given().caller, credentials: keysOf(assumed) }).send(
      new GetCallerIdentityCommand({}),
    );
    expect(told).toMatchObject({
      Arn: assumed.AssumedRoleUser?.Arn,
      UserId: assumed.AssumedRoleUser?.AssumedRoleId,
      Account: given().roleArn.split(':')[4],
    });
  });
}

function refusals(given: Given): void {
  const wrong: Record<string, Partial<AssumeRoleCommandInput>> = {
    'less than 15 minutes': { DurationSeconds: 899 },
    'more than 12 hours': { DurationSeconds: 43_201 },
    'a session name of 65 characters': { RoleSessionName: 'e'.repeat(65) },
    'a session name of one character': { RoleSessionName: 'e' },
    'a session name with a space': { RoleSessionName: 'an echo' },
    'a tag key of 129 characters': { Tags: [{ Key: 'k'.repeat(129), Value: 'v' }] },
    'a tag value of 257 characters': { Tags: [{ Key: 'tenantId', Value: 'v'.repeat(257) }] },
    'more than 50 tags': { Tags: Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}`, Value: 'v' })) },
    'one tag key twice': { Tags: ['t1', 't2'].map((Value) => ({ Key: 'tenantId', Value })) },
    'two tag keys that differ in case alone': { Tags: ['tenantId', 'TENANTID'].map((Key) => ({ Key, Value: 't1' })) },
    'a tag in AWS’s own name': {
      Tags: ['tenantId', 'aws:tenantId'].map((Key) => ({ Key, Value: 't1' })),
    },
  };
  it.each(Object.entries(wrong))('meet %s', async (_what, input) => {
    await expect(assume(given(), input)).rejects.toMatchObject({
      name: 'ValidationError',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('meet whoever assumes a role without the tag that its trust asks for', async () => {
    await expect(assume(given(), { Tags: [] })).rejects.toMatchObject({ name: 'AccessDenied' });
  });
}
