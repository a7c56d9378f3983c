import { Aws } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { BundledFunction } from '#infra/constructs/bundled-function.ts';
import type { FunctionName } from '#infra/constructs/function-bundle.ts';
import { invoke } from '#infra/policy/invoke.ts';

export interface OnScheduleProps {
  readonly description: string;
  /** Of EventBridge: `rate(…)`, or `cron(…)` in UTC. */
  readonly expression: string;
  readonly target: BundledFunction<FunctionName>;
  /** What the function is told; nothing, when absent. */
  readonly input?: object;
}

/** A missed turn is not made up for: the next one does its work too. */
export class OnSchedule extends Construct {
  constructor(scope: Construct, id: string, { description, expression, target, input = {} }: OnScheduleProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      description: `Starts ${target.name} on schedule`,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    });
    role.addToPolicy(invoke(target.function));
    new CfnSchedule(this, 'Schedule', {
      description,
      scheduleExpression: expression,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: target.function.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify(input),
        retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 },
      },
    }).node.addDependency(role);
  }
}
