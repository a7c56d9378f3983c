import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  OriginSslPolicy,
  type ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { join } from 'node:path';
import { Firewall } from '#infra/constructs/firewall.ts';
import { securityHeaders } from '#infra/constructs/security-headers.ts';
import { SiteFiles } from '#infra/constructs/site-files.ts';
import { hasDomain, makesFirewall, type Stage } from '#infra/stage.ts';
import type { Api } from '#infra/stacks/api.ts';
import type { Data } from '#infra/stacks/data.ts';

export interface WebProps extends StackProps {
  readonly stage: Stage;
  readonly site: string;
  readonly data: Data;
  readonly api: Api;
}

/** One origin for the browser: the site from its bucket, the API below /api. No cross-origin request but to buckets. */
export class Web extends Stack {
  constructor(scope: Construct, id: string, props: WebProps) {
    super(scope, id, props);
    const { stage, site, data, api } = props;
    const headers = securityHeaders(this, 'SecurityHeaders', data);
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Stormledger',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultBehavior: this.siteBehavior(data, headers),
      additionalBehaviors: { '/api/*': this.apiBehavior(api, headers) },
      enableLogging: true,
      logBucket: data.logs,
      logFilePrefix: 'cloudfront/',
      // Cookies carry the session; they have no place in a log.
      logIncludesCookies: false,
      ...(hasDomain(stage) ? this.domain(stage) : {}),
      ...this.firewall(stage),
    });
    new SiteFiles(this, 'Files', site, data.site);
    new CfnOutput(this, 'Address', { value: `https://${distribution.distributionDomainName}` });
  }

  private siteBehavior(data: Data, headers: ResponseHeadersPolicy): BehaviorOptions {
    const access = new S3OriginAccessControl(this, 'SiteAccess');
    return {
      origin: S3BucketOrigin.withBucketDefaults(data.site, { originAccessControlId: access.originAccessControlId }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: headers,
      functionAssociations: [this.atViewerRequest('SiteRequest', 'site-request.js')],
    };
  }

  private apiBehavior(api: Api, headers: ResponseHeadersPolicy): BehaviorOptions {
    return {
      origin: new HttpOrigin(`${api.http.api.apiId}.execute-api.${api.region}.${api.urlSuffix}`, {
        originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        customHeaders: api.http.proof.header,
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: headers,
      functionAssociations: [this.atViewerRequest('ApiRequest', 'api-request.js')],
    };
  }

  private atViewerRequest(id: string, file: string) {
    const code = FunctionCode.fromFile({ filePath: join(import.meta.dirname, '../edge', file) });
    return {
      eventType: FunctionEventType.VIEWER_REQUEST,
      function: new Function(this, id, { code, runtime: FunctionRuntime.JS_2_0 }),
    };
  }

  private domain(stage: Stage) {
    const { hostname } = new URL(stage.siteOrigin);
    return {
      domainNames: [hostname],
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      certificate: this.certificate(stage, hostname),
    };
  }

  /** A stage that people use has one; an engineer's stage outside us-east-1 may do without. */
  private firewall(stage: Stage) {
    if (makesFirewall(stage)) return { webAclId: new Firewall(this, 'Firewall').arn };
    if (stage.webAclArn !== undefined) return { webAclId: stage.webAclArn };
    if (!hasDomain(stage)) return {};
    throw new Error(
      `Stage ${stage.name} is in ${stage.region}, but CloudFront takes web ACLs from us-east-1 only. ` +
        'Make one of scope CLOUDFRONT there and set webAclArn in infra/stage.ts.',
    );
  }

  /** CloudFront takes certificates from us-east-1 only; elsewhere somebody must have made one there. */
  private certificate(stage: Stage, domainName: string) {
    if (stage.certificateArn !== undefined) {
      return Certificate.fromCertificateArn(this, 'Certificate', stage.certificateArn);
    }
    if (stage.region !== 'us-east-1') {
      throw new Error(
        `Stage ${stage.name} serves ${domainName} from ${stage.region}, but CloudFront takes certificates from us-east-1 only. ` +
          'Request one for the domain there and set certificateArn in infra/stage.ts.',
      );
    }
    return new Certificate(this, 'Certificate', { domainName, validation: CertificateValidation.fromDns() });
  }
}
