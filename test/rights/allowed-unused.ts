/** A grant that AWS makes use of where nothing on this machine can show it. `*` stands for any text. */
export interface AllowedUnused {
  readonly role: string;
  readonly statement: string;
  readonly actions: readonly string[];
  readonly reason: string;
}

/**
 * Every entry has a reason, and must go once it has none: the test fails when a grant that is named here was used
 * after all, and when an entry names none that is left.
 */
export const allowedUnused: readonly AllowedUnused[] = [
  {
    role: '*',
    statement: 'ServeOneTenant',
    actions: ['sts:AssumeRole', 'sts:TagSession'],
    reason:
      'Within one account the trust policy of the tenant role lets the function in by itself. The grant says the same from the other side, so that the role alone tells what it may become.',
  },
  {
    role: '*',
    statement: 'WriteOwnLogs',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    reason: 'The Lambda service writes what a function prints; the function calls nothing.',
  },
  {
    role: '*',
    statement: 'KeyThroughDynamodb',
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
    reason: 'DynamoDB asks it of the caller, who never calls KMS. Its guide names all four for a key of our own.',
  },
  {
    role: '*',
    statement: 'KeyThroughS3',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    reason: 'S3 asks it of the caller, who never calls KMS: to open an object and to write one.',
  },
  ...[
    { role: 'Api-AuditRole', letters: '#7' },
    { role: 'Api-NoticesRole', letters: '#6' },
  ].flatMap(({ role, letters }) => [
    {
      role,
      statement: 'ReadStream',
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      reason: 'The Lambda service reads the stream with the role of the function.',
    },
    {
      role,
      statement: 'FindStream',
      actions: ['dynamodb:ListStreams'],
      reason: 'The Lambda service looks for the stream with the role of the function.',
    },
    {
      role,
      statement: letters,
      actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
      reason: 'The Lambda service sets aside what of the stream could not be read. CDK grants the three together.',
    },
  ]),
  {
    role: 'Api-ScanRole',
    statement: '#8',
    actions: ['sqs:SendMessage'],
    reason: 'The Lambda service sets aside the event of a file whose check failed.',
  },
  {
    role: 'Api-ClosingRole',
    statement: 'Invoke',
    actions: ['lambda:InvokeFunction'],
    reason: 'Deletion hands itself to a fresh invocation after 14 minutes; that it can stop after any page is tested.',
  },
  {
    role: 'Api-ClosingTenantRole',
    statement: 'Report',
    actions: ['s3:GetObject'],
    reason: 'Reads the report that a worker has put there which died before its very last write.',
  },
  ...['Api-ArchiveAuditRole', 'Api-DailyRole', 'Api-ResumeJobsRole'].map((role) => ({
    role,
    statement: 'Invoke',
    actions: ['lambda:InvokeFunction'],
    reason: 'The scheduler calls the function with it.',
  })),
  {
    role: 'Web-CustomCDKBucketDeployment*',
    statement: '#*',
    actions: ['s3:*'],
    reason: 'Puts the site into its bucket at a deployment. It is of CDK, and no function of ours.',
  },
];
