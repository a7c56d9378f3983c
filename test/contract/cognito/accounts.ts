import {
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  type ListUsersCommandOutput,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { chosen, freshAddress, invite, member, refused, signIn, tokensOf, type Given } from './subject.ts';

const valueOf = ({ Attributes = [] }: UserType, name: string) => Attributes.find(({ Name }) => Name === name)?.Value;

export function accounts(given: Given): void {
  const change = (email: string, name: string, value: string) =>
    given().aws.send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: given().poolId,
        Username: email,
        UserAttributes: [{ Name: name, Value: value }],
      }),
    );
  const list = async (filter: string) => {
    const { Users = [] } = await given().aws.send(new ListUsersCommand({ UserPoolId: given().poolId, Filter: filter }));
    return Users;
  };

  it('refuses to move an account to another tenant', async () => {
    const email = await member(given());
    await refused(change(email, 'custom:tenantId', 'somewhere-else'), 'InvalidParameterException', /cannot be updated/);
  });

  it('refuses attributes it does not know', async () => {
    await refused(change(await member(given()), 'custom:role', 'admin'), 'InvalidParameterException');
  });

  it('refuses to change the sub', async () => {
    const email = await member(given());
    await refused(change(email, 'sub', 'me'), 'InvalidParameterException');
  });

  it('gives nobody an address that another account has', async () => {
    const [email, taken] = [await member(given()), await member(given())];
    await refused(change(email, 'email', taken), 'AliasExistsException');
  });

  it('lets a person move to a free address', async () => {
    const [email, next] = [await member(given()), freshAddress()];
    await change(email, 'email', next);
    tokensOf(await signIn(given(), next, chosen));
  });

  it('holds a new address for unverified, and knows the old one no more', async () => {
    const [email, next] = [await member(given()), freshAddress()];
    await change(email, 'email', next);
    const { UserAttributes } = await given().aws.send(
      new AdminGetUserCommand({ UserPoolId: given().poolId, Username: next }),
    );
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' });
    await refused(signIn(given(), email, chosen), 'NotAuthorizedException');
  });

  it('finds people by address, by sub and by user name', async () => {
    const email = await member(given());
    const [found] = await list(`email = "${email}"`);
    const sub = found && valueOf(found, 'sub');
    expect(found).toMatchObject({ Username: sub, UserStatus: 'CONFIRMED', Enabled: true });
    expect(found?.UserCreateDate).toBeInstanceOf(Date);
    expect(await list(`sub = "${sub ?? ''}"`)).toEqual([found]);
    expect(await list(`username = "${sub ?? ''}"`)).toEqual([found]);
    expect(await list(`email ^= "${email.slice(0, 20)}"`)).toEqual([found]);
    expect(await list('email = "nobody@nowhere.example"')).toEqual([]);
    await refused(list('custom:tenantId = "x"'), 'InvalidParameterException');
  });

  it('lists everybody once, page by page', async () => {
    const invited = [await invite(given()), await invite(given()), await invite(given())];
    const seen: UserType[] = [];
    let token: string | undefined;
    do {
      const page: ListUsersCommandOutput = await given().aws.send(
        new ListUsersCommand({ UserPoolId: given().poolId, Limit: 2, PaginationToken: token }),
      );
      seen.push(...(page.Users ?? []));
      token = page.PaginationToken;
    } while (token !== undefined);
    expect(seen.map((user) => valueOf(user, 'email'))).toEqual(expect.arrayContaining(invited));
    expect(new Set(seen.map(({ Username }) => Username)).size).toBe(seen.length);
  });

  it('forgets a deleted account', async () => {
    const target = { UserPoolId: given().poolId, Username: await member(given()) };
    await given().aws.send(new AdminDeleteUserCommand(target));
    await refused(given().aws.send(new AdminGetUserCommand(target)), 'UserNotFoundException');
  });

  it('describes itself and its client, secret included', async () => {
    const { aws, poolId, clientId, clientSecret } = given();
    const { UserPool } = await aws.send(new DescribeUserPoolCommand({ UserPoolId: poolId }));
    expect(UserPool).toMatchObject({
      Id: poolId,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      Policies: { PasswordPolicy: { MinimumLength: 12 } },
    });
    const described = await aws.send(new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }));
    expect(described.UserPoolClient).toMatchObject({
      ClientSecret: clientSecret,
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
    });
    const { UserPools } = await aws.send(new ListUserPoolsCommand({ MaxResults: 10 }));
    expect(UserPools?.map(({ Id }) => Id)).toContain(poolId);
    const { UserPoolClients } = await aws.send(new ListUserPoolClientsCommand({ UserPoolId: poolId }));
    expect(UserPoolClients?.map(({ ClientId }) => ClientId)).toContain(clientId);
  });

  it('says so when a pool or a client does not exist', async () => {
    const { aws, poolId } = given();
    const none = `${poolId.slice(0, -1)}Z`;
    await refused(aws.send(new DescribeUserPoolCommand({ UserPoolId: none })), 'ResourceNotFoundException');
    const client = new DescribeUserPoolClientCommand({ UserPoolId: poolId, ClientId: '0'.repeat(26) });
    await refused(aws.send(client), 'ResourceNotFoundException');
  });
}
