import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConfigurationSet } from 'aws-cdk-lib/aws-ses';
import type { RecordTable } from '#infra/constructs/record-table.ts';
import { keyThrough } from '#infra/policy/key-access.ts';
import { action, neverAudit, onlyIn } from '#infra/policy/table-access.ts';
import { TENANT } from '#infra/policy/tenant-session.ts';

/** Mail from one domain, under our own settings. SES asks for both. */
export const sendMail = (domain: string, settings: IConfigurationSet): PolicyStatement => {
  const ses = (resource: string, resourceName: string) =>
    Stack.of(settings).formatArn({ service: 'ses', resource, resourceName });
  return new PolicyStatement({
    sid: 'SendMail',
    actions: ['ses:SendEmail'],
    resources: [ses('identity', domain), ses('configuration-set', settings.configurationSetName)],
  });
};

/** What a notice needs of the agency: its name and people, its requests that are open, and who was mailed before. */
export const noticeItems = (table: RecordTable): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'Agency',
    actions: [action('GetItem')],
    resources: [table.arn],
    conditions: onlyIn(`${TENANT}#tenant`),
  }),
  new PolicyStatement({
    sid: 'People',
    actions: [action('Query')],
    resources: [table.arn],
    conditions: onlyIn(`${TENANT}#member`),
  }),
  new PolicyStatement({
    sid: 'OpenRequests',
    actions: [action('Query')],
    resources: [`${table.arn}/index/list1`],
    conditions: onlyIn(`${TENANT}#rec#publicRecordsRequest#status#*`),
  }),
  new PolicyStatement({
    sid: 'Mailed',
    actions: [action('GetItem'), action('PutItem')],
    resources: [table.arn],
    conditions: onlyIn(`${TENANT}#mailed`),
  }),
  neverAudit(table),
  keyThrough(table.key, 'dynamodb'),
];
