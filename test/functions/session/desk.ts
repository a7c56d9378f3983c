import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { provisioning, tenantStore, type Table } from '#functions/lib/store/index.ts';
import { fernwick, seedTarget, type TestStack } from '#test/support/stack.ts';

export const PASSWORD = 'culvert-otter-lamp';
export const TEMPORARY = 'invited-for-a-week';

export interface Person {
  readonly id: string;
  readonly email: string;
}

/** The operator's view of a running stack: its table, and people made for one test each. */
export const operatorOf = (stack: TestStack) => {
  const { tableName, poolId } = seedTarget(stack);
  const config = { endpoint: stack.endpoint, region: stack.region, credentials: stack.operator };
  const table: Table = {
    name: tableName,
    document: DynamoDBDocumentClient.from(new DynamoDBClient(config), {
      marshallOptions: { removeUndefinedValues: true },
    }),
  };
  const cognito = new CognitoIdentityProviderClient(config);
  const store = tenantStore(table, { tenantId: fernwick.id });

  const invite = async (): Promise<Person> => {
    const email = `person-${randomUUID().slice(0, 8)}@fernwick.example`;
    const { User } = await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: email,
        TemporaryPassword: TEMPORARY,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'custom:tenantId', Value: fernwick.id },
        ],
      }),
    );
    const id = User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value ?? '';
    const member = { id, email, name: 'Ada Lovelace', role: 'viewer', status: 'invited', revoked: {} } as const;
    await provisioning(table).putMemberOnce(fernwick.id, member);
    return { id, email };
  };
  return {
    table,
    store,
    invite,
    /** Someone who has signed in before. */
    person: async (): Promise<Person> => {
      const made = await invite();
      const Username = made.email;
      await cognito.send(
        new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username, Password: PASSWORD, Permanent: true }),
      );
      await store.activateMember(made.id);
      return made;
    },
    /** What the access log says of one person, newest first. */
    events: async ({ id }: Person) =>
      (await store.access.list({ limit: 1000 })).items.filter(({ memberId }) => memberId === id),
  };
};

export type Operator = ReturnType<typeof operatorOf>;
