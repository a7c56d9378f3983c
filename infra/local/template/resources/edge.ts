import * as z from 'zod';
import { kind, noEffect, text, texts, type Kind } from '../kind.ts';
import type { BehaviourPlan, Selection } from '../plan.ts';
import { headerPolicy } from './header-policy.ts';

const behaviour = z.strictObject({
  PathPattern: text.default('*'),
  TargetOriginId: text,
  AllowedMethods: texts.default(['GET', 'HEAD']),
  CachedMethods: noEffect('Nothing is cached between browser and origin here.'),
  CachePolicyId: noEffect('Nothing is cached between browser and origin here.'),
  Compress: z.boolean().default(false),
  FunctionAssociations: z
    .array(z.strictObject({ EventType: z.enum(['viewer-request', 'viewer-response']), FunctionARN: text }))
    .default([]),
  OriginRequestPolicyId: text.optional(),
  ResponseHeadersPolicyId: text.optional(),
  ViewerProtocolPolicy: noEffect('The local site is plain HTTP on loopback.'),
});
const origin = z.strictObject({
  Id: text,
  DomainName: text,
  OriginPath: text.default(''),
  OriginCustomHeaders: z.array(z.strictObject({ HeaderName: text, HeaderValue: text })).default([]),
  OriginAccessControlId: noEffect('Only the runner reads the bucket.'),
  S3OriginConfig: noEffect('Only the runner reads the bucket.'),
  CustomOriginConfig: noEffect('The API is reached inside the runner.'),
  OriginShield: noEffect('There is one machine.'),
  ConnectionAttempts: noEffect('There is no network in between.'),
  ConnectionTimeout: noEffect('There is no network in between.'),
});
const distribution = z.strictObject({
  DistributionConfig: z.strictObject({
    DefaultCacheBehavior: behaviour,
    CacheBehaviors: z.array(behaviour).default([]),
    Origins: z.array(origin),
    DefaultRootObject: text.default(''),
    Enabled: z.literal(true),
    CustomErrorResponses: z
      .array(
        z.strictObject({
          ErrorCode: z.number(),
          ResponsePagePath: text.optional(),
          ResponseCode: z.number().optional(),
          ErrorCachingMinTTL: noEffect('Nothing is cached here.'),
        }),
      )
      .default([]),
    Aliases: noEffect('The local name is localhost.'),
    Comment: noEffect('For people.'),
    HttpVersion: noEffect('HTTP/1.1 here.'),
    IPV6Enabled: noEffect('Loopback answers both.'),
    Logging: noEffect('Access logs are on AWS only.'),
    PriceClass: noEffect('A price, not a behaviour.'),
    Restrictions: noEffect('There is one viewer, on this machine.'),
    ViewerCertificate: noEffect('The local site is plain HTTP on loopback.'),
    WebACLId: noEffect('The firewall is on AWS only.'),
  }),
  Tags: noEffect('Tags do not change behaviour.'),
});
const edgeFunction = z.strictObject({
  Name: text,
  AutoPublish: z.literal(true),
  FunctionCode: text.refine((code) => Buffer.byteLength(code) <= 10_240, 'is over the 10 KB that CloudFront takes'),
  FunctionConfig: z.strictObject({
    Comment: noEffect('For people.'),
    Runtime: z.literal('cloudfront-js-2.0'),
  }),
});
const requestPolicy = z.strictObject({
  OriginRequestPolicyConfig: z.strictObject({
    Name: text,
    Comment: noEffect('For people.'),
    HeadersConfig: z.strictObject({ HeaderBehavior: text, Headers: texts.default([]) }),
    CookiesConfig: z.strictObject({ CookieBehavior: text, Cookies: texts.default([]) }),
    QueryStringsConfig: z.strictObject({ QueryStringBehavior: text, QueryStrings: texts.default([]) }),
  }),
});
const deployment = z.strictObject({
  ServiceToken: text,
  SourceBucketNames: texts,
  SourceObjectKeys: texts,
  DestinationBucketName: text,
  DestinationBucketKeyPrefix: text.default(''),
  Include: texts.default([]),
  Exclude: texts.default([]),
  SystemMetadata: z.record(z.string(), text).default({}),
  DistributionId: noEffect('Nothing is cached here, so nothing is invalidated.'),
  DistributionPaths: noEffect('Nothing is cached here, so nothing is invalidated.'),
  WaitForDistributionInvalidation: noEffect('Nothing is cached here, so nothing is invalidated.'),
  OutputObjectKeys: noEffect('For other resources of the template.'),
  Prune: noEffect('A start serves exactly the synthesized files.'),
  RetainOnDelete: noEffect('Nothing is deleted.'),
});

function behaviourPlan(its: z.output<typeof behaviour>): BehaviourPlan {
  const edge = (type: string) => its.FunctionAssociations.find(({ EventType }) => EventType === type)?.FunctionARN;
  const viewerRequest = edge('viewer-request');
  const viewerResponse = edge('viewer-response');
  return {
    pattern: its.PathPattern,
    originId: its.TargetOriginId,
    methods: its.AllowedMethods,
    compress: its.Compress,
    ...(viewerRequest && { viewerRequest }),
    ...(viewerResponse && { viewerResponse }),
    ...(its.ResponseHeadersPolicyId && { headerPolicyId: its.ResponseHeadersPolicyId }),
    ...(its.OriginRequestPolicyId && { originRequestPolicyId: its.OriginRequestPolicyId }),
  };
}

const selection = (behaviour: string, names: string[]): Selection => ({ behaviour, names });

export const edgeKinds: Readonly<Record<string, Kind>> = {
  'AWS::CloudFront::Distribution': kind(distribution, (plan, at, { DistributionConfig: its }) =>
    plan.distributions.push({
      id: at.ref,
      defaultRootObject: its.DefaultRootObject,
      behaviours: [...its.CacheBehaviors, its.DefaultCacheBehavior].map(behaviourPlan),
      origins: its.Origins.map((one) => ({
        id: one.Id,
        host: one.DomainName,
        path: one.OriginPath,
        headers: Object.fromEntries(one.OriginCustomHeaders.map((header) => [header.HeaderName, header.HeaderValue])),
      })),
      errorPages: its.CustomErrorResponses.map(({ ErrorCode, ResponsePagePath, ResponseCode }) => ({
        status: ErrorCode,
        ...(ResponsePagePath && { path: ResponsePagePath }),
        ...(ResponseCode !== undefined && { answer: ResponseCode }),
      })),
    }),
  ),
  'AWS::CloudFront::Function': kind(edgeFunction, (plan, at, its) =>
    plan.edgeFunctions.push({ arn: at.ref, name: its.Name, code: its.FunctionCode }),
  ),
  'AWS::CloudFront::ResponseHeadersPolicy': headerPolicy,
  'AWS::CloudFront::OriginRequestPolicy': kind(requestPolicy, (plan, at, { OriginRequestPolicyConfig: its }) =>
    plan.originRequestPolicies.push({
      id: at.ref,
      headers: selection(its.HeadersConfig.HeaderBehavior, its.HeadersConfig.Headers),
      cookies: selection(its.CookiesConfig.CookieBehavior, its.CookiesConfig.Cookies),
      query: selection(its.QueryStringsConfig.QueryStringBehavior, its.QueryStringsConfig.QueryStrings),
    }),
  ),
  'Custom::CDKBucketDeployment': kind(deployment, (plan, at, its) =>
    plan.deployments.push({
      bucket: its.DestinationBucketName,
      folders: its.SourceObjectKeys.map((key) => at.assembly.assetPath(key)),
      prefix: its.DestinationBucketKeyPrefix,
      include: its.Include,
      exclude: its.Exclude,
      metadata: its.SystemMetadata,
    }),
  ),
};
