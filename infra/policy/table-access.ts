import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { indexes, type RecordTable } from '#infra/constructs/record-table.ts';
import { keyThrough } from '#infra/policy/key-access.ts';

/**
 * The only item rights that exist here. Scan, PartiQL and DeleteItem are not among them, so no statement can grant
 * them: a record is archived, never deleted, by the request path, and only TTL removes items.
 */
export type ItemRight =
  'BatchGetItem' | 'BatchWriteItem' | 'ConditionCheckItem' | 'GetItem' | 'PutItem' | 'Query' | 'UpdateItem';

/** What a function that serves people needs: reading, and writing under conditions or in a transaction. */
export const recordWork: readonly ItemRight[] = [
  'BatchGetItem',
  'ConditionCheckItem',
  'GetItem',
  'PutItem',
  'Query',
  'UpdateItem',
];

const auditPartitions = '*#audit#*';
const writes: readonly ItemRight[] = ['BatchWriteItem', 'PutItem', 'UpdateItem'];

/** Item rights on the table, Query also on its indexes, and never a write to anybody's audit history. */
export const tableAccess = (table: RecordTable, rights: readonly ItemRight[]): PolicyStatement[] => [
  new PolicyStatement({ sid: 'Items', actions: rights.map(action), resources: [table.arn] }),
  ...(rights.includes('Query') ? [queryIndexes(table)] : []),
  ...(rights.some((right) => writes.includes(right)) ? [neverAudit(table)] : []),
  keyThrough(table.key, 'dynamodb'),
];

/** The audit function's: it may add entries to audit partitions and touch nothing else. */
export const auditAppend = (table: RecordTable): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'AppendAudit',
    actions: [action('PutItem')],
    resources: [table.arn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [auditPartitions] },
      // ForAllValues is true of a request that names no key at all.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  }),
  keyThrough(table.key, 'dynamodb'),
];

const queryIndexes = (table: RecordTable): PolicyStatement =>
  new PolicyStatement({
    sid: 'QueryIndexes',
    actions: [action('Query')],
    resources: indexes.map(({ indexName }) => `${table.arn}/index/${indexName}`),
  });

const neverAudit = (table: RecordTable): PolicyStatement =>
  new PolicyStatement({
    sid: 'NeverAudit',
    effect: Effect.DENY,
    actions: writes.map(action),
    resources: [table.arn],
    conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [auditPartitions] } },
  });

const action = (right: ItemRight) => `dynamodb:${right}`;
