import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { differing } from './moto-differences.ts';
import type { Subject } from './subject.ts';
import { cognitoContract } from './suite.ts';

/** Where a moto server listens, when someone started one: the suite is then held against what others think a user pool is. */
const endpoint = process.env['MOTO_ENDPOINT'];

async function start(url: string): Promise<Subject> {
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  const aws = new CognitoIdentityProviderClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
  const { UserPool } = await aws.send(
    new CreateUserPoolCommand({
      PoolName: 'stormledger',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'OPTIONAL',
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: false,
          RequireUppercase: false,
          RequireNumbers: false,
          RequireSymbols: false,
          TemporaryPasswordValidityDays: 7,
        },
      },
      Schema: [
        { Name: 'email', AttributeDataType: 'String', Mutable: true, Required: true },
        { Name: 'tenantId', AttributeDataType: 'String', Mutable: false },
      ],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    }),
  );
  const poolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await aws.send(
    new CreateUserPoolClientCommand({
      UserPoolId: poolId,
      ClientName: 'session',
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      RefreshTokenValidity: 720,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
    }),
  );
  const { ClientId: clientId = '', ClientSecret: clientSecret = '' } = UserPoolClient ?? {};
  const jwks = (await (await fetch(`${url}/${poolId}/.well-known/jwks.json`)).json()) as { keys: unknown[] };
  return { aws, poolId, clientId, clientSecret, jwks };
}

describe.skipIf(endpoint === undefined)('moto (set MOTO_ENDPOINT to run)', () => {
  let subject: Subject | undefined;
  beforeAll(async () => {
    subject = await start(endpoint ?? '');
  });
  afterAll(() => subject?.aws.destroy());
  beforeEach(({ task, skip }) => {
    const reason = differing[`${task.suite?.name ?? ''}: ${task.name}`];
    if (reason !== undefined) skip(reason);
  });
  cognitoContract(() => {
    if (!subject) throw new Error('The pool has not started.');
    return subject;
  });
});
