import * as z from 'zod';
import { kind, noEffect, tags, text, texts, type Kind } from '../kind.ts';

const messages = noEffect('The inbox shows the local wording.');
const passwordPolicy = z.strictObject({
  MinimumLength: z.number().default(8),
  RequireLowercase: z.boolean().default(false),
  RequireUppercase: z.boolean().default(false),
  RequireNumbers: z.boolean().default(false),
  RequireSymbols: z.boolean().default(false),
  TemporaryPasswordValidityDays: z.number().default(7),
  PasswordHistorySize: noEffect('A new password may repeat an old one here.'),
});
const attribute = z.strictObject({
  Name: text,
  AttributeDataType: text.optional(),
  Mutable: z.boolean().default(true),
  Required: z.boolean().default(false),
  StringAttributeConstraints: noEffect('Lengths are the business of the application.'),
  NumberAttributeConstraints: noEffect('Ranges are the business of the application.'),
});

const pool = z.strictObject({
  UserPoolName: text.optional(),
  AccountRecoverySetting: noEffect('Recovery is by e-mail.'),
  AdminCreateUserConfig: z
    .strictObject({ AllowAdminCreateUserOnly: z.boolean().default(false), InviteMessageTemplate: messages })
    .optional(),
  AutoVerifiedAttributes: z.array(z.literal('email')).optional(),
  DeletionProtection: noEffect('Only `npm run local:reset` deletes here.'),
  DeviceConfiguration: noEffect('Devices are not remembered here.'),
  EmailConfiguration: noEffect('Mail goes to the inbox of the console.'),
  EmailVerificationMessage: messages,
  EmailVerificationSubject: messages,
  SmsVerificationMessage: messages,
  VerificationMessageTemplate: messages,
  EnabledMfas: z.array(z.literal('SOFTWARE_TOKEN_MFA')).optional(),
  MfaConfiguration: z.enum(['OFF', 'OPTIONAL']).optional(),
  LambdaConfig: z
    .strictObject({
      PreTokenGenerationConfig: z.strictObject({ LambdaArn: text, LambdaVersion: z.enum(['V1_0', 'V2_0']) }).optional(),
      PreTokenGeneration: text.optional(),
      PreAuthentication: text.optional(),
      PostAuthentication: text.optional(),
      CustomMessage: text.optional(),
    })
    .default({}),
  Policies: z
    .strictObject({
      PasswordPolicy: passwordPolicy.optional(),
      SignInPolicy: noEffect('Passwords are the only first factor here.'),
    })
    .optional(),
  Schema: z.array(attribute).default([]),
  UserAttributeUpdateSettings: z
    .strictObject({ AttributesRequireVerificationBeforeUpdate: z.array(z.literal('email')) })
    .optional(),
  UserPoolAddOns: noEffect('Threat protection is on AWS only.'),
  UserPoolTags: tags,
  UserPoolTier: noEffect('A price, not a behaviour.'),
  UsernameAttributes: z.array(z.literal('email')).optional(),
  UsernameConfiguration: z.strictObject({ CaseSensitive: z.boolean() }).optional(),
});

const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);
const client = z.strictObject({
  ClientName: text.optional(),
  UserPoolId: text,
  ExplicitAuthFlows: texts.default([]),
  GenerateSecret: z.boolean().default(false),
  AccessTokenValidity: z.number().default(1),
  IdTokenValidity: z.number().default(1),
  RefreshTokenValidity: z.number().default(30),
  TokenValidityUnits: z
    .strictObject({
      AccessToken: unit.default('hours'),
      IdToken: unit.default('hours'),
      RefreshToken: unit.default('days'),
    })
    .default({ AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' }),
  RefreshTokenRotation: z
    .strictObject({ Feature: z.enum(['ENABLED', 'DISABLED']), RetryGracePeriodSeconds: z.number().default(0) })
    .optional(),
  EnableTokenRevocation: z.boolean().default(true),
  PreventUserExistenceErrors: z.enum(['ENABLED', 'LEGACY']).default('LEGACY'),
  ReadAttributes: noEffect('Every attribute may be read here.'),
  WriteAttributes: texts.optional(),
  AllowedOAuthFlowsUserPoolClient: z.literal(false).optional(),
  SupportedIdentityProviders: z.array(z.literal('COGNITO')).optional(),
  AuthSessionValidity: noEffect('A sign-in challenge lives three minutes.'),
});

const passwordRules = (policy: z.output<typeof passwordPolicy> | undefined) => ({
  minimumLength: policy?.MinimumLength ?? 8,
  requireLowercase: policy?.RequireLowercase ?? true,
  requireUppercase: policy?.RequireUppercase ?? true,
  requireNumbers: policy?.RequireNumbers ?? true,
  requireSymbols: policy?.RequireSymbols ?? true,
});

function triggersOf(config: z.output<typeof pool>['LambdaConfig']) {
  const { PreTokenGenerationConfig: versioned, PreTokenGeneration: first } = config;
  const preTokenGeneration = versioned
    ? { functionName: versioned.LambdaArn, version: versioned.LambdaVersion }
    : first !== undefined && { functionName: first, version: 'V1_0' as const };
  return {
    ...(preTokenGeneration && { preTokenGeneration }),
    ...(config.PreAuthentication !== undefined && { preAuthentication: config.PreAuthentication }),
    ...(config.PostAuthentication !== undefined && { postAuthentication: config.PostAuthentication }),
    ...(config.CustomMessage !== undefined && { customMessage: config.CustomMessage }),
  };
}

const minutes = { seconds: 1 / 60, minutes: 1, hours: 60, days: 1440 };

export const identityKinds: Readonly<Record<string, Kind>> = {
  'AWS::Cognito::UserPool': kind(pool, (plan, at, its) =>
    plan.pools.push({
      id: at.ref,
      name: its.UserPoolName ?? at.logicalId,
      region: at.stack.region,
      issuer: `https://cognito-idp.${at.stack.region}.amazonaws.com/${at.ref}`,
      policy: passwordRules(its.Policies?.PasswordPolicy),
      caseSensitive: its.UsernameConfiguration?.CaseSensitive ?? true,
      attributes: its.Schema.map(({ Name, Mutable, Required }) => ({
        name: Name,
        mutable: Mutable,
        required: Required,
      })),
      adminCreateOnly: its.AdminCreateUserConfig?.AllowAdminCreateUserOnly ?? false,
      keepsOriginal: its.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [],
      ...(its.MfaConfiguration && { mfa: its.MfaConfiguration }),
      temporaryPasswordDays: its.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ?? 7,
      triggers: triggersOf(its.LambdaConfig),
    }),
  ),
  'AWS::Cognito::UserPoolClient': kind(client, (plan, at, its) =>
    plan.clients.push({
      id: at.ref,
      poolId: its.UserPoolId,
      hasSecret: its.GenerateSecret,
      authFlows: its.ExplicitAuthFlows,
      accessMinutes: its.AccessTokenValidity * minutes[its.TokenValidityUnits.AccessToken],
      idMinutes: its.IdTokenValidity * minutes[its.TokenValidityUnits.IdToken],
      refreshMinutes: its.RefreshTokenValidity * minutes[its.TokenValidityUnits.RefreshToken],
      ...(its.RefreshTokenRotation?.Feature === 'ENABLED' && {
        rotation: { graceSeconds: its.RefreshTokenRotation.RetryGracePeriodSeconds },
      }),
      revocation: its.EnableTokenRevocation,
      preventExistenceErrors: its.PreventUserExistenceErrors === 'ENABLED',
      ...(its.WriteAttributes && { writeAttributes: its.WriteAttributes }),
    }),
  ),
};
