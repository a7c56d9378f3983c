import { afterAll, afterEach, beforeAll, beforeEach, describe, vi } from 'vitest';
import { cognitoContract } from '#test/contract/cognito/suite.ts';
import { morning, startPool, type LocalPool } from './local-pool.ts';

describe('the local user pool', () => {
  let local: LocalPool | undefined;
  beforeAll(async () => {
    local = await startPool();
  });
  afterAll(() => local?.close());
  beforeEach(morning);
  afterEach(() => void vi.useRealTimers());

  cognitoContract(() => {
    if (!local) throw new Error('The pool has not started.');
    return local;
  });
});
