import { Match } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ofType, type Synthesized, synthesize } from './synthesized.ts';

let prod: Synthesized;
beforeAll(() => {
  prod = synthesize('prod');
}, 120_000);

const anything: unknown = Match.anyValue();

describe('the routes', () => {
  test('only signing in works without a valid access token', () => {
    const route = z.object({
      RouteKey: z.string(),
      AuthorizationType: z.string(),
      AuthorizerId: z.unknown().optional(),
    });
    const routes = ofType(prod, 'AWS::ApiGatewayV2::Route').map(({ Properties }) => route.parse(Properties));
    expect(routes.filter((r) => r.AuthorizationType === 'NONE').map((r) => r.RouteKey)).toEqual([
      'ANY /api/session',
      'ANY /api/session/{proxy+}',
    ]);
    const signedIn = routes.filter((r) => r.AuthorizationType === 'JWT' && r.AuthorizerId !== undefined);
    expect(signedIn.map((r) => r.RouteKey)).toEqual([
      'ANY /api/v1/{proxy+}',
      'ANY /api/v1/members',
      'ANY /api/v1/members/{proxy+}',
      'ANY /api/v1/access-events',
      'ANY /api/v1/access-events/{proxy+}',
      'ANY /api/v1/audit',
      'ANY /api/v1/audit/{proxy+}',
      'ANY /api/v1/settings',
      'ANY /api/v1/closing',
      'ANY /api/v1/closing/cancel',
      'ANY /api/v1/public-records-requests',
      'ANY /api/v1/public-records-requests/{proxy+}',
      'ANY /api/v1/attachments',
      'ANY /api/v1/attachments/{proxy+}',
      'ANY /api/v1/attachments/{id}/page',
      'ANY /api/v1/attachments/{id}/copy-limits',
      'ANY /api/v1/imports',
      'ANY /api/v1/imports/{proxy+}',
      'ANY /api/v1/exports',
      'ANY /api/v1/exports/{proxy+}',
      'ANY /api/v1/retention',
      'ANY /api/v1/retention/{proxy+}',
      'ANY /api/v1/disposals',
      'ANY /api/v1/disposals/{proxy+}',
    ]);
    expect(routes).toHaveLength(signedIn.length + 2);
  });

  test('are throttled, and logged without paths', () => {
    prod.template.Api.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingBurstLimit: 400, ThrottlingRateLimit: 200 },
      AccessLogSettings: { Format: Match.not(Match.stringLikeRegexp('context\\.path|rawQuery')) },
    });
  });
});

describe('the functions', () => {
  test('run on the runtime they are tested with, and say how long their log is kept', () => {
    const ours = ofType(prod, 'AWS::Lambda::Function').filter(({ Metadata }) => 'stormledger:function' in Metadata);
    for (const { Properties } of ours) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
      expect(Properties['LoggingConfig']).toBeDefined();
    }
    for (const { Properties } of ofType(prod, 'AWS::Logs::LogGroup')) expect(Properties['RetentionInDays']).toBe(365);
  });
});

describe('the way into the audit history', () => {
  test('takes records only, so that audit entries do not audit themselves', () => {
    prod.template.Api.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FilterCriteria: {
        Filters: [
          { Pattern: '{"dynamodb":{"NewImage":{"entity":{"S":["record"]}}}}' },
          { Pattern: '{"eventName":["REMOVE"],"dynamodb":{"OldImage":{"entity":{"S":["record"]}}}}' },
        ],
      },
    });
  });

  test('narrows a poison record down, gives up on it after five tries, and sets it aside', () => {
    prod.template.Api.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: anything } },
      StartingPosition: 'TRIM_HORIZON',
    });
  });

  test('dead letters are encrypted, refuse requests without TLS, and wait 14 days', () => {
    prod.template.Api.allResourcesProperties('AWS::SQS::Queue', {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 3600,
    });
    prod.template.Api.allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });
});

describe('what starts by itself', () => {
  test('a file in quarantine is scanned, and waits for a person if that fails', () => {
    prod.template.Api.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.s3'], 'detail-type': ['Object Created'], detail: { bucket: { name: anything } } },
      Targets: [Match.objectLike({ DeadLetterConfig: anything })],
    });
    prod.template.Api.hasResourceProperties('AWS::Lambda::Function', { DeadLetterConfig: anything });
    prod.template.Data.hasResourceProperties('AWS::S3::Bucket', {
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    });
  });

  test('interrupted jobs are looked for every five minutes', () => {
    prod.template.Api.hasResourceProperties('AWS::Scheduler::Schedule', { ScheduleExpression: 'rate(5 minutes)' });
  });
});

describe('accounts', () => {
  test('are made by invitation, and the tenant of one can never be changed', () => {
    prod.template.Identity.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      UsernameConfiguration: { CaseSensitive: false },
      UsernameAttributes: ['email'],
      UserPoolTier: 'ESSENTIALS',
      Schema: Match.arrayWith([Match.objectLike({ Name: 'tenantId', Mutable: false })]),
      LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: anything } },
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: false,
          RequireNumbers: false,
          RequireSymbols: false,
          RequireUppercase: false,
          TemporaryPasswordValidityDays: 7,
        },
      },
    });
  });

  test('sign in only through our own function, with short access and rotated refresh tokens', () => {
    prod.template.Identity.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      GenerateSecret: true,
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      RefreshTokenRotation: { Feature: 'ENABLED' },
      AccessTokenValidity: 15,
      RefreshTokenValidity: 720,
      TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
      WriteAttributes: ['email'],
    });
  });
});

test('only exports are told how much V8 may set aside for what is new: its rows are many, and gone again at once', () => {
  const told = z.object({ Variables: z.object({ NODE_OPTIONS: z.string().optional() }) });
  const options = ofType(prod, 'AWS::Lambda::Function').flatMap(({ Metadata, Properties }) => {
    const { data } = told.safeParse(Properties['Environment']);
    const option = data?.Variables.NODE_OPTIONS;
    return option === undefined ? [] : [[Metadata['stormledger:function'], option]];
  });
  expect(options).toEqual([['exports', '--max-semi-space-size=8']]);
});
