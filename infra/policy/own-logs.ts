import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';

/** In place of AWSLambdaBasicExecutionRole, which may write every log group of the account. */
export const writeOwnLogs = (logs: ILogGroup): PolicyStatement =>
  new PolicyStatement({
    sid: 'WriteOwnLogs',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logs.logGroupArn],
  });
