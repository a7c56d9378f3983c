/** What AWS asks in us-east-1, without free allowances. */
export interface Price {
  readonly dollars: number;
  /** For so many of the unit. */
  readonly per: number;
  readonly unit: string;
  /** Where it was read, and on which day. */
  readonly source: string;
  readonly read: string;
}

const READ = '2026-11-29';
const price = (dollars: number, per: number, unit: string, source: string): Price => ({
  ...{ dollars, per, unit, source },
  read: READ,
});

const dynamodb = 'https://airbyte.com/data-engineering-resources/dynamodb-pricing';
const backup = 'https://www.factualminds.com/blog/aws-backup-pricing-vaults-cross-region-restores/';
const lambda = 'https://cloudchipr.com/blog/aws-lambda-pricing';
const s3 = 'https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples';
const cloudfront = 'https://aws.amazon.com/cloudfront/pricing';
const kms = 'https://www.factualminds.com/blog/aws-kms-pricing-keys-requests-multi-region/';
const waf = 'https://c3x.dev/blog/aws-waf-cost-explained/';

export const prices = {
  tableWrite: price(0.625, 1e6, 'write request units', dynamodb),
  tableRead: price(0.125, 1e6, 'read request units', dynamodb),
  tableStorage: price(0.25, 1, 'GB and month', 'https://aws.amazon.com/dynamodb/pricing/'),
  tableRecovery: price(0.2, 1, 'GB and month', backup),
  tableCopy: price(0.1, 1, 'GB and month, for each copy', backup),
  invocation: price(0.2, 1e6, 'invocations', lambda),
  compute: price(0.0000133334, 1, 'GB and second, arm64', lambda),
  httpApi: price(1, 1e6, 'requests', 'https://www.apigatewaycost.com/aws'),
  edgeRequest: price(0.01, 1e4, 'HTTPS requests', 'https://kindatechnical.com/aws-certification-associate-developer/lesson-87-cloudfront-pricing.html'), // prettier-ignore
  edgeFunction: price(0.1, 1e6, 'invocations', 'https://cur.vantage.sh/aws/amazoncloudfront/'),
  edgeTransfer: price(0.085, 1, 'GB to the United States', cloudfront),
  firewallRequest: price(0.6, 1e6, 'requests', waf),
  objectStorage: price(0.023, 1, 'GB and month', s3),
  objectPut: price(0.005, 1e3, 'PUT, COPY or POST requests', s3),
  objectGet: price(0.0004, 1e3, 'GET requests', s3),
  objectTransfer: price(0.09, 1, 'GB to the internet', s3),
  account: price(0.015, 1, 'person who signs in, Essentials', 'https://aws.amazon.com/cognito/pricing/, as quoted by others'), // prettier-ignore
  keyRequest: price(0.03, 1e4, 'requests to a symmetric key', kms),
  signature: price(0.15, 1e4, 'signatures by an elliptic curve', kms),
  logs: price(0.5, 1, 'GB taken in', 'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/'), // prettier-ignore
  // What is paid for being there.
  key: price(1, 1, 'key and month', kms),
  secret: price(0.4, 1, 'secret and month', 'https://aws.amazon.com/secrets-manager/pricing/, as quoted by others'),
  alarm: price(0.1, 1, 'alarm and month', 'https://c3x.dev/resources/aws/aws_cloudwatch_metric_alarm'),
  firewall: price(5, 1, 'web ACL and month', waf),
  firewallRule: price(1, 1, 'rule and month', waf),
} as const satisfies Readonly<Record<string, Price>>;

export type Priced = keyof typeof prices;

/** Dollars for so many units. */
export const costOf = (what: Priced, units: number): number => (units * prices[what].dollars) / prices[what].per;
