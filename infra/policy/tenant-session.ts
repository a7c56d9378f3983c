import {
  type IPrincipal,
  type IRole,
  PolicyStatement,
  PrincipalWithConditions,
  SessionTagsPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { SYSTEM_TENANT } from '#shared/model/principal.ts';

/** Stands for the tenant of the session in the policies of a tenant role. */
export const TENANT = '${aws:PrincipalTag/tenantId}';

/** A policy can ask for the length of an id, not for its alphabet. STS itself takes no `#`, `*` or `?` in a tag. */
const anyTenant = SYSTEM_TENANT.replaceAll('0', '?');

/** Whoever may assume a tenant role must say for which agency, and may say nothing else. */
export const tagged = (server: IPrincipal): IPrincipal =>
  new PrincipalWithConditions(new SessionTagsPrincipal(server), {
    'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenantId'] },
    StringLike: { 'aws:RequestTag/tenantId': anyTenant },
    StringNotEquals: { 'aws:RequestTag/tenantId': SYSTEM_TENANT },
    // Conditions on a tag that is not there could hold; a session without one must not begin.
    Null: { 'aws:RequestTag/tenantId': 'false' },
  });

export const mayBecome = (role: IRole): PolicyStatement =>
  new PolicyStatement({
    sid: 'ServeOneTenant',
    actions: ['sts:AssumeRole', 'sts:TagSession'],
    resources: [role.roleArn],
  });
