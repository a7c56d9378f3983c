import { Duration, Stack, type App, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { FeaturePlan, LambdaVersion, UserPool, UserPoolOperation, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, Billing, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ArnPrincipal, PolicyStatement, Role, SessionTagsPrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, FilterCriteria, Function as Lambda, Runtime, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { BlockPublicAccess, Bucket, BucketEncryption, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface FixtureProps extends StackProps {
  /** Folder with one bundled `<name>/index.js` per function. */
  readonly code: string;
  readonly site: string;
}

/** The library's own Bucket says `undefined` where its IBucket, under exactOptionalPropertyTypes, admits none. */
class PlainBucket extends Bucket {
  override get isWebsite(): boolean {
    return false;
  }
}

/** The stateful half: its exports reach the other stack, so cross-stack references are exercised. */
class Records extends Stack {
  readonly table: TableV2;
  readonly uploads: Bucket;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      globalSecondaryIndexes: [
        {
          indexName: 'changes',
          partitionKey: { name: 'changesPk', type: AttributeType.STRING },
          sortKey: { name: 'changesSk', type: AttributeType.STRING },
        },
      ],
    });
    this.uploads = new PlainBucket(this, 'Uploads', {
      eventBridgeEnabled: true,
      enforceSSL: true,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      cors: [{ allowedOrigins: ['http://localhost:3000'], allowedMethods: [HttpMethods.PUT], allowedHeaders: ['*'] }],
    });
  }
}

const edgeCode = `function handler(event) {
  var request = event.request;
  delete request.headers['authorization'];
  var cookie = request.cookies['__Host-access'];
  if (cookie) request.headers['authorization'] = { value: 'Bearer ' + cookie.value };
  request.headers['x-viewer-host'] = { value: request.headers.host.value };
  if (request.uri.indexOf('/api/session') !== 0) request.cookies = {};
  return request;
}`;
const spaCode = `function handler(event) {
  if (event.request.uri.indexOf('.') < 0) event.request.uri = '/index.html';
  return event.request;
}`;

class Service extends Stack {
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, records: Records, props: FixtureProps) {
    super(scope, id, props);
    const lambda = (name: string, rest: { timeout?: Duration; environment?: Record<string, string> } = {}) =>
      new Lambda(this, name, {
        runtime: Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: Code.fromAsset(`${props.code}/${name}`),
        memorySize: 256,
        timeout: Duration.seconds(10),
        ...rest,
      });
    const pool = this.userPool(lambda('identity'));
    this.client = pool.addClient('browser', {
      generateSecret: true,
      disableOAuth: true,
      authFlows: { adminUserPassword: true },
      accessTokenValidity: Duration.minutes(15),
    });
    const echo = lambda('echo', { environment: { TABLE_NAME: records.table.tableName } });
    const seen = lambda('seen', { environment: { TABLE_NAME: records.table.tableName } });
    lambda('slow', { timeout: Duration.seconds(1) });
    lambda('flaky', { environment: { BUCKET: records.uploads.bucketName } });
    records.table.grantReadWriteData(echo);
    this.tenantRole(echo, records);
    records.table.grantWriteData(seen);
    records.table.grantStreamRead(seen);
    seen.addEventSourceMapping('Records', {
      eventSourceArn: records.table.tableStreamArn ?? '',
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      retryAttempts: 2,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      onFailure: new SqsDlq(new Queue(this, 'Undelivered')),
      filters: [FilterCriteria.filter({ dynamodb: { NewImage: { entity: { S: ['record'] } } } })],
    });
    new Rule(this, 'OnUpload', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [records.uploads.bucketName] } },
      },
      targets: [new LambdaFunction(seen)],
    });
    new Schedule(this, 'Sweep', {
      schedule: ScheduleExpression.rate(Duration.minutes(5)),
      target: new LambdaInvoke(seen, {}),
    });
    this.web(this.api(pool, echo), props.site, records.uploads);
  }

  /** The fence the runner's own tests climb: one tenant's keys and one tenant's files, by session tag. */
  private tenantRole(holder: Lambda, { table, uploads }: Records): void {
    const trusted = new SessionTagsPrincipal(new ArnPrincipal(holder.role?.roleArn ?? '')).withConditions({
      StringLike: { 'aws:RequestTag/tenantId': '?*' },
    });
    const role = new Role(this, 'Tenant', { assumedBy: trusted });
    role.addToPolicy(
      new PolicyStatement({
        sid: 'OwnItems',
        actions: ['BatchGetItem', 'BatchWriteItem', 'GetItem', 'PutItem', 'Query'].map((one) => `dynamodb:${one}`),
        resources: [table.tableArn, `${table.tableArn}/index/*`],
        conditions: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenantId}#*'] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        sid: 'OwnFiles',
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [uploads.arnForObjects('${aws:PrincipalTag/tenantId}/*')],
      }),
    );
  }

  private userPool(trigger: Lambda): UserPool {
    const pool = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      featurePlan: FeaturePlan.ESSENTIALS,
    });
    pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, trigger, LambdaVersion.V2_0);
    return pool;
  }

  private api(pool: UserPool, echo: Lambda): HttpApi {
    const api = new HttpApi(this, 'Api', { corsPreflight: { allowOrigins: ['https://partner.example'] } });
    const integration = new HttpLambdaIntegration('Echo', echo);
    const authorizer = new HttpJwtAuthorizer('Jwt', pool.userPoolProviderUrl, {
      jwtAudience: [this.client.userPoolClientId],
    });
    api.addRoutes({ path: '/api/v1/{proxy+}', methods: [HttpMethod.ANY], integration, authorizer });
    api.addRoutes({ path: '/api/v1/fixed', methods: [HttpMethod.GET], integration });
    api.addRoutes({ path: '/api/session/{proxy+}', methods: [HttpMethod.ANY], integration });
    api.addRoutes({ path: '/api/session', methods: [HttpMethod.ANY], integration });
    return api;
  }

  private web(api: HttpApi, folder: string, uploads: Bucket): void {
    const site = new PlainBucket(this, 'Site', { blockPublicAccess: BlockPublicAccess.BLOCK_ALL });
    const viewer = (name: string, code: string) => ({
      eventType: FunctionEventType.VIEWER_REQUEST,
      function: new EdgeFunction(this, name, { code: FunctionCode.fromInline(code), runtime: FunctionRuntime.JS_2_0 }),
    });
    const responseHeadersPolicy = new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        contentSecurityPolicy: {
          contentSecurityPolicy: `default-src 'none'; connect-src 'self' https://${uploads.bucketRegionalDomainName}`,
          override: true,
        },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true },
      },
    });
    const distribution = new Distribution(this, 'Edge', {
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(site),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        responseHeadersPolicy,
        functionAssociations: [viewer('Spa', spaCode)],
      },
      additionalBehaviors: {
        '/api/*': {
          origin: new HttpOrigin(`${api.apiId}.execute-api.${this.region}.${this.urlSuffix}`),
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          responseHeadersPolicy,
          functionAssociations: [viewer('Session', edgeCode)],
        },
      },
    });
    new BucketDeployment(this, 'Deploy', {
      sources: [Source.asset(folder)],
      destinationBucket: site,
      distribution,
      cacheControl: [CacheControl.fromString('no-cache')],
    });
  }
}

/** A small app with one of everything the runner runs; the runner's own tests bring it up instead of the product. */
export function fixture(app: App, props: FixtureProps): void {
  const records = new Records(app, 'Fixture-Records', {});
  new Service(app, 'Fixture-Service', records, props);
}
