import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IndexName } from '#infra/constructs/record-indexes.ts';
import type { RecordTable } from '#infra/constructs/record-table.ts';
import { keyThrough } from '#infra/policy/key-access.ts';
import { TENANT } from '#infra/policy/tenant-session.ts';
import { SYSTEM_TENANT } from '#shared/model/principal.ts';

/**
 * The only item rights that exist here. Scan, PartiQL and DeleteItem are not among them, so no statement of this file can
 * grant them: a record is archived, never deleted, by the request path. TTL removes items; and closing, with rights of
 * its own, all that an agency had.
 */
export type ItemRight =
  'BatchGetItem' | 'BatchWriteItem' | 'ConditionCheckItem' | 'GetItem' | 'PutItem' | 'Query' | 'UpdateItem';

/** What a function that serves people needs: reading, and writing under conditions, in a transaction of writes too. */
export const recordWork: readonly ItemRight[] = ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'];

export const auditPartitions = '*#audit#*';
const writes: readonly ItemRight[] = ['BatchWriteItem', 'PutItem', 'UpdateItem'];

/** Item rights over all agencies, a query of the named indexes, and never a write to anybody's audit history. */
export const tableAccess = (
  table: RecordTable,
  rights: readonly ItemRight[],
  indexes: readonly IndexName[] = [],
): PolicyStatement[] => [
  new PolicyStatement({ sid: 'Items', actions: rights.map(action), resources: [table.arn] }),
  ...(indexes.length > 0 ? [queryIndexes(table, indexes)] : []),
  ...(rights.some((right) => writes.includes(right)) ? [neverAudit(table)] : []),
  keyThrough(table.key, 'dynamodb'),
];

/** The audit function's: it may add entries to audit partitions, read those it follows, and touch nothing else. */
export const auditAppend = (table: RecordTable): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'AppendAudit',
    actions: [action('BatchGetItem'), action('PutItem'), action('Query')],
    resources: [table.arn],
    conditions: onlyIn(auditPartitions),
  }),
  // A record that is removed is an error, unless its agency has closed its account.
  new PolicyStatement({
    sid: 'AgencyItem',
    actions: [action('GetItem')],
    resources: [table.arn],
    conditions: onlyIn('*#tenant'),
  }),
  keyThrough(table.key, 'dynamodb'),
];

/** The digest function's: which agencies there are, and the audit entries of each in the order of their arrival. */
export const auditArrivals = (table: RecordTable): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'ListAgencies',
    actions: [action('Query')],
    resources: [table.arn],
    conditions: onlyIn(`${SYSTEM_TENANT}#tenants`),
  }),
  new PolicyStatement({
    sid: 'AuditArrivals',
    actions: [action('Query')],
    resources: [trailIndex(table), arrivalsIndex(table)],
    conditions: onlyIn(`*#${WHOLE_TRAIL}`, `*#${ARRIVALS}`),
  }),
  new PolicyStatement({
    sid: 'AuditEntries',
    actions: [action('BatchGetItem')],
    resources: [table.arn],
    conditions: onlyIn(auditPartitions),
  }),
  keyThrough(table.key, 'dynamodb'),
];

/**
 * Item rights for the agency that the session is tagged with: every key, of the table and of each index, begins with
 * it. `partitions` are those of the agency that the function needs, where it does not need all.
 */
export const tenantItems = (
  table: RecordTable,
  rights: readonly ItemRight[],
  { partitions = ['*'], indexes = [] }: { partitions?: readonly string[]; indexes?: readonly IndexName[] } = {},
): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'TenantItems',
    actions: rights.map(action),
    resources: [table.arn],
    conditions: onlyIn(...partitions.map((name) => `${TENANT}#${name}`)),
  }),
  ...(indexes.length > 0 ? [tenantIndexes(table, indexes), neverWholeTrail(table)] : []),
  neverAudit(table),
  keyThrough(table.key, 'dynamodb'),
];

const tenantIndexes = (table: RecordTable, names: readonly IndexName[]): PolicyStatement =>
  new PolicyStatement({
    sid: 'TenantIndexes',
    actions: [action('Query')],
    resources: indexArns(table, names),
    conditions: onlyIn(`${TENANT}#*`),
  });

/** The partitions of an agency that say who belongs to it and who came in: no records. */
export const aboutPeople = ['access', 'member', 'session#*', 'tenant'];

/** Reading records of one type by their ids, and nothing of any other. */
export const tenantRecords = (table: RecordTable, type: string): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadRecords',
    actions: [action('GetItem')],
    resources: [table.arn],
    conditions: onlyIn(`${TENANT}#rec#${type}`),
  });

/** The audit trail of the whole agency, in the order of time: only administrators are shown it, by one function. */
const WHOLE_TRAIL = 'audit';
/** Of these, what came later than in the hour of its change, in the order of arrival. */
const ARRIVALS = 'arrived';
const arrivalsIndex = (table: RecordTable) => indexArn(table, 'list1');
const trailIndex = (table: RecordTable) => indexArn(table, 'changes');

/** The admin function's: it may read the agency's audit trail, by time and by record. */
export const tenantAudit = (table: RecordTable): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'ReadAudit',
    actions: [action('Query')],
    resources: [table.arn, trailIndex(table)],
    conditions: onlyIn(`${TENANT}#${WHOLE_TRAIL}`, `${TENANT}#${WHOLE_TRAIL}#*`),
  }),
  // What the index names is read back whole.
  new PolicyStatement({
    sid: 'AuditEntries',
    actions: [action('BatchGetItem')],
    resources: [table.arn],
    conditions: onlyIn(`${TENANT}#${WHOLE_TRAIL}#*`),
  }),
];

/** Whoever starts something that a legal hold forbids looks at the holds, in the same transaction too. */
export const legalHolds = (table: RecordTable): PolicyStatement =>
  new PolicyStatement({
    sid: 'LegalHolds',
    actions: [action('ConditionCheckItem'), action('GetItem')],
    resources: [table.arn],
    conditions: onlyIn(`${TENANT}#retention`),
  });

const neverWholeTrail = (table: RecordTable): PolicyStatement =>
  new PolicyStatement({
    sid: 'NeverWholeTrail',
    effect: Effect.DENY,
    actions: [action('Query')],
    resources: [trailIndex(table), arrivalsIndex(table)],
    conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [`*#${WHOLE_TRAIL}`, `*#${ARRIVALS}`] } },
  });

/** Failed sign-ins are counted before anybody knows which agency they are meant for: in a partition of no agency. */
export const lockoutCounts = (table: RecordTable, rights: readonly ItemRight[]): PolicyStatement[] => [
  new PolicyStatement({
    sid: 'CountFailures',
    actions: rights.map(action),
    resources: [table.arn],
    conditions: onlyIn(`${SYSTEM_TENANT}#lockout`),
  }),
  keyThrough(table.key, 'dynamodb'),
];

export const onlyIn = (...partitions: readonly string[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
  // ForAllValues is true of a request that names no key at all.
  Null: { 'dynamodb:LeadingKeys': 'false' },
});

const indexArn = (table: RecordTable, name: IndexName) => `${table.arn}/index/${name}`;
const indexArns = (table: RecordTable, names: readonly IndexName[]) => names.map((name) => indexArn(table, name));

const queryIndexes = (table: RecordTable, names: readonly IndexName[]): PolicyStatement =>
  new PolicyStatement({
    sid: 'QueryIndexes',
    actions: [action('Query')],
    resources: indexArns(table, names),
  });

export const neverAudit = (table: RecordTable): PolicyStatement =>
  new PolicyStatement({
    sid: 'NeverAudit',
    effect: Effect.DENY,
    actions: writes.map(action),
    resources: [table.arn],
    conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': [auditPartitions] } },
  });

export const action = (right: ItemRight) => `dynamodb:${right}`;
