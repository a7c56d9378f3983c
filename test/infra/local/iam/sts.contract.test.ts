import { afterAll, beforeAll, describe } from 'vitest';
import type { LocalStack } from '#infra/local/index.ts';
import { stsContract } from '#test/contract/sts/suite.ts';
import { clientOf, startFixture } from '#test/infra/local/support/stack.ts';
import { tenantRole } from './tenant.ts';

describe('the local STS', () => {
  let stack: LocalStack | undefined;
  beforeAll(async () => {
    stack = await startFixture();
  });
  afterAll(() => stack?.close());

  stsContract(() => {
    if (!stack) throw new Error('The stack has not started.');
    return { caller: clientOf(stack, 'echo'), roleArn: tenantRole(stack) };
  });
});
