import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IUserPool, IUserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { EdgeProof } from '#infra/constructs/edge-proof.ts';

/** Everyone together; an agency has tens of people, each far below one request a second. */
const THROTTLE = { rateLimit: 200, burstLimit: 400 };

/** What is known of a request without what it was about: no path, so no record ids, and no query. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    time: '$context.requestTime',
    requestId: '$context.requestId',
    sourceIp: '$context.identity.sourceIp',
    method: '$context.httpMethod',
    route: '$context.routeKey',
    status: '$context.status',
    responseBytes: '$context.responseLength',
    latencyMs: '$context.responseLatency',
    authorizerError: '$context.authorizer.error',
    integrationError: '$context.integrationErrorMessage',
  }),
);

export interface HttpRoutesProps {
  readonly pool: IUserPool;
  readonly client: IUserPoolClient;
}

/** One address for all functions; each path belongs to exactly one of them, whatever the method. */
export class HttpRoutes extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly proof: EdgeProof;
  private readonly signedIn: IHttpRouteAuthorizer;

  constructor(scope: Construct, id: string, { pool, client }: HttpRoutesProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Http', { createDefaultStage: false });
    this.signedIn = new HttpUserPoolAuthorizer('SignedIn', pool, { userPoolClients: [client] });
    this.proof = new EdgeProof(this, 'EdgeProof');
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      detailedMetricsEnabled: true,
      accessLogSettings: { destination: new LogGroupLogDestination(logs), format: accessLogFormat },
    });
  }

  /** Paths that answer only to a valid access token. */
  forTheSignedIn(target: Function, name: string, paths: readonly string[]): void {
    this.add(target, name, paths, this.signedIn);
  }

  /** Paths that people without a session need, to get one. */
  forAnyone(target: Function, name: string, paths: readonly string[]): void {
    this.add(target, name, paths, new HttpNoneAuthorizer());
  }

  private add(target: Function, name: string, paths: readonly string[], authorizer: IHttpRouteAuthorizer): void {
    this.proof.demandedBy(target);
    const integration = new HttpLambdaIntegration(name, target);
    for (const path of paths) this.api.addRoutes({ path, methods: [HttpMethod.ANY], integration, authorizer });
  }
}
