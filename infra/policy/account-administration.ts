import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';

/** Inviting people and keeping them out. No right to set a password or to sign in as anybody, nor to list the pool. */
export const administerAccounts = (pool: IUserPool): PolicyStatement =>
  new PolicyStatement({
    sid: 'AdministerAccounts',
    actions: [
      'cognito-idp:AdminCreateUser',
      'cognito-idp:AdminDeleteUser',
      'cognito-idp:AdminDisableUser',
      'cognito-idp:AdminEnableUser',
      'cognito-idp:AdminGetUser',
      'cognito-idp:AdminSetUserMFAPreference',
      'cognito-idp:AdminUserGlobalSignOut',
    ],
    resources: [pool.userPoolArn],
  });
