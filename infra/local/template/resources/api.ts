import * as z from 'zod';
import { kind, noEffect, tags, text, texts, type Kind } from '../kind.ts';

const cors = z.strictObject({
  AllowOrigins: texts.default([]),
  AllowMethods: texts.default([]),
  AllowHeaders: texts.default([]),
  ExposeHeaders: texts.default([]),
  AllowCredentials: z.boolean().default(false),
  MaxAge: z.number().optional(),
});
const api = z.strictObject({
  Name: text,
  ProtocolType: z.literal('HTTP'),
  CorsConfiguration: cors.optional(),
  Description: noEffect('For people.'),
  DisableExecuteApiEndpoint: noEffect('The site reaches the API inside the runner.'),
  IpAddressType: noEffect('Loopback only.'),
  Tags: tags,
});
const stage = z.strictObject({
  ApiId: text,
  StageName: z.literal('$default'),
  AutoDeploy: z.literal(true),
  AccessLogSettings: noEffect('Invocations are listed in the console.'),
  DefaultRouteSettings: noEffect('Requests are not throttled here.'),
  RouteSettings: noEffect('Requests are not throttled here.'),
  Description: noEffect('For people.'),
  Tags: tags,
});
const integration = z.strictObject({
  ApiId: text,
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: text,
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.number().default(30_000),
  Description: noEffect('For people.'),
});
const route = z.strictObject({
  ApiId: text,
  RouteKey: text,
  Target: text,
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: text.optional(),
  AuthorizationScopes: texts.default([]),
});
const authorizer = z.strictObject({
  ApiId: text,
  Name: text,
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.tuple([text]),
  JwtConfiguration: z.strictObject({ Audience: texts, Issuer: text }),
});

export const apiKinds: Readonly<Record<string, Kind>> = {
  'AWS::ApiGatewayV2::Api': kind(api, (plan, at, its) =>
    plan.apis.push({
      id: at.ref,
      name: its.Name,
      host: `${at.ref}.execute-api.${at.stack.region}.amazonaws.com`,
      ...(its.CorsConfiguration && {
        cors: {
          origins: its.CorsConfiguration.AllowOrigins,
          methods: its.CorsConfiguration.AllowMethods,
          headers: its.CorsConfiguration.AllowHeaders,
          exposed: its.CorsConfiguration.ExposeHeaders,
          credentials: its.CorsConfiguration.AllowCredentials,
          ...(its.CorsConfiguration.MaxAge !== undefined && { maxAge: its.CorsConfiguration.MaxAge }),
        },
      }),
    }),
  ),
  'AWS::ApiGatewayV2::Stage': kind(stage, () => undefined),
  'AWS::ApiGatewayV2::Integration': kind(integration, (plan, at, its) =>
    plan.integrations.push({
      id: at.ref,
      apiId: its.ApiId,
      functionArn: its.IntegrationUri,
      timeoutMs: its.TimeoutInMillis,
    }),
  ),
  'AWS::ApiGatewayV2::Route': kind(route, (plan, _at, its) =>
    plan.routes.push({
      apiId: its.ApiId,
      key: its.RouteKey,
      integrationId: its.Target.replace('integrations/', ''),
      ...(its.AuthorizationType === 'JWT' && { authorizerId: its.AuthorizerId ?? '' }),
      scopes: its.AuthorizationScopes,
    }),
  ),
  'AWS::ApiGatewayV2::Authorizer': kind(authorizer, (plan, at, its) =>
    plan.authorizers.push({
      id: at.ref,
      issuer: its.JwtConfiguration.Issuer,
      audience: its.JwtConfiguration.Audience,
      identitySource: its.IdentitySource[0],
    }),
  ),
};
