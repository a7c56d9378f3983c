import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RecordTable } from '#infra/constructs/record-table.ts';
import { keyThrough } from '#infra/policy/key-access.ts';
import { action, auditPartitions, onlyIn } from '#infra/policy/table-access.ts';
import { TENANT } from '#infra/policy/tenant-session.ts';

/**
 * Disposing of records of the agency that the session is tagged with. A record becomes a tombstone, which is a write
 * like any other. What is taken away for good is named here: notes of imports and of public-records requests, and the
 * personal values beside the entries of the history. Of an entry itself nothing can be changed with this.
 */
export const disposalItems = (table: RecordTable): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'TenantItems',
    actions: (['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query'] as const).map(action),
    resources: [table.arn],
    conditions: onlyIn(`${TENANT}#*`),
  }),
  new PolicyStatement({
    sid: 'ForgetNotes',
    actions: [action('BatchWriteItem')],
    resources: [table.arn],
    conditions: onlyIn(`${TENANT}#import#*`, `${TENANT}#desk#*`),
  }),
  new PolicyStatement({
    sid: 'ErasePersonal',
    actions: [action('UpdateItem')],
    resources: [table.arn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${TENANT}#audit#*`] },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'personal'] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  }),
  new PolicyStatement({
    sid: 'NeverAudit',
    effect: Effect.DENY,
    actions: (['BatchWriteItem', 'PutItem'] as const).map(action),
    resources: [table.arn],
    conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [auditPartitions] } },
  }),
  keyThrough(table.key, 'dynamodb'),
];
