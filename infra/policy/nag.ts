import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { hasDomain, makesFirewall, type Stage } from '#infra/stage.ts';

/**
 * Every finding of the AwsSolutions pack that we live with, where, and why. A finding that is not here fails synth.
 * Wildcards are acknowledged one by one: the id holds the very action or resource, so a new wildcard is a new finding.
 */
interface Acknowledged {
  /** Path of the construct; it and what is below it. */
  readonly at: string;
  readonly ids: readonly string[];
  readonly reason: string;
}

const wildcard = (finding: string) => `AwsSolutions-IAM5[${finding}]`;
const everyObjectOf = (exported: string) => wildcard(`Resource::Stormledger-Data:ExportsOutputFnGetAtt${exported}/*`);
const objects = {
  archive: everyObjectOf('ArchiveDA4CB258ArnBE8F3792'),
  attachments: everyObjectOf('Attachments87B238D3Arn6729C3C8'),
  exports: everyObjectOf('Exports25637AFBArn08434897'),
  quarantine: everyObjectOf('Quarantine23FF09FEArnFC59122E'),
  releases: everyObjectOf('ReleasesE6BA3EBFArn06DC8206'),
  site: everyObjectOf('SiteE53D7754ArnEE3E64EC'),
};

/** Below the prefix of the session's own tenant. */
const ofTenant = (everyObject: string) => everyObject.replace('/*]', '/<aws:PrincipalTag/tenantId>/*]');

const data: readonly Acknowledged[] = [
  {
    at: 'Data/Backups/Plan/Records/Role',
    ids: [
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]',
    ],
    reason: 'Taken on by AWS Backup alone, whose own policy follows what backing up a table takes.',
  },
];

const identity: readonly Acknowledged[] = [
  {
    at: 'Identity/Pool',
    ids: ['AwsSolutions-COG1'],
    reason: 'NIST SP 800-63B-4 forbids composition rules; length (12 and more) stands in their place.',
  },
  {
    at: 'Identity/Pool',
    ids: ['AwsSolutions-COG2'],
    reason:
      'Codes are the agency’s setting, always on for administrators, and every request asks for them; the pool knows no settings.',
  },
  {
    at: 'Identity/Pool',
    ids: ['AwsSolutions-COG8'],
    reason: 'Essentials is the plan that lets the trigger put the tenant into the access token. Plus is paid per user.',
  },
];

const api: readonly Acknowledged[] = [
  {
    at: 'Api/Files/Tenant',
    ids: [ofTenant(objects.quarantine), ofTenant(objects.attachments)],
    reason: 'Signs links to objects of the one tenant that the session is tagged with.',
  },
  {
    at: 'Api/Pages/Tenant',
    ids: [ofTenant(objects.attachments)],
    reason: 'Draws pages of PDFs of the one tenant that the session is tagged with.',
  },
  {
    at: 'Api/Imports/Tenant',
    ids: [ofTenant(objects.quarantine)],
    reason: 'Reads and clears uploaded files of the one tenant that the session is tagged with.',
  },
  {
    at: 'Api/Exports/Tenant',
    ids: [ofTenant(objects.exports), ofTenant(objects.attachments), ofTenant(objects.releases)],
    reason: 'Writes and signs export files, and packs the files of the one tenant that the session is tagged with.',
  },
  {
    at: 'Api/Disposal/Tenant',
    ids: [ofTenant(objects.attachments), ofTenant(objects.releases)],
    reason: 'Erases files and released copies of the one tenant that the session is tagged with.',
  },
  {
    at: 'Api/Closing/Tenant',
    ids: [
      ...[objects.quarantine, objects.attachments, objects.exports, objects.releases].map(ofTenant),
      objects.archive.replace('/*]', '/<aws:PrincipalTag/tenantId>/closing/*]'),
    ],
    reason: 'Erases all that the one tenant has that the session is tagged with, and keeps the report of it.',
  },
  {
    at: 'Api/Desk/Tenant',
    ids: [ofTenant(objects.exports), ofTenant(objects.releases)],
    reason: 'Keeps and signs what the one tenant released that the session is tagged with.',
  },
  {
    at: 'Api/Scan',
    ids: [objects.quarantine, objects.attachments],
    reason: 'Serves all tenants: moves whatever arrives in quarantine.',
  },
  {
    at: 'Api/Digest',
    ids: [objects.archive],
    reason: 'Serves all tenants: archives the audit entries of each.',
  },
  {
    at: 'Api/Audit',
    ids: [wildcard('Resource::*')],
    reason: 'dynamodb:ListStreams, which a stream mapping needs, knows no resource.',
  },
  {
    at: 'Api/Notices',
    ids: [wildcard('Resource::*')],
    reason: 'dynamodb:ListStreams, which a stream mapping needs, knows no resource.',
  },
  {
    at: 'Api/RecordStream/DeadLetters',
    ids: ['AwsSolutions-SQS3'],
    reason: 'Is itself the dead-letter queue, of a stream mapping, which the rule does not look at.',
  },
  {
    at: 'Api/Routes/EdgeProof',
    ids: ['AwsSolutions-SMG4'],
    reason:
      'CloudFront takes the value at deployment, so a rotation between deployments would shut everyone out; a deployment replaces it.',
  },
  {
    at: 'Api/Routes/Http/ANY--api--session',
    ids: ['AwsSolutions-APIG4'],
    reason: 'Signing in is what people do before they have a token.',
  },
  {
    at: 'Api/Routes/Http/ANY--api--session--{proxy+}',
    ids: ['AwsSolutions-APIG4'],
    reason: 'Signing in is what people do before they have a token.',
  },
];

/** CDK's function that copies the built site into its bucket; it runs only during a deployment. */
const deployer = 'Web/Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C512MiB';

const web = (stage: Stage): readonly Acknowledged[] => [
  {
    at: 'Web/Distribution',
    ids: ['AwsSolutions-CFR1'],
    reason: 'Staff travel and the public may read; every record is behind a sign-in.',
  },
  ...(makesFirewall(stage) || stage.webAclArn !== undefined
    ? []
    : [
        {
          at: 'Web/Distribution',
          ids: ['AwsSolutions-CFR2'],
          reason: "CloudFront takes web ACLs from us-east-1 only; an engineer's stage elsewhere does without.",
        },
      ]),
  ...(hasDomain(stage)
    ? []
    : [
        {
          at: 'Web/Distribution',
          ids: ['AwsSolutions-CFR4'],
          reason:
            "A stage without a domain has only CloudFront's own certificate, whose protocols are not ours to choose.",
        },
      ]),
  {
    at: deployer,
    ids: [
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      ...['GetObject', 'GetBucket', 'List', 'DeleteObject', 'Abort'].map((name) => wildcard(`Action::s3:${name}*`)),
      wildcard(
        `Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-${stage.account ?? '<AWS::AccountId>'}-${stage.region}/*`,
      ),
      objects.site,
    ],
    reason: 'Written by CDK: reads the assets of deployments, writes the site bucket, nothing else.',
  },
  { at: deployer, ids: ['AwsSolutions-L1'], reason: 'Its Python runtime is chosen and updated by CDK.' },
];

const mail = (stage: Stage): readonly Acknowledged[] =>
  stage.mail === undefined
    ? []
    : [
        {
          at: 'Api/NoticeStream/DeadLetters',
          ids: ['AwsSolutions-SQS3'],
          reason: 'Is itself the dead-letter queue, of a stream mapping, which the rule does not look at.',
        },
      ];

export const acknowledged = (stage: Stage): readonly Acknowledged[] => [
  ...data,
  ...identity,
  ...api,
  ...mail(stage),
  ...web(stage),
];

export const guard = (app: App, stage: Stage): void => {
  for (const { at, ids, reason } of acknowledged(stage)) {
    const construct = at.split('/').reduce((parent: IConstruct, id) => parent.node.findChild(id), app);
    for (const id of ids) Validations.of(construct).acknowledge({ id, reason });
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
};
