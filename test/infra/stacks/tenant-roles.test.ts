import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { functionNames } from '#infra/constructs/function-bundle.ts';
import { erasable } from '#infra/policy/closing-access.ts';
import {
  allowed,
  functionRoles,
  ofType,
  type Statement,
  statementsOf,
  type Synthesized,
  synthesize,
  tenantRoles,
} from './synthesized.ts';

let prod: Synthesized;
beforeAll(() => {
  prod = synthesize('prod');
}, 120_000);

const serving = [
  ...['admin', 'api', 'closing', 'desk', 'disposal', 'exports'],
  ...['files', 'imports', 'notices', 'pages', 'retention', 'session'],
];
/** Those that need not reach all of an agency's partitions. */
const aboutPeople = ['access', 'member', 'session#*', 'tenant'];
const named: Readonly<Record<string, readonly string[]>> = {
  admin: aboutPeople,
  pages: aboutPeople,
  retention: [...aboutPeople, 'job', 'retention'],
  session: aboutPeople,
};
/** Statements that reach other partitions than the rest of their role. */
const special: Readonly<Record<string, readonly string[]>> = {
  ReadAudit: ['audit', 'audit#*'],
  AuditEntries: ['audit#*'],
  ErasePersonal: ['audit#*'],
  ForgetNotes: ['import#*', 'desk#*'],
  LegalHolds: ['retention'],
  ReadRecords: ['rec#attachment'],
  FindItems: erasable,
  EraseItems: erasable,
  FindHistory: ['audit'],
  OwnItem: ['tenant'],
  Agency: ['tenant'],
  People: ['member'],
  OpenRequests: ['rec#publicRecordsRequest#status#*'],
  Mailed: ['mailed'],
};
const of = (name: string): Statement[] => statementsOf(prod, tenantRoles(prod)[name] ?? '');
const itemWork = ({ Effect, Action }: Statement) => Effect === 'Allow' && Action.some((a) => a.startsWith('dynamodb:'));
const resources = ({ Resource }: Statement): unknown[] => (Array.isArray(Resource) ? Resource : [Resource]);
const partition = (name: string) => `\${aws:PrincipalTag/tenantId}#${name}`;

describe('the second fence', () => {
  test('stands before every function that serves people or works for one agency', () => {
    expect(Object.keys(tenantRoles(prod)).sort()).toEqual(serving);
  });

  test('leaves exactly these to reach across tenants by their own rights', () => {
    const across = functionNames.filter((name) => {
      const own = statementsOf(prod, functionRoles(prod)[name] ?? '');
      return [...allowed(own, 'dynamodb'), ...allowed(own, 's3')].length > 0;
    });
    // session counts failed sign-ins and admin ends their pauses, in one partition that belongs to no tenant.
    expect(across.sort()).toEqual(['admin', 'audit', 'digest', 'lifecycle', 'notices', 'scan', 'session']);
  });

  test('stands before every role of the template but those named here, each for its reason', () => {
    const reasons: Record<string, string> = {
      admin: 'shows and ends pauses after failed sign-ins, in one partition of no tenant',
      audit: 'adds an entry to whichever history the stream tells of',
      digest: 'archives the audit entries of each agency in turn',
      lifecycle: 'goes over all agencies to take up jobs whose worker died',
      notices: 'hears from the stream what happened; for whom, it looks up as that agency',
      scan: 'checks each new file, whosever it is',
      session: 'counts failed sign-ins, in one partition of no tenant',
    };
    const nameOf = new Map(Object.entries(functionRoles(prod)).map(([name, id]) => [id, name]));
    const bound = ({ Condition }: Statement) =>
      JSON.stringify(Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? '').startsWith(
        '["${aws:PrincipalTag/tenantId}#',
      );
    const onItems = (statement: Statement) =>
      statement.Effect === 'Allow' &&
      statement.Action.some((a) =>
        /^(\*|dynamodb:(\*|BatchGet|BatchWrite|Get|Put|Query|Scan|Update|Delete).*)$/.test(a),
      );
    const across = ofType(prod, 'AWS::IAM::Role')
      .filter(({ id }) => statementsOf(prod, id).some((statement) => onItems(statement) && !bound(statement)))
      .map(({ id }) => nameOf.get(id) ?? id);
    expect(across.sort()).toEqual(Object.keys(reasons));
  });

  test.each([
    ['admin', ['dynamodb:GetItem', 'dynamodb:UpdateItem']],
    ['session', ['dynamodb:UpdateItem']],
  ])('%s itself counts failed sign-ins and sees nothing of any tenant', (name, rights) => {
    const own = statementsOf(prod, functionRoles(prod)[name] ?? '').filter(itemWork);
    expect(own).toHaveLength(1);
    expect(own[0]).toMatchObject({
      Action: rights,
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['00000000000000000000000000#lockout'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    });
  });
});

const trustOf = (roleId: string) =>
  z
    .object({ AssumeRolePolicyDocument: z.object({ Statement: z.array(z.record(z.string(), z.unknown())) }) })
    .parse(ofType(prod, 'AWS::IAM::Role').find(({ id }) => id === roleId)?.Properties).AssumeRolePolicyDocument
    .Statement;

describe.each(serving)('the tenant role of %s', (name) => {
  test('is taken on by that function alone, and only with the tag of one tenant', () => {
    const condition = {
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenantId'] },
      StringLike: { 'aws:RequestTag/tenantId': '?'.repeat(26) },
      StringNotEquals: { 'aws:RequestTag/tenantId': '0'.repeat(26) },
      Null: { 'aws:RequestTag/tenantId': 'false' },
    };
    const statements = trustOf(tenantRoles(prod)[name] ?? '');
    expect(statements.map(({ Action }) => Action).flat()).toEqual(['sts:AssumeRole', 'sts:TagSession']);
    for (const statement of statements)
      expect(statement).toMatchObject({
        Effect: 'Allow',
        Principal: { AWS: { 'Fn::GetAtt': [functionRoles(prod)[name], 'Arn'] } },
        Condition: condition,
      });
  });

  test('is the only one that the function may take on', () => {
    const own = statementsOf(prod, functionRoles(prod)[name] ?? '');
    const assuming = own.filter(({ Action }) => Action.some((action) => action.startsWith('sts:')));
    expect(assuming).toMatchObject([
      { Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: { 'Fn::GetAtt': [tenantRoles(prod)[name], 'Arn'] } },
    ]);
  });

  test('reaches the table and its indexes only where every key begins with the tenant', () => {
    const items = of(name).filter(itemWork);
    expect(items.length).toBeGreaterThan(0);
    const partitions = named[name] ?? ['*'];
    for (const { Sid, Condition } of items)
      expect(Condition).toEqual({
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': (special[Sid ?? ''] ?? partitions).map(partition) },
        ...(Sid === 'ErasePersonal' && {
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'personal'] },
        }),
        Null: { 'dynamodb:LeadingKeys': 'false' },
      });
  });

  test('reads the audit trail of the whole agency only if it serves administrators, and writes none', () => {
    const reading = of(name).filter(({ Sid }) => Sid === 'ReadAudit');
    expect(reading.map(({ Effect, Action }) => [Effect, Action])).toEqual(
      name === 'admin' ? [['Allow', ['dynamodb:Query']]] : [],
    );
    const indexed = of(name).some(({ Sid }) => Sid === 'TenantIndexes');
    const never = of(name).filter(({ Sid }) => Sid === 'NeverWholeTrail');
    expect(never.map(({ Effect, Condition }) => [Effect, Condition])).toEqual(
      indexed ? [['Deny', { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['*#audit', '*#arrived'] } }]] : [],
    );
  });

  test('reaches and finds files only below the tenant', () => {
    const files = of(name).filter(({ Action }) => Action.some((action) => action.startsWith('s3:')));
    for (const statement of files)
      if (statement.Action.some((action) => action.startsWith('s3:ListBucket')))
        expect(statement.Condition).toEqual({ StringLike: { 's3:prefix': '${aws:PrincipalTag/tenantId}/*' } });
      else
        for (const resource of resources(statement))
          expect(JSON.stringify(resource)).toMatch(/"\/\$\{aws:PrincipalTag\/tenantId\}\/(closing\/)?\*"/);
    expect(allowed(of(name), 's3').filter((action) => action.startsWith('List'))).toEqual(
      {
        desk: ['ListBucketMultipartUploads', 'ListMultipartUploadParts'],
        exports: ['ListBucketMultipartUploads', 'ListMultipartUploadParts'],
        disposal: ['ListBucketVersions', 'ListBucketVersions'],
        closing: [
          ...Array<string>(2).fill('ListBucketMultipartUploads'),
          ...Array<string>(4).fill('ListBucketVersions'),
        ],
      }[name] ?? [],
    );
  });
});
