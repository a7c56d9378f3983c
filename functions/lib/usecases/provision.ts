import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { provisioning, type Member, type NewTenant, type Table } from '#functions/lib/store/index.ts';

export interface NewMember {
  readonly email: string;
  readonly name: string;
  readonly role: Member['role'];
  readonly password: string;
}

/** Makes an agency with its members. Safe to repeat: what is there stays, and nobody's password is set twice. */
export const provisionTenant = async (
  table: Table,
  { client, poolId }: { client: CognitoIdentityProviderClient; poolId: string },
  tenant: NewTenant,
  people: readonly NewMember[],
): Promise<void> => {
  const store = provisioning(table);
  await store.putTenantOnce(tenant);
  for (const { email, name, role, password } of people) {
    const id = await account(client, poolId, tenant.id, email, password);
    await store.putMemberOnce(tenant.id, { id, name, email, role, status: 'active', revoked: {} });
  }
};

const account = async (
  client: CognitoIdentityProviderClient,
  poolId: string,
  tenantId: string,
  email: string,
  password: string,
) => {
  try {
    const { User } = await client.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: email,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'custom:tenantId', Value: tenantId },
        ],
      }),
    );
    await client.send(
      new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: email, Password: password, Permanent: true }),
    );
    return sub(User?.Attributes);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UsernameExistsException') throw error;
    const { UserAttributes } = await client.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: email }));
    return sub(UserAttributes);
  }
};

const sub = (attributes: readonly { Name?: string | undefined; Value?: string | undefined }[] = []): string => {
  const found = attributes.find(({ Name }) => Name === 'sub')?.Value;
  if (found === undefined) throw new Error('The user pool answered without the id of the account.');
  return found;
};
