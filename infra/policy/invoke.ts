import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { BundledFunction } from '#infra/constructs/bundled-function.ts';
import type { FunctionName } from '#infra/constructs/function-bundle.ts';

export const invoke = (...functions: readonly IFunction[]): PolicyStatement =>
  new PolicyStatement({
    sid: 'Invoke',
    actions: ['lambda:InvokeFunction'],
    resources: functions.map((f) => f.functionArn),
  });

/**
 * A job hands itself to a fresh invocation. The policy stands beside the role's own one: inside it, the function would
 * wait for its role's policy and that policy for the function.
 */
export const mayInvokeItself = (worker: BundledFunction<FunctionName>): Policy =>
  new Policy(worker, 'InvokeItself', { statements: [invoke(worker.function)], roles: [worker.role] });
