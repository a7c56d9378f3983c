import { beforeAll, describe, expect, test } from 'vitest';
import type { BundledFunctionProps } from '#infra/constructs/bundled-function.ts';
import { functionNames } from '#infra/constructs/function-bundle.ts';
import { erasable } from '#infra/policy/closing-access.ts';
import { SYSTEM_TENANT } from '#shared/model/principal.ts';
import {
  allowed,
  functionRoles,
  tenantRoles,
  ofType,
  type Statement,
  statementsOf,
  type Synthesized,
  synthesize,
} from './synthesized.ts';

let prod: Synthesized;
beforeAll(() => {
  prod = synthesize('prod');
}, 120_000);

const everyStatement = () => ofType(prod, 'AWS::IAM::Role').flatMap(({ id }) => statementsOf(prod, id));
const rightsOf = (name: string): Statement[] => statementsOf(prod, functionRoles(prod)[name] ?? '');
const tenantRightsOf = (name: string): Statement[] => statementsOf(prod, tenantRoles(prod)[name] ?? '');
const bothOf = (name: string) => [...rightsOf(name), ...tenantRightsOf(name)];
/** Of the table alone. */
const peopleWork = ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'];
/** Query of the indexes as well. */
const recordWork = ['BatchGetItem', 'GetItem', 'PutItem', 'Query', 'Query', 'UpdateItem'];

describe('what a function may do', () => {
  test('every function has a role of its own', () => {
    const roles = functionRoles(prod);
    expect(Object.keys(roles).sort()).toEqual([...functionNames].sort());
    expect(new Set(Object.values(roles)).size).toBe(functionNames.length);
  });

  test('no role has an AWS managed policy but those of AWS Backup and of what CDK deploys the site with', () => {
    const managed = ofType(prod, 'AWS::IAM::Role').filter(({ Properties }) => 'ManagedPolicyArns' in Properties);
    expect(managed.map(({ id }) => id.replace(/(8693.*|[0-9A-F]{8}$)/, ''))).toEqual([
      'BackupsPlanRecordsRole',
      'CustomCDKBucketDeployment',
    ]);
  });

  test.each([
    [
      'admin',
      [
        // Of people, and of audit entries; of members, and of the legal holds.
        ...['BatchGetItem', 'BatchGetItem', 'ConditionCheckItem', 'ConditionCheckItem', 'GetItem', 'GetItem'],
        ...['PutItem', 'Query', 'Query', 'UpdateItem'],
      ],
    ],
    ['api', recordWork],
    ['session', peopleWork],
    ['desk', recordWork],
    ['files', recordWork],
    ['pages', ['BatchGetItem', 'GetItem', 'GetItem', 'PutItem', 'UpdateItem']],
    ['imports', ['BatchGetItem', 'BatchWriteItem', ...recordWork.slice(1)]],
    ['exports', peopleWork],
    ['retention', peopleWork],
    ['disposal', ['BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']],
    ['closing', ['DeleteItem', 'GetItem', 'GetItem', 'PutItem', 'Query', 'Query', 'UpdateItem']],
    ['notices', ['GetItem', 'GetItem', 'PutItem', 'Query', 'Query']],
  ])('%s has exactly its own rights on the table, for one tenant at a time', (name, rights) => {
    expect(allowed(tenantRightsOf(name), 'dynamodb')).toEqual(rights);
  });

  test.each([
    ['admin', ['GetItem', 'UpdateItem']],
    ['api', []],
    ['session', ['UpdateItem']],
    ['desk', []],
    ['files', []],
    ['pages', []],
    ['imports', []],
    ['exports', []],
    ['retention', []],
    ['disposal', []],
    ['closing', []],
    ['notices', ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']],
    [
      'audit',
      [
        'BatchGetItem',
        'DescribeStream',
        'GetItem',
        'GetRecords',
        'GetShardIterator',
        'ListStreams',
        'PutItem',
        'Query',
      ],
    ],
    ['scan', ['GetItem', 'PutItem']],
    ['lifecycle', ['BatchGetItem', 'Query', 'Query']],
    ['digest', ['BatchGetItem', 'Query', 'Query']],
    ['identity', []],
  ])('%s has exactly its own rights on the table, whichever the tenant', (name, rights) => {
    expect(allowed(rightsOf(name), 'dynamodb')).toEqual(rights);
  });

  test.each(['admin', 'session'])('%s reaches the count of failed sign-ins, and no other partition', (name) => {
    const own = rightsOf(name).filter(({ Action }) => Action.some((a) => a.startsWith('dynamodb:')));
    expect(own.map(({ Condition }) => Condition)).toEqual([
      {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${SYSTEM_TENANT}#lockout`] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    ]);
  });

  test.each([
    ['admin', []],
    ['api', []],
    ['session', []],
    [
      'desk',
      [
        ...['AbortMultipartUpload', 'GetObject', 'GetObject'],
        ...['ListBucketMultipartUploads', 'ListMultipartUploadParts', 'PutObject'],
      ],
    ],
    ['files', ['GetObject', 'PutObject']],
    ['pages', ['GetObject']],
    ['imports', ['DeleteObject', 'GetObject', 'PutObject']],
    [
      'exports',
      [
        'AbortMultipartUpload',
        'DeleteObject',
        'GetObject',
        'GetObject',
        'GetObject',
        'ListBucketMultipartUploads',
        'ListMultipartUploadParts',
        'PutObject',
      ],
    ],
    ['retention', []],
    ['disposal', ['DeleteObjectVersion', 'DeleteObjectVersion', 'ListBucketVersions', 'ListBucketVersions']],
    [
      'closing',
      [
        // Of four buckets, of two that are written in parts, and for the report in the archive.
        ...['AbortMultipartUpload', 'AbortMultipartUpload', ...Array<string>(4).fill('DeleteObjectVersion')],
        ...['GetObject', 'ListBucketMultipartUploads', 'ListBucketMultipartUploads'],
        ...[...Array<string>(4).fill('ListBucketVersions'), 'PutObject', 'PutObjectRetention'],
      ],
    ],
    ['notices', []],
    ['audit', []],
    ['scan', ['DeleteObject', 'GetObject', 'PutObject']],
    ['lifecycle', []],
    ['digest', ['GetObject', 'ListBucket', 'PutObject', 'PutObjectRetention']],
    ['identity', []],
  ])('%s has exactly its own rights on files', (name, rights) => {
    expect(allowed(bothOf(name), 's3')).toEqual(rights);
  });

  test('only session may sign people in, only admin may administer accounts, and closing may find and delete them', () => {
    const rights: Record<string, string[]> = {
      session: [
        'AdminGetUser',
        'AdminInitiateAuth',
        'AdminRespondToAuthChallenge',
        'AdminSetUserMFAPreference',
        'DescribeUserPoolClient',
      ],
      admin: [
        'AdminCreateUser',
        'AdminDeleteUser',
        'AdminDisableUser',
        'AdminEnableUser',
        'AdminGetUser',
        'AdminSetUserMFAPreference',
        'AdminUserGlobalSignOut',
      ],
    };
    rights['closing'] = ['AdminDeleteUser', 'ListUsers'];
    for (const name of functionNames) {
      expect([name, allowed(rightsOf(name), 'cognito-idp')]).toEqual([name, rights[name] ?? []]);
    }
  });

  test('jobs are started by themselves and lifecycle, disposals by retention, copies for a request by desk', () => {
    const invoked = (name: string) =>
      JSON.stringify(
        rightsOf(name)
          .filter(({ Sid }) => Sid === 'Invoke')
          .map(({ Resource }) => Resource),
      ).match(/(Imports|Exports|Disposal|Closing|Notices)Function/g);
    expect(invoked('imports')).toEqual(['ImportsFunction']);
    expect(invoked('exports')).toEqual(['ExportsFunction']);
    expect(invoked('desk')).toEqual(['ExportsFunction']);
    expect(invoked('disposal')).toEqual(['DisposalFunction']);
    expect(invoked('retention')).toEqual(['DisposalFunction']);
    expect(invoked('closing')).toEqual(['ClosingFunction']);
    expect(invoked('lifecycle')).toEqual([
      ...['ImportsFunction', 'ExportsFunction', 'DisposalFunction', 'ClosingFunction', 'NoticesFunction'],
    ]);
    for (const name of ['admin', 'api', 'session', 'files', 'pages', 'audit', 'digest', 'notices', 'scan', 'identity'])
      expect(invoked(name)).toBeNull();
  });

  test('what answers requests may read the proof of the edge, and nothing else may read any secret', () => {
    const routed = ofType(prod, 'AWS::Lambda::Function')
      .filter(({ Properties }) => JSON.stringify(Properties['Environment'] ?? {}).includes('ORIGIN_PROOF'))
      .map(({ Metadata }) => Metadata['stormledger:function']);
    expect(routed).toEqual(expect.arrayContaining(['api', 'session', 'desk', 'files', 'imports', 'exports']));
    for (const name of functionNames)
      expect([name, allowed(rightsOf(name), 'secretsmanager')]).toEqual([
        name,
        routed.includes(name) ? ['GetSecretValue'] : [],
      ]);
  });

  test('no policy allows Scan or PartiQL, nor any action by wildcard on the table, and DeleteItem only that of closing', () => {
    const actions = everyStatement().flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : []));
    const forbidden = actions.filter((action) =>
      /^(\*|dynamodb:(.*\*|Scan|PartiQL.*|Execute.*|DeleteItem))$/.test(action),
    );
    expect(forbidden).toEqual(['dynamodb:DeleteItem']);
    expect(allowed(tenantRightsOf('closing'), 'dynamodb')).toContain('DeleteItem');
  });

  test('closing may delete everything of its tenant but the item of the agency, which is all that it may write', () => {
    const conditionOf = (sid: string) => tenantRightsOf('closing').find(({ Sid }) => Sid === sid)?.Condition;
    const partition = (name: string) => `\${aws:PrincipalTag/tenantId}#${name}`;
    const only = (...names: string[]) => ({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': names.map(partition) },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    });
    expect(conditionOf('EraseItems')).toEqual(only(...erasable));
    expect(erasable).not.toContain('tenant');
    expect(conditionOf('OwnItem')).toEqual(only('tenant'));
  });

  test('disposal may take personal values from the entries of its tenant, and change nothing else of them', () => {
    const updates = bothOf('disposal').filter(({ Action }) => Action.includes('dynamodb:UpdateItem'));
    expect(updates.map(({ Effect, Condition }) => [Effect, Condition])).toEqual([
      [
        'Allow',
        {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenantId}#audit#*'] },
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'personal'] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      ],
    ]);
  });

  test('no role but that of audit may write an audit partition, and audit may write nothing else', () => {
    const writes = (statement: Statement) =>
      statement.Action.some((action) => /^dynamodb:(PutItem|UpdateItem|BatchWriteItem)$/.test(action));
    for (const name of functionNames) {
      const writing = bothOf(name).filter(writes);
      // That of closing reaches the item of the agency alone, says the test above.
      if (writing.length === 0 || name === 'closing') continue;
      if (name === 'audit') {
        expect(writing.map(({ Condition }) => Condition)).toEqual([
          {
            'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['*#audit#*'] },
            Null: { 'dynamodb:LeadingKeys': 'false' },
          },
        ]);
        continue;
      }
      expect(writing.find(({ Effect }) => Effect === 'Deny')).toMatchObject({
        Sid: 'NeverAudit',
        // What disposal may update there, the test above says.
        Action: [
          'dynamodb:BatchWriteItem',
          'dynamodb:PutItem',
          ...(name === 'disposal' ? [] : ['dynamodb:UpdateItem']),
        ],
        Condition: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['*#audit#*'] } },
      });
    }
  });

  test('the key opens only through the service that holds the data', () => {
    const signing = (action: string) => action === 'kms:Sign' || action === 'kms:GetPublicKey';
    const keyed = functionNames
      .flatMap(bothOf)
      .filter(({ Action }) => Action.some((a) => a.startsWith('kms:') && !signing(a)));
    expect(keyed.length).toBeGreaterThan(0);
    for (const { Condition } of keyed) {
      expect(Condition).toEqual({
        StringEquals: {
          'kms:ViaService': expect.stringMatching(/^(dynamodb|s3)\.us-east-1\.amazonaws\.com$/) as string,
        },
      });
    }
  });
});

describe('the digest function', () => {
  const conditionOf = (sid: string) => rightsOf('digest').find(({ Sid }) => Sid === sid)?.Condition;
  const partition = (...names: string[]) => ({
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': names },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  });

  test('reads which agencies there are and their audit entries, and no record', () => {
    expect(conditionOf('ListAgencies')).toEqual(partition(`${SYSTEM_TENANT}#tenants`));
    expect(conditionOf('AuditArrivals')).toEqual(partition('*#audit', '*#arrived'));
    expect(conditionOf('AuditEntries')).toEqual(partition('*#audit#*'));
  });

  test('is the only one that signs', () => {
    for (const name of functionNames) {
      const signs = bothOf(name).flatMap(({ Action }) => Action.filter((a) => a === 'kms:Sign'));
      expect([name, signs]).toEqual([name, name === 'digest' ? ['kms:Sign'] : []]);
    }
    expect(conditionOf('Sign')).toEqual({ StringEquals: { 'kms:SigningAlgorithm': 'ECDSA_SHA_256' } });
  });
});

describe("a function's environment", () => {
  const forScan = (environment: BundledFunctionProps<'scan'>['environment']) => Object.keys(environment);

  test('does not compile when a variable is missing, misspelled or not asked for', () => {
    // @ts-expect-error -- ATTACHMENTS_BUCKET is missing
    forScan({ TABLE_NAME: 't', QUARANTINE_BUCKET: 'q' });
    // @ts-expect-error -- ATTACHMENT_BUCKET is misspelled
    forScan({ TABLE_NAME: 't', QUARANTINE_BUCKET: 'q', ATTACHMENT_BUCKET: 'a' });
    // @ts-expect-error -- nobody asked for EXPORTS_BUCKET
    forScan({ TABLE_NAME: 't', QUARANTINE_BUCKET: 'q', ATTACHMENTS_BUCKET: 'a', EXPORTS_BUCKET: 'e' });
    expect(forScan({ TABLE_NAME: 't', QUARANTINE_BUCKET: 'q', ATTACHMENTS_BUCKET: 'a' })).toHaveLength(3);
  });

  test('holds no secret', () => {
    const names = ofType(prod, 'AWS::Lambda::Function').flatMap(({ Properties }) =>
      [...JSON.stringify(Properties['Environment'] ?? {}).matchAll(/"([A-Z_]+)":/g)].map(([, name]) => name),
    );
    expect(names.filter((name) => /SECRET|PASSWORD|TOKEN|KEY/.test(name ?? ''))).toEqual([]);
  });
});
