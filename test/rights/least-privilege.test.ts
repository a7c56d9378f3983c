import { beforeAll, describe, expect, test } from 'vitest';
import { grantsOf, type Grant } from '#infra/local/iam/grants.ts';
import { rolesOf } from '#infra/local/iam/roles.ts';
import { loadPlan } from '#infra/local/template/index.ts';
import { assembly } from '#test/support/assembly.ts';
import { grantsUsed, unheard } from '#test/support/rights-used.ts';
import { allowedUnused } from './allowed-unused.ts';
import { names, told } from './grants.ts';

/**
 * Least privilege, measured: the local endpoint asks the synthesized policies before every call, and notes which
 * grant allowed it. What no test made use of is either not needed or not tested.
 */
const missing = unheard();
const partial = `${missing.length} test files did not run, such as ${missing[0] ?? ''}: a part of the tests cannot say which rights are unused.`;
const whole = test.skipIf(missing.length > 0);

const granted: Grant[] = [...rolesOf(loadPlan(assembly)).values()].flatMap(grantsOf);
let unused: Grant[] = [];

beforeAll(() => {
  if (missing.length > 0) console.warn(`NOT CHECKED: ${partial}`);
  else {
    const used = new Set(grantsUsed().map((grant) => JSON.stringify(grant)));
    unused = granted.filter((grant) => !used.has(JSON.stringify(grant)));
  }
});
const excused = (grant: Grant) => allowedUnused.some((entry) => names(entry, grant));

describe('the rights of the roles', () => {
  whole('are all made use of by some test, but for those that only AWS itself can use', () => {
    expect(unused.filter((grant) => !excused(grant)).map(told)).toEqual([]);
  });

  whole('stand among the unused only as long as they are', () => {
    const used = granted.filter((grant) => !unused.includes(grant));
    expect(used.filter(excused).map(told)).toEqual([]);
  });

  test('stand among the unused only as long as a role holds them', () => {
    const actions = allowedUnused.flatMap((entry) => entry.actions.map((action) => ({ ...entry, actions: [action] })));
    expect(actions.filter((entry) => !granted.some((grant) => names(entry, grant)))).toEqual([]);
  });
});
