import { AssumeRoleCommand, STSClient, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import type { LocalStack } from '#infra/local/index.ts';
import { clientOf } from '#test/infra/local/support/stack.ts';

export const tenantRole = (stack: LocalStack): string => {
  const found = stack.plan.roles.find(({ name }) => name.includes('Tenant'));
  if (!found) throw new Error('The fixture has no tenant role.');
  return found.arn;
};

export const assume = (stack: LocalStack, as: string | undefined, input: Partial<AssumeRoleCommandInput> = {}) =>
  new STSClient({ ...clientOf(stack, as), maxAttempts: 1 }).send(
    new AssumeRoleCommand({
      RoleArn: tenantRole(stack),
      RoleSessionName: 'echo',
      Tags: [{ Key: 'tenantId', Value: 't1' }],
      ...input,
    }),
  );

/** Keys of the tenant role for one tenant, as a function gets them. */
export async function tenantKeys(stack: LocalStack, tenantId = 't1') {
  const { Credentials } = await assume(stack, 'echo', { Tags: [{ Key: 'tenantId', Value: tenantId }] });
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}
