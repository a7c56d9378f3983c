import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe } from 'vitest';
import * as z from 'zod';
import { expectDifferences } from '../differing.ts';
import { motoDifferences } from './moto-differences.ts';
import type { Subject } from './subject.ts';
import { cognitoContract } from './suite.ts';

/** Where a moto server listens, when someone started one: the suite is then held against what others think Cognito is. */
const endpoint = process.env['MOTO_ENDPOINT'];

const keySet = z.object({ keys: z.array(z.unknown()) });

async function createPool(aws: CognitoIdentityProviderClient): Promise<string> {
  const { UserPool } = await aws.send(
    new CreateUserPoolCommand({
      PoolName: 'stormledger',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
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
        { Name: 'tenantId', AttributeDataType: 'String', Mutable: false, Required: false },
      ],
    }),
  );
  const UserPoolId = UserPool?.Id ?? '';
  const SoftwareTokenMfaConfiguration = { Enabled: true };
  await aws.send(
    new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration }),
  );
  return UserPoolId;
}

/** The pool and the client of `Subject`, made as the template's are. */
async function start(url: string): Promise<Subject> {
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  const aws = new CognitoIdentityProviderClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
  const poolId = await createPool(aws);
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
  const jwks = keySet.parse(await (await fetch(`${url}/${poolId}/.well-known/jwks.json`)).json());
  return { aws, poolId, clientId, clientSecret, jwks };
}

if (endpoint === undefined) describe.skip('moto (set MOTO_ENDPOINT to run)', () => undefined);
else
  describe('moto', () => {
    let subject: Subject | undefined;
    beforeAll(async () => {
      subject = await start(endpoint);
    });
    afterAll(() => subject?.aws.destroy());
    expectDifferences(Object.values(motoDifferences).flat());
    cognitoContract(() => {
      if (!subject) throw new Error('The pool was not made.');
      return subject;
    });
  });
