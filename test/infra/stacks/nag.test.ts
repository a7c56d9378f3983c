import { Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { acknowledged } from '#infra/policy/nag.ts';
import { stageNamed } from '#infra/stage.ts';
import { SENDER, withApp } from './synthesized.ts';

const synthesisOf = (careless: (stack: Stack) => void) => () =>
  withApp('dev', (app) => {
    careless(new Stack(app, 'Careless'));
    app.synth();
  });

describe('cdk-nag in the build', () => {
  test('a bucket that nobody secured fails synthesis', { timeout: 120_000 }, () => {
    const careless = synthesisOf((stack) => new Bucket(stack, 'Bucket'));
    expect(careless).toThrow(/Careless\/Bucket\/Resource.*\n.*AwsSolutions-S10/);
  });

  test('a wildcard that nobody acknowledged fails synthesis', { timeout: 120_000 }, () => {
    const careless = synthesisOf((stack) => {
      const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
      role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:*'], resources: ['*'] }));
    });
    expect(careless).toThrow('AwsSolutions-IAM5[Action::dynamodb:*]');
  });

  test('every acknowledgement has a reason, and none speaks for a whole stack or all wildcards', () => {
    for (const { at, ids, reason } of acknowledged(stageNamed('dev', { mailFrom: SENDER }))) {
      expect(at).toContain('/');
      expect(reason).toMatch(/.{20,}\.$/);
      for (const id of ids) expect(id).not.toBe('AwsSolutions-IAM5');
    }
  });
});
