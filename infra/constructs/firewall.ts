import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

/**
 * Requests of one address in five minutes. An agency often has one address for everybody: a hundred people renew their
 * sessions some thirty times in that span, and a first visit loads some forty files and a few hundred pages of records.
 */
const SESSION_REQUESTS = 200;
const ALL_REQUESTS = 10_000;

const watched = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  // Samples would show headers, and among them the session.
  sampledRequestsEnabled: false,
});

const managed = (name: string, priority: number, counted: readonly string[] = []): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ...(counted.length === 0
        ? {}
        : { ruleActionOverrides: counted.map((one) => ({ name: one, actionToUse: { count: {} } })) }),
    },
  },
  visibilityConfig: watched(name),
});

const rate = (
  name: string,
  priority: number,
  limit: number,
  scopeDownStatement?: CfnWebACL.StatementProperty,
): CfnWebACL.RuleProperty => ({
  name,
  priority,
  action: { block: { customResponse: { responseCode: 429 } } },
  statement: {
    rateBasedStatement: {
      limit,
      evaluationWindowSec: 300,
      aggregateKeyType: 'IP',
      ...(scopeDownStatement ? { scopeDownStatement } : {}),
    },
  },
  visibilityConfig: watched(name),
});

const toSession: CfnWebACL.StatementProperty = {
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    searchString: '/api/session',
    textTransformations: ['URL_DECODE', 'NORMALIZE_PATH', 'LOWERCASE'].map((type, priority) => ({ type, priority })),
  },
};

/** What stands before the distribution. CloudFront takes a web ACL from us-east-1 only. */
export class Firewall extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'Acl', {
      scope: 'CLOUDFRONT',
      description: 'Guessing of passwords, floods, and what scanners try',
      defaultAction: { allow: {} },
      visibilityConfig: watched('Stormledger'),
      rules: [
        rate('SessionRate', 0, SESSION_REQUESTS, toSession),
        rate('OverallRate', 1, ALL_REQUESTS),
        // A record may have 150 KB and a body 400 KB; the function itself refuses more.
        managed('AWSManagedRulesCommonRuleSet', 2, ['SizeRestrictions_BODY']),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 3),
      ],
    });
    this.arn = acl.attrArn;
  }
}
