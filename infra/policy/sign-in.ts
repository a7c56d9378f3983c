import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';

/**
 * DescribeUserPoolClient reads the client's secret, which so stands in no environment. Refreshing and revoking need no
 * right: there the token is the proof. The preference is set when somebody comes in with a recovery code.
 */
export const signIn = (pool: IUserPool): PolicyStatement =>
  new PolicyStatement({
    sid: 'SignIn',
    actions: [
      'cognito-idp:AdminGetUser',
      'cognito-idp:AdminInitiateAuth',
      'cognito-idp:AdminRespondToAuthChallenge',
      'cognito-idp:AdminSetUserMFAPreference',
      'cognito-idp:DescribeUserPoolClient',
    ],
    resources: [pool.userPoolArn],
  });
