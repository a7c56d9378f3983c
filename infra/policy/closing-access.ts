import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { RecordTable } from '#infra/constructs/record-table.ts';
import { keyThrough } from '#infra/policy/key-access.ts';
import { action, onlyIn } from '#infra/policy/table-access.ts';
import { TENANT } from '#infra/policy/tenant-session.ts';

/** As many as there are kinds; the agency's own item is not among them. A test holds them against the store's list. */
export const erasable = [
  ...['access', 'audit#*', 'desk#*', 'import#*', 'job', 'mailed', 'mapping#*'],
  ...['member', 'rec#*', 'retention', 'session#*'],
];

/**
 * Deleting all items of the agency that the session is tagged with, its history too: this is the one role that can, and
 * it can write none of them. The agency's own item is only written, since it says how far deletion has come, and at last that the agency is closed.
 */
export const eraseItems = (table: RecordTable): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'FindItems',
    actions: [action('Query')],
    resources: [table.arn],
    conditions: onlyIn(...erasable.map((name) => `${TENANT}#${name}`)),
  }),
  new PolicyStatement({
    sid: 'FindHistory',
    actions: [action('Query')],
    resources: [`${table.arn}/index/changes`],
    conditions: onlyIn(`${TENANT}#audit`),
  }),
  new PolicyStatement({
    sid: 'EraseItems',
    actions: ['dynamodb:DeleteItem'],
    resources: [table.arn],
    conditions: onlyIn(...erasable.map((name) => `${TENANT}#${name}`)),
  }),
  new PolicyStatement({
    sid: 'LegalHolds',
    actions: [action('GetItem')],
    resources: [table.arn],
    conditions: onlyIn(`${TENANT}#retention`),
  }),
  new PolicyStatement({
    sid: 'OwnItem',
    actions: (['GetItem', 'PutItem', 'UpdateItem'] as const).map(action),
    resources: [table.arn],
    conditions: onlyIn(`${TENANT}#tenant`),
  }),
  keyThrough(table.key, 'dynamodb'),
];

/** Where the report of a closed account lies, locked like the rest of the archive. */
export const closingReport = (archive: Bucket): PolicyStatement =>
  new PolicyStatement({
    sid: 'Report',
    actions: ['s3:GetObject', 's3:PutObject', 's3:PutObjectRetention'],
    resources: [archive.arnForObjects(`${TENANT}/closing/*`)],
  });

/** Those of an agency are found by going through the pool, which cannot be searched by agency. */
export const deleteAccounts = (pool: IUserPool): PolicyStatement =>
  new PolicyStatement({
    sid: 'DeleteAccounts',
    actions: ['cognito-idp:AdminDeleteUser', 'cognito-idp:ListUsers'],
    resources: [pool.userPoolArn],
  });
