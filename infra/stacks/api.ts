import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BundledFunction, type BundledFunctionProps } from '#infra/constructs/bundled-function.ts';
import { closingFunction } from '#infra/constructs/closing-function.ts';
import { DeadLetters } from '#infra/constructs/dead-letters.ts';
import { digestFunction } from '#infra/constructs/digest-function.ts';
import { disposalFunction } from '#infra/constructs/disposal-function.ts';
import type { FunctionName } from '#infra/constructs/function-bundle.ts';
import { HttpRoutes } from '#infra/constructs/http-routes.ts';
import { MailSender } from '#infra/constructs/mail-sender.ts';
import { NoticeStream } from '#infra/constructs/notice-stream.ts';
import { noticesFunction } from '#infra/constructs/notices-function.ts';
import { OnSchedule } from '#infra/constructs/on-schedule.ts';
import { pagesFunction } from '#infra/constructs/pages-function.ts';
import { indexNames } from '#infra/constructs/record-indexes.ts';
import { RecordStream } from '#infra/constructs/record-stream.ts';
import { ScanOnUpload } from '#infra/constructs/scan-on-upload.ts';
import { administerAccounts } from '#infra/policy/account-administration.ts';
import { objectAccess, tenantObjects, tenantUploads } from '#infra/policy/bucket-access.ts';
import { invoke, mayInvokeItself } from '#infra/policy/invoke.ts';
import { keyThrough } from '#infra/policy/key-access.ts';
import { signIn } from '#infra/policy/sign-in.ts';
import {
  aboutPeople,
  auditAppend,
  legalHolds,
  lockoutCounts,
  recordWork,
  tableAccess,
  tenantAudit,
  tenantItems,
} from '#infra/policy/table-access.ts';
import type { Stage } from '#infra/stage.ts';
import type { Data } from '#infra/stacks/data.ts';
import type { Identity } from '#infra/stacks/identity.ts';

export interface ApiProps extends StackProps {
  readonly stage: Stage;
  readonly bundle: string;
  readonly data: Data;
  readonly identity: Identity;
}

/** A person waits for these; an HTTP API gives up after 30 s. */
const forPeople = { timeout: Duration.seconds(30), memory: 512 };
/** Also the same function's own worker, which reads or writes a whole record type. */
const forJobs = { timeout: Duration.minutes(15), memory: 1024 };

/** What runs. Each function has the rights on its own lines here and no others. */
export class Api extends Stack {
  readonly http: HttpRoutes;
  readonly functions: readonly BundledFunction<FunctionName>[];
  readonly audit: BundledFunction<'audit'>;
  readonly digest: BundledFunction<'digest'>;
  readonly lifecycle: BundledFunction<'lifecycle'>;
  readonly auditDeadLetters: DeadLetters;
  readonly scanDeadLetters: DeadLetters;
  /** Absent where no mail is sent. */
  readonly noticeDeadLetters?: DeadLetters;
  private readonly props: ApiProps;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id, props);
    this.props = props;
    const { data, identity } = props;
    const api = this.api();
    const session = this.session();
    const admin = this.admin();
    const files = this.files();
    const pages = this.pages();
    const imports = this.imports();
    const exports = this.exports();
    const desk = this.desk(exports);
    const disposal = this.disposal();
    const retention = this.retention(disposal);
    const closing = this.closing();
    const { mail } = props.stage;
    const sender = mail && new MailSender(this, 'Mail', mail);
    const notices = this.run('Notices', noticesFunction(props, sender));
    if (sender) this.noticeDeadLetters = new NoticeStream(this, 'NoticeStream', data.table, notices).deadLetters;
    this.lifecycle = this.resuming(imports, exports, disposal, closing, notices);

    this.http = new HttpRoutes(this, 'Routes', identity);
    this.http.forTheSignedIn(api.function, 'api', ['/api/v1/{proxy+}']);
    this.http.forTheSignedIn(admin.function, 'admin', [
      '/api/v1/members',
      '/api/v1/members/{proxy+}',
      '/api/v1/access-events',
      '/api/v1/access-events/{proxy+}',
      '/api/v1/audit',
      '/api/v1/audit/{proxy+}',
      '/api/v1/settings',
      '/api/v1/closing',
      '/api/v1/closing/cancel',
    ]);
    this.http.forTheSignedIn(desk.function, 'desk', [
      '/api/v1/public-records-requests',
      '/api/v1/public-records-requests/{proxy+}',
    ]);
    this.http.forTheSignedIn(files.function, 'files', ['/api/v1/attachments', '/api/v1/attachments/{proxy+}']);
    this.http.forTheSignedIn(pages.function, 'pages', [
      '/api/v1/attachments/{id}/page',
      '/api/v1/attachments/{id}/copy-limits',
    ]);
    this.http.forTheSignedIn(imports.function, 'imports', ['/api/v1/imports', '/api/v1/imports/{proxy+}']);
    this.http.forTheSignedIn(exports.function, 'exports', ['/api/v1/exports', '/api/v1/exports/{proxy+}']);
    this.http.forTheSignedIn(retention.function, 'retention', [
      '/api/v1/retention',
      '/api/v1/retention/{proxy+}',
      '/api/v1/disposals',
      '/api/v1/disposals/{proxy+}',
    ]);
    this.http.forAnyone(session.function, 'session', ['/api/session', '/api/session/{proxy+}']);

    this.audit = this.auditor();
    this.auditDeadLetters = new RecordStream(this, 'RecordStream', data.table, this.audit).deadLetters;
    this.scanDeadLetters = new DeadLetters(this, 'ScanDeadLetters');
    const scan = this.scan(this.scanDeadLetters);
    new ScanOnUpload(this, 'ScanOnUpload', data.quarantine, scan, this.scanDeadLetters);
    new OnSchedule(this, 'ResumeJobs', {
      description: 'Resumes jobs whose worker died',
      expression: 'rate(5 minutes)',
      target: this.lifecycle,
    });
    new OnSchedule(this, 'Daily', {
      description: 'Asks for records that are due for disposal',
      // Night in the United States.
      expression: 'cron(0 9 * * ? *)',
      target: this.lifecycle,
      input: { turn: 'daily' },
    });
    this.digest = this.archiving();
    new OnSchedule(this, 'ArchiveAudit', {
      description: 'Archives the audit entries of the hour that is over',
      // An hour is closed once the last entry of it can have arrived.
      expression: 'cron(20 * * * ? *)',
      target: this.digest,
    });
    this.functions = [
      ...[api, admin, session, desk, files, pages, imports, exports],
      ...[retention, disposal, closing, notices, this.lifecycle, scan, this.audit, this.digest],
    ];
  }

  private api() {
    const { table } = this.props.data;
    return this.run('Records', {
      name: 'api',
      description: 'Records, members and history',
      ...forPeople,
      environment: { TABLE_NAME: table.name },
      rights: [],
      forTenant: tenantItems(table, recordWork, { indexes: indexNames }),
    });
  }

  private admin() {
    const { data, identity, stage } = this.props;
    return this.run('Admin', {
      name: 'admin',
      description: 'Members, settings, access events and the audit trail',
      ...forPeople,
      environment: {
        TABLE_NAME: data.table.name,
        USER_POOL_ID: identity.pool.userPoolId,
        ARCHIVE_LOCK_DAYS: String(stage.archive.days),
      },
      rights: [administerAccounts(identity.pool), ...lockoutCounts(data.table, ['GetItem', 'UpdateItem'])],
      // An administrator who goes is checked against one who stays, in the same transaction.
      forTenant: [
        ...tenantItems(data.table, [...recordWork, 'ConditionCheckItem'], { partitions: aboutPeople }),
        ...tenantAudit(data.table),
        legalHolds(data.table),
      ],
    });
  }

  private session() {
    const { data, identity } = this.props;
    return this.run('Session', {
      name: 'session',
      description: 'Sign-in, sessions and passwords',
      ...forPeople,
      environment: {
        TABLE_NAME: data.table.name,
        USER_POOL_ID: identity.pool.userPoolId,
        CLIENT_ID: identity.client.userPoolClientId,
      },
      rights: [signIn(identity.pool), ...lockoutCounts(data.table, ['UpdateItem'])],
      forTenant: tenantItems(data.table, recordWork, { partitions: aboutPeople }),
    });
  }

  private desk(exports: BundledFunction<'exports'>) {
    const { table, exports: copies, releases, key } = this.props.data;
    return this.run('Desk', {
      name: 'desk',
      description: 'Public-records requests: choosing, preview, review and release',
      ...forPeople,
      environment: {
        TABLE_NAME: table.name,
        EXPORTS_BUCKET: copies.bucketName,
        RELEASES_BUCKET: releases.bucketName,
        EXPORTS_FUNCTION: exports.function.functionName,
      },
      rights: [invoke(exports.function)],
      forTenant: [
        // Requests, profiles and attachments have one list key at most.
        ...tenantItems(table, recordWork, { indexes: ['changes', 'list1'] }),
        tenantObjects('Copies', copies, ['GetObject']),
        // What is larger than 5 GB is copied in parts, in as many requests as it takes.
        tenantObjects('Releases', releases, [
          'AbortMultipartUpload',
          'GetObject',
          'ListMultipartUploadParts',
          'PutObject',
        ]),
        tenantUploads('BegunReleases', releases),
        keyThrough(key, 's3'),
      ],
    });
  }

  private files() {
    const { table, quarantine, attachments, key } = this.props.data;
    return this.run('Files', {
      name: 'files',
      description: 'Signs uploads to quarantine and downloads of clean files',
      ...forPeople,
      environment: {
        TABLE_NAME: table.name,
        QUARANTINE_BUCKET: quarantine.bucketName,
        ATTACHMENTS_BUCKET: attachments.bucketName,
      },
      rights: [],
      forTenant: [
        // Attachments have one list key.
        ...tenantItems(table, recordWork, { indexes: ['changes', 'list1'] }),
        tenantObjects('Upload', quarantine, ['PutObject']),
        tenantObjects('Download', attachments, ['GetObject']),
        keyThrough(key, 's3'),
      ],
    });
  }

  private pages() {
    return this.run('Pages', { ...forPeople, ...pagesFunction(this.props.data) });
  }

  private imports() {
    const { table, quarantine, key } = this.props.data;
    const imports = this.run('Imports', {
      name: 'imports',
      description: 'Reads uploaded files into records',
      ...forJobs,
      environment: { TABLE_NAME: table.name, QUARANTINE_BUCKET: quarantine.bucketName },
      rights: [],
      forTenant: [
        ...tenantItems(table, [...recordWork, 'BatchWriteItem'], { indexes: ['list1'] }),
        tenantObjects('Uploads', quarantine, ['DeleteObject', 'GetObject', 'PutObject']),
        keyThrough(key, 's3'),
      ],
    });
    mayInvokeItself(imports);
    return imports;
  }

  private exports() {
    const { table, exports: bucket, attachments, releases, key } = this.props.data;
    const exports = this.run('Exports', {
      name: 'exports',
      description: 'Writes records out as files',
      ...forJobs,
      // A photo of 16 megapixels that is coded anew for a redacted copy takes up to 700 MB.
      memory: 2048,
      // Rows are gone again at once, and three spaces of sixteen would be a third of all the memory that they take.
      newSpaceMb: 8,
      environment: {
        TABLE_NAME: table.name,
        EXPORTS_BUCKET: bucket.bucketName,
        ATTACHMENTS_BUCKET: attachments.bucketName,
        RELEASES_BUCKET: releases.bucketName,
      },
      rights: [],
      forTenant: [
        ...tenantItems(table, recordWork),
        tenantObjects('Files', bucket, [
          'AbortMultipartUpload',
          // A redacted copy that did not stand its check is taken away, with what it was checked against; S3 keeps it a day more.
          'DeleteObject',
          'GetObject',
          'ListMultipartUploadParts',
          'PutObject',
        ]),
        // Also what a worker began that died before it could note so.
        tenantUploads('BegunFiles', bucket),
        tenantObjects('Attachments', attachments, ['GetObject']),
        // An archive of the whole agency takes along what it released.
        tenantObjects('Releases', releases, ['GetObject']),
        keyThrough(key, 's3'),
      ],
    });
    mayInvokeItself(exports);
    return exports;
  }

  private retention(disposal: BundledFunction<'disposal'>) {
    const { table } = this.props.data;
    return this.run('Retention', {
      name: 'retention',
      description: 'Retention rules, legal holds and the approval of disposals',
      ...forPeople,
      environment: { TABLE_NAME: table.name, DISPOSAL_FUNCTION: disposal.function.functionName },
      rights: [invoke(disposal.function)],
      forTenant: tenantItems(table, recordWork, { partitions: [...aboutPeople, 'job', 'retention'] }),
    });
  }

  private disposal() {
    const disposal = this.run('Disposal', disposalFunction(this.props.data));
    mayInvokeItself(disposal);
    return disposal;
  }

  private auditor() {
    const { table } = this.props.data;
    return this.run('Audit', {
      name: 'audit',
      description: 'Writes one audit entry per version of a record',
      timeout: Duration.seconds(60),
      memory: 512,
      environment: { TABLE_NAME: table.name },
      rights: auditAppend(table),
    });
  }

  private archiving() {
    return this.run('Digest', digestFunction(this.props));
  }

  private scan(deadLetters: DeadLetters) {
    const { table, quarantine, attachments, key } = this.props.data;
    return this.run('Scan', {
      name: 'scan',
      description: 'Moves clean files from quarantine to attachments',
      timeout: Duration.seconds(120),
      memory: 1024,
      deadLetters,
      environment: {
        TABLE_NAME: table.name,
        QUARANTINE_BUCKET: quarantine.bucketName,
        ATTACHMENTS_BUCKET: attachments.bucketName,
      },
      rights: [
        ...tableAccess(table, ['GetItem', 'PutItem']),
        objectAccess('Quarantined', quarantine, ['DeleteObject', 'GetObject']),
        objectAccess('Clean', attachments, ['PutObject']),
        keyThrough(key, 's3'),
      ],
    });
  }

  private closing() {
    const closing = this.run('Closing', closingFunction(this.props));
    mayInvokeItself(closing);
    return closing;
  }

  private resuming(
    imports: BundledFunction<'imports'>,
    exports: BundledFunction<'exports'>,
    disposal: BundledFunction<'disposal'>,
    closing: BundledFunction<'closing'>,
    notices: BundledFunction<'notices'>,
  ) {
    const { table } = this.props.data;
    return this.run('Lifecycle', {
      name: 'lifecycle',
      description: 'Starts jobs again whose worker died, asks daily for records that are due, and closes accounts',
      timeout: Duration.seconds(60),
      memory: 512,
      environment: {
        TABLE_NAME: table.name,
        IMPORTS_FUNCTION: imports.function.functionName,
        EXPORTS_FUNCTION: exports.function.functionName,
        DISPOSAL_FUNCTION: disposal.function.functionName,
        CLOSING_FUNCTION: closing.function.functionName,
        NOTICES_FUNCTION: notices.function.functionName,
      },
      rights: [
        ...tableAccess(table, ['BatchGetItem', 'Query'], ['list1']),
        invoke(imports.function, exports.function, disposal.function, closing.function, notices.function),
      ],
    });
  }

  private run<Name extends FunctionName>(id: string, props: Omit<BundledFunctionProps<Name>, 'bundle'>) {
    return new BundledFunction<Name>(this, id, { ...props, bundle: this.props.bundle });
  }
}
