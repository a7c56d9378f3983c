import { Duration } from 'aws-cdk-lib';
import { type PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { mayBecome, tagged } from '#infra/policy/tenant-session.ts';

interface TenantRoleProps {
  /** The role of the one function that may take this one on. */
  readonly server: Role;
  readonly name: string;
  readonly rights: readonly PolicyStatement[];
}

/**
 * What a function may do for one agency at a time. It assumes this role with the agency's id as a session tag, and
 * every right here is bound to that tag. One such role for each function rather than one for all: the rights stay the
 * function's own, so that a session of the records API, for instance, opens no file.
 */
export class TenantRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { server, name, rights }: TenantRoleProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: tagged(server),
      description: `What ${name} may do for the one agency that its session is tagged with`,
      maxSessionDuration: Duration.hours(1),
    });
    for (const right of rights) role.addToPolicy(right);
    server.addToPolicy(mayBecome(role));
    this.arn = role.roleArn;
  }
}
