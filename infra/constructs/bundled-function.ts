import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, type CfnFunction, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { join } from 'node:path';
import type { Environments, FunctionName } from '#infra/constructs/function-bundle.ts';
import { TenantRole } from '#infra/constructs/tenant-role.ts';
import { writeOwnLogs } from '#infra/policy/own-logs.ts';

export interface BundledFunctionProps<Name extends FunctionName> {
  readonly name: Name;
  readonly description: string;
  /** The folder that bundleFunctions() filled. */
  readonly bundle: string;
  /** Typed by the function's own schema: a missing, misspelled or superfluous variable does not compile. */
  readonly environment: Omit<Environments[Name], 'TENANT_ROLE_ARN'>;
  readonly timeout: Duration;
  readonly memory: number;
  /** The most that V8 sets aside for what is new, in megabytes. It takes sixteen where it is not told. */
  readonly newSpaceMb?: number;
  /** Everything the function may do of itself, besides writing its own log. */
  readonly rights: readonly PolicyStatement[];
  /** What it may do for the agency it serves at the moment; it is told the role for that in TENANT_ROLE_ARN. */
  readonly forTenant?: readonly PolicyStatement[];
  /** Where an event goes that the function failed on when called asynchronously. */
  readonly deadLetters?: IQueue;
}

/** A function with its own role, its own log group, and no right that its line in the stack does not show. */
export class BundledFunction<Name extends FunctionName> extends Construct {
  readonly function: Function;
  readonly role: Role;
  readonly name: Name;

  constructor(scope: Construct, id: string, props: BundledFunctionProps<Name>) {
    super(scope, id);
    this.name = props.name;
    const logs = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${props.name} may do: ${props.description}`,
    });
    for (const right of [writeOwnLogs(logs), ...props.rights]) this.role.addToPolicy(right);
    const { forTenant: rights } = props;
    const tenant = rights && new TenantRole(this, 'Tenant', { server: this.role, name: props.name, rights });
    this.function = new Function(this, 'Function', {
      description: props.description,
      code: Code.fromAsset(join(props.bundle, props.name), { exclude: ['*.map'] }),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memory,
      role: this.role,
      logGroup: logs,
      environment: {
        ...props.environment,
        ...(tenant ? { TENANT_ROLE_ARN: tenant.arn } : {}),
        ...(props.newSpaceMb ? { NODE_OPTIONS: `--max-semi-space-size=${props.newSpaceMb}` } : {}),
      },
      ...(props.deadLetters ? { deadLetterQueue: props.deadLetters } : {}),
    });
    // The short name, for whoever reads the template (the local runner names credentials after it).
    (this.function.node.defaultChild as CfnFunction).addMetadata('stormledger:function', props.name);
  }
}
