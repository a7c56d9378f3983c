import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { handler } from '#functions/identity/handler.ts';

const tenantId = 't0000000000000000000000001';

const aSignIn = (attributes: Record<string, string>): PreTokenGenerationV2TriggerEvent => ({
  version: '2',
  triggerSource: 'TokenGeneration_Authentication',
  region: 'us-east-1',
  userPoolId: 'us-east-1_Example01',
  userName: '0b5a5f2e-6c0c-4f0e-9a58-1f6a4f1c2d3e',
  callerContext: { awsSdkVersion: '3', clientId: 'client' },
  request: {
    userAttributes: { sub: '0b5a5f2e-6c0c-4f0e-9a58-1f6a4f1c2d3e', email: 'ana@example.gov', ...attributes },
    groupConfiguration: { groupsToOverride: ['administrators'], iamRolesToOverride: [], preferredRole: undefined },
    scopes: ['aws.cognito.signin.user.admin'],
  },
  response: { claimsAndScopeOverrideDetails: {} },
});

describe('the token trigger', () => {
  test('puts the tenant of the account into the access token, and nothing else', async () => {
    const { response } = await handler(aSignIn({ 'custom:tenantId': tenantId, 'custom:role': 'admin' }));
    expect(response).toEqual({
      claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { tenantId } } },
    });
  });

  test('refuses a token to an account without a tenant', async () => {
    await expect(handler(aSignIn({}))).rejects.toThrow('belongs to no tenant');
  });

  test.each(['', 'short', `${tenantId}0`, tenantId.toUpperCase(), 't00000000000000#0000000001', `${tenantId}\n`])(
    'refuses a token to an account whose tenant is %j',
    async (malformed) => {
      await expect(handler(aSignIn({ 'custom:tenantId': malformed }))).rejects.toThrow('belongs to no tenant');
    },
  );
});
