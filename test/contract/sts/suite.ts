import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput, STSClientConfig } from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';

/** A role, and who may assume it with the session tag tenantId. */
export interface Subject {
  roleArn: string;
  client: STSClientConfig;
}

/** What the product relies on when it becomes a role for one tenant, for any implementation of STS. */
export function stsContract(given: () => Subject): void {
  const assume = (input: Partial<AssumeRoleCommandInput> = {}) =>
    new STSClient({ ...given().client, maxAttempts: 1 }).send(
      new AssumeRoleCommand({
        RoleArn: given().roleArn,
        RoleSessionName: 'morning-round',
        Tags: [{ Key: 'tenantId', Value: 't1' }],
        ...input,
      }),
    );
  const session = () =>
    `${given().roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/morning-round`;

  it('gives temporary keys with a token, different ones each time', async () => {
    const [first, second] = [(await assume()).Credentials, (await assume()).Credentials];
    expect(first?.AccessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
    for (const field of ['AccessKeyId', 'SecretAccessKey', 'SessionToken'] as const) {
      expect(first?.[field]).toBeTruthy();
      expect(second?.[field]).not.toBe(first?.[field]);
    }
  });

  it.each([
    ['an hour unless told', undefined, 3600],
    ['as long as asked', 900, 900],
  ])('lasts %s', async (_name, DurationSeconds, seconds) => {
    const asked = Date.now();
    const { Credentials } = await assume({ DurationSeconds });
    expect(Math.abs((Credentials?.Expiration?.getTime() ?? 0) - asked - seconds * 1000)).toBeLessThan(10_000);
  });

  it('names the role and the session', async () => {
    const { AssumedRoleUser } = await assume();
    expect(AssumedRoleUser?.Arn).toBe(session());
    expect(AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z0-9]{17}:morning-round$/);
  });

  it('makes the holder of the keys the session', async () => {
    const { Credentials, AssumedRoleUser } = await assume();
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
    const who = await new STSClient({ ...given().client, credentials }).send(new GetCallerIdentityCommand({}));
    expect(who).toMatchObject({ Arn: session(), UserId: AssumedRoleUser?.AssumedRoleId });
    expect(who.Account).toBe(given().roleArn.split(':')[4]);
  });

  it.each<[string, Partial<AssumeRoleCommandInput>]>([
    ['a life under 15 minutes', { DurationSeconds: 60 }],
    ['a life above 12 hours', { DurationSeconds: 43_201 }],
    ['a session name of one letter', { RoleSessionName: 'a' }],
    ['a session name with a space', { RoleSessionName: 'morning round' }],
    ['a tag value above 256 letters', { Tags: [{ Key: 'tenantId', Value: 'x'.repeat(257) }] }],
  ])('refuses %s', async (_name, input) => {
    await expect(assume(input)).rejects.toMatchObject({ name: 'ValidationError' });
  });
}
