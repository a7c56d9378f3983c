import { z } from 'zod';
import { schemaOf } from '../attributes.ts';
import type { ClientPlan, PoolPlan } from '../plan.ts';
import { notAuthorized } from '../problem.ts';
import { clientOf, inPool, operation, poolOf, type Operations, type Service } from '../service.ts';

function describePool(service: Service, pool: PoolPlan) {
  const { minimumLength, requireLowercase, requireUppercase, requireNumbers, requireSymbols } = pool.policy;
  return {
    Id: pool.id,
    Name: pool.name,
    Arn: `arn:aws:cognito-idp:${pool.region}:000000000000:userpool/${pool.id}`,
    Policies: {
      PasswordPolicy: {
        MinimumLength: minimumLength,
        RequireLowercase: requireLowercase,
        RequireUppercase: requireUppercase,
        RequireNumbers: requireNumbers,
        RequireSymbols: requireSymbols,
        TemporaryPasswordValidityDays: pool.temporaryPasswordDays,
      },
    },
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: pool.caseSensitive },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: pool.adminCreateOnly },
    MfaConfiguration: pool.mfa ?? 'OFF',
    SchemaAttributes: schemaOf(pool).map(({ name, mutable, required }) => ({
      Name: name,
      AttributeDataType: 'String',
      Mutable: mutable,
      Required: required,
    })),
    EstimatedNumberOfUsers: service.users.values().filter((user) => user.poolId === pool.id).length,
  };
}

function describeClient(pool: PoolPlan, client: ClientPlan) {
  return {
    UserPoolId: pool.id,
    ClientId: client.id,
    ClientName: client.name ?? client.id,
    ClientSecret: client.secret,
    ExplicitAuthFlows: client.authFlows,
    AccessTokenValidity: client.accessMinutes,
    IdTokenValidity: client.idMinutes,
    RefreshTokenValidity: client.refreshMinutes,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    RefreshTokenRotation: client.rotation && {
      Feature: 'ENABLED',
      RetryGracePeriodSeconds: client.rotation.graceSeconds,
    },
    EnableTokenRevocation: client.revocation,
    PreventUserExistenceErrors: client.preventExistenceErrors ? 'ENABLED' : 'LEGACY',
    WriteAttributes: client.writeAttributes,
  };
}

const page = z.object({ MaxResults: z.number().int().min(1).max(60).optional() });

export const poolOperations: Operations = {
  DescribeUserPool: operation(inPool, (service, input) => ({
    UserPool: describePool(service, poolOf(service, input.UserPoolId)),
  })),

  DescribeUserPoolClient: operation(inPool.extend({ ClientId: z.string() }), (service, input) => {
    const { pool, client } = clientOf(service, input.ClientId, poolOf(service, input.UserPoolId));
    return { UserPoolClient: describeClient(pool, client) };
  }),

  ListUserPools: operation(page, (service) => ({
    UserPools: service.pools.map(({ id, name }) => ({ Id: id, Name: name })),
  })),

  ListUserPoolClients: operation(page.extend(inPool.shape), (service, input) => ({
    UserPoolClients: poolOf(service, input.UserPoolId).clients.map((client) => ({
      UserPoolId: input.UserPoolId,
      ClientId: client.id,
      ClientName: client.name ?? client.id,
    })),
  })),

  SignUp: operation(z.object({ ClientId: z.string() }), (service, input) => {
    clientOf(service, input.ClientId);
    throw notAuthorized('SignUp is not permitted for this user pool');
  }),
};
