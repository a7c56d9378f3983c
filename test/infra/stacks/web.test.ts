import { Match } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { ofType, type Synthesized, synthesize } from './synthesized.ts';

let prod: Synthesized;
beforeAll(() => {
  prod = synthesize('prod');
}, 120_000);

const anything: unknown = Match.anyValue();

/** The policy as the browser gets it, with bucket hosts in place of references to them. */
const contentSecurityPolicy = (): string[] => {
  const [headers] = ofType(prod, 'AWS::CloudFront::ResponseHeadersPolicy');
  const joined = /"ContentSecurityPolicy":\{"Fn::Join":\["",(\[.*?\])\]\}/.exec(JSON.stringify(headers?.Properties));
  const parts = JSON.parse(joined?.[1] ?? '[]') as (string | { 'Fn::ImportValue': string })[];
  const host = (exported: string) => `<${/GetAtt([A-Z][a-z]+)/.exec(exported)?.[1] ?? exported}>`;
  return parts
    .map((part) => (typeof part === 'string' ? part : host(part['Fn::ImportValue'])))
    .join('')
    .split('; ');
};

describe('every answer to a browser', () => {
  test('lets the page run only its own code and reach only its own origin and buckets', () => {
    expect(contentSecurityPolicy()).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data: blob: <Attachments>",
      "connect-src 'self' <Quarantine> <Attachments> <Exports>",
      "worker-src 'self' blob:",
      "font-src 'self'",
      "manifest-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  test('forces HTTPS for two years, forbids sniffing, and tells other sites nothing', () => {
    prod.template.Web.hasResourceProperties('AWS::CloudFront::ResponseHeadersPolicy', {
      ResponseHeadersPolicyConfig: {
        SecurityHeadersConfig: {
          StrictTransportSecurity: { AccessControlMaxAgeSec: 730 * 86_400, IncludeSubdomains: true, Override: true },
          ContentTypeOptions: { Override: true },
          ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
        },
        CustomHeadersConfig: {
          Items: [
            {
              Header: 'Permissions-Policy',
              Value: Match.stringLikeRegexp('^geolocation=\\(self\\), camera=\\(self\\), '),
              Override: true,
            },
            { Header: 'Cross-Origin-Opener-Policy', Value: 'same-origin', Override: true },
          ],
        },
      },
    });
  });

  test('carries these headers, from the site and from the API alike', () => {
    const policy = { ResponseHeadersPolicyId: { Ref: Match.stringLikeRegexp('^SecurityHeaders') } };
    prod.template.Web.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: { DefaultCacheBehavior: policy, CacheBehaviors: [Match.objectLike(policy)] },
    });
  });
});

describe('the firewall', () => {
  test('stands before the distribution and slows guessing and floods of one address', () => {
    prod.template.Web.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: { WebACLId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Firewall'), 'Arn'] } },
    });
    const rateOf = (Limit: number, scope: object) => ({
      Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
      Statement: { RateBasedStatement: { Limit, AggregateKeyType: 'IP', EvaluationWindowSec: 300, ...scope } },
    });
    const session = { ScopeDownStatement: { ByteMatchStatement: { SearchString: '/api/session' } } };
    prod.template.Web.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'CLOUDFRONT',
      Rules: [
        Match.objectLike(rateOf(200, session)),
        Match.objectLike(rateOf(10_000, {})),
        Match.objectLike({
          Statement: {
            ManagedRuleGroupStatement: {
              Name: 'AWSManagedRulesCommonRuleSet',
              RuleActionOverrides: [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }],
            },
          },
        }),
        Match.objectLike({
          Statement: { ManagedRuleGroupStatement: { Name: 'AWSManagedRulesKnownBadInputsRuleSet' } },
        }),
      ],
    });
  });
});

describe('the API behind the distribution', () => {
  test('is told by a generated secret that a request came this way, and no template holds the secret', () => {
    const [distribution] = ofType(prod, 'AWS::CloudFront::Distribution');
    const header = /"OriginCustomHeaders":\[\{"HeaderName":"x-origin-proof","HeaderValue":(\{.*?\]\]\})\}\]/.exec(
      JSON.stringify(distribution?.Properties),
    );
    expect(header?.[1]).toMatch(
      /^\{"Fn::Join":\["",\["\{\{resolve:secretsmanager:",\{"Fn::ImportValue":"[^"]+"\},":SecretString:::\}\}"\]\]\}$/,
    );
    prod.template.Api.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
      SecretString: Match.absent(),
    });
  });
});

describe('the distribution', () => {
  test('never caches what the API answers', () => {
    const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
    prod.template.Web.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        CacheBehaviors: [
          Match.objectLike({
            PathPattern: '/api/*',
            CachePolicyId: cachingDisabled,
            ViewerProtocolPolicy: 'https-only',
            FunctionAssociations: [{ EventType: 'viewer-request', FunctionARN: anything }],
          }),
        ],
      },
    });
  });

  test("speaks TLS 1.2 or newer under the agency's own name, and logs without cookies", () => {
    prod.template.Web.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['stormledger.example.gov'],
        ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
        Logging: { IncludeCookies: false, Bucket: anything },
      },
    });
  });

  test('reads the site bucket with a signature of its own, and nobody else can', () => {
    prod.template.Web.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: { SigningBehavior: 'always', SigningProtocol: 'sigv4' },
    });
    prod.template.Data.hasResourceProperties('AWS::S3::BucketPolicy', {
      Bucket: { Ref: Match.stringLikeRegexp('^Site') },
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 's3:GetObject',
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Condition: { ArnLike: { 'aws:SourceArn': anything } },
          }),
        ]),
      },
    });
  });
});
