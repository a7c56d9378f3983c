import * as z from 'zod';
import { kind, noEffect, tags, text, texts, withoutHash, type Kind } from '../kind.ts';

const logging = noEffect('Logs go to .local/logs.');
const lambda = z.strictObject({
  FunctionName: text.optional(),
  Code: z.strictObject({ S3Bucket: text, S3Key: text }),
  Handler: text,
  Runtime: z.enum(['nodejs22.x', 'nodejs24.x']),
  Role: text,
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()) }).optional(),
  Architectures: noEffect('JavaScript runs on any processor.'),
  Description: noEffect('For people.'),
  EphemeralStorage: noEffect('/tmp is that of this machine.'),
  KmsKeyArn: noEffect('Environment encryption is on AWS only.'),
  LoggingConfig: logging,
  ReservedConcurrentExecutions: noEffect('The runner has its own limit on workers.'),
  TracingConfig: noEffect('There is no X-Ray here.'),
  DeadLetterConfig: noEffect('Failed asynchronous events go to the dead letters of the console.'),
  Tags: tags,
});

const asynchronous = z.strictObject({
  FunctionName: text,
  Qualifier: text,
  MaximumRetryAttempts: z.number().default(2),
  MaximumEventAgeInSeconds: noEffect('Retries here take seconds, not hours.'),
  DestinationConfig: noEffect('Failed asynchronous events go to the dead letters of the console.'),
});

const mapping = z.strictObject({
  EventSourceArn: text,
  FunctionName: text,
  StartingPosition: text,
  BatchSize: z.number().default(100),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.number().default(-1),
  MaximumRecordAgeInSeconds: z.number().optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: text })) }).optional(),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: text }) }).optional(),
  Enabled: z.literal(true).optional(),
  ParallelizationFactor: z.literal(1).optional(),
  Tags: tags,
});

const retry = noEffect('Retries follow the function: twice.');
const rule = z.strictObject({
  Name: text.optional(),
  Description: noEffect('For people.'),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  ScheduleExpression: text.optional(),
  State: z.literal('ENABLED').optional(),
  Targets: z.array(
    z.strictObject({
      Arn: text,
      Id: text,
      Input: text.optional(),
      RetryPolicy: retry,
      DeadLetterConfig: noEffect('Failed events go to the dead letters of the console.'),
    }),
  ),
});

const schedule = z.strictObject({
  Name: text.optional(),
  Description: noEffect('For people.'),
  GroupName: noEffect('A group is only a name.'),
  FlexibleTimeWindow: z.strictObject({ Mode: text, MaximumWindowInMinutes: z.number().optional() }),
  ScheduleExpression: text,
  ScheduleExpressionTimezone: text.default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  KmsKeyArn: noEffect('Encryption at rest is on AWS only.'),
  Target: z.strictObject({
    Arn: text,
    RoleArn: text,
    Input: text.default('{}'),
    RetryPolicy: retry,
    DeadLetterConfig: noEffect('Failed events go to the dead letters of the console.'),
  }),
});

const document = z.record(z.string(), z.unknown());
const role = z.strictObject({
  RoleName: text.optional(),
  Description: noEffect('For people.'),
  AssumeRolePolicyDocument: document,
  ManagedPolicyArns: texts.default([]),
  Policies: z.array(z.strictObject({ PolicyName: text, PolicyDocument: document })).default([]),
  MaxSessionDuration: z.number().default(3600),
  PermissionsBoundary: noEffect('Not evaluated here.'),
  Path: noEffect('A path is only a name.'),
  Tags: tags,
});
const policy = z.strictObject({ PolicyName: text, PolicyDocument: document, Roles: texts.default([]) });
const managedPolicy = z.strictObject({
  ManagedPolicyName: text.optional(),
  Description: noEffect('For people.'),
  Path: noEffect('A path is only a name.'),
  PolicyDocument: document,
  Roles: texts.default([]),
});

export const shortName = (logicalId: string): string =>
  withoutHash(logicalId)
    .replace(/(Function|Handler|Lambda)$/, '')
    .toLowerCase();

export const computeKinds: Readonly<Record<string, Kind>> = {
  'AWS::Lambda::Function': kind(lambda, (plan, at, its) =>
    plan.functions.push({
      logicalId: at.logicalId,
      shortName: at.label ?? shortName(at.logicalId),
      name: at.ref,
      arn: at.arn(),
      folder: at.assembly.assetPath(its.Code.S3Key),
      handler: its.Handler,
      timeoutSeconds: its.Timeout,
      memoryMb: its.MemorySize,
      environment: its.Environment?.Variables ?? {},
      role: its.Role,
      retries: 2,
    }),
  ),
  'AWS::Lambda::EventInvokeConfig': kind(asynchronous, (plan, _at, its) => {
    const target = plan.functions.find(({ name, arn }) => name === its.FunctionName || arn === its.FunctionName);
    if (!target) throw new Error(`No function ${its.FunctionName} to configure.`);
    target.retries = its.MaximumRetryAttempts;
  }),
  'AWS::Lambda::EventSourceMapping': kind(mapping, (plan, _at, its) => {
    const [tableArn = ''] = its.EventSourceArn.split('/stream/');
    plan.mappings.push({
      tableArn,
      functionName: its.FunctionName,
      filters: (its.FilterCriteria?.Filters ?? []).map(({ Pattern }) => z.looseObject({}).parse(JSON.parse(Pattern))),
      batchSize: its.BatchSize,
      batchWindowSeconds: its.MaximumBatchingWindowInSeconds,
      bisect: its.BisectBatchOnFunctionError,
      maxRetries: its.MaximumRetryAttempts,
      ...(its.MaximumRecordAgeInSeconds !== undefined && { maxAgeSeconds: its.MaximumRecordAgeInSeconds }),
      reportBatchItemFailures: its.FunctionResponseTypes.length > 0,
      ...(its.DestinationConfig && { dlq: its.DestinationConfig.OnFailure.Destination }),
      startingPosition: its.StartingPosition,
    });
  }),
  'AWS::Events::Rule': kind(rule, (plan, at, its) =>
    plan.rules.push({
      name: at.ref,
      ...(its.EventPattern && { pattern: its.EventPattern }),
      ...(its.ScheduleExpression && { schedule: its.ScheduleExpression }),
      targets: its.Targets.map(({ Arn, Input }) => ({
        functionArn: Arn,
        ...(Input !== undefined && { input: Input }),
      })),
    }),
  ),
  'AWS::Scheduler::Schedule': kind(schedule, (plan, at, its) =>
    plan.schedules.push({
      name: at.ref,
      shortName: withoutHash(at.logicalId)
        .replace(/Schedule$/, '')
        .toLowerCase(),
      expression: its.ScheduleExpression,
      timezone: its.ScheduleExpressionTimezone,
      enabled: its.State === 'ENABLED',
      functionArn: its.Target.Arn,
      input: its.Target.Input,
    }),
  ),
  'AWS::IAM::Role': kind(role, (plan, at, its) =>
    plan.roles.push({
      name: at.ref,
      arn: at.arn(),
      trust: its.AssumeRolePolicyDocument,
      inline: its.Policies.map(({ PolicyDocument }) => PolicyDocument),
      managed: its.ManagedPolicyArns,
      maxSessionSeconds: its.MaxSessionDuration,
    }),
  ),
  'AWS::IAM::Policy': kind(policy, (plan, _at, its) =>
    plan.policies.push({ name: its.PolicyName, roles: its.Roles, document: its.PolicyDocument }),
  ),
  'AWS::IAM::ManagedPolicy': kind(managedPolicy, (plan, at, its) =>
    plan.policies.push({ name: at.ref, roles: its.Roles, document: its.PolicyDocument }),
  ),
};
