import { agencies, DEMO_PASSWORD } from '#infra/local/demo/agencies.ts';
import { seedAccounts, type SeedTarget } from '#infra/local/demo/seed.ts';
import { startLocal, type LocalOptions, type LocalStack } from '#infra/local/index.ts';
import type { Role } from '#shared/model/role.ts';
import { assembly } from './assembly.ts';
import { watch } from './rights-used.ts';
import { codeFor } from './sign-in-codes.ts';
import { visit, type Visitor } from './visitor.ts';

export const [fernwick, marlow] = agencies;

/** What a seed needs to know of a stack that runs. */
export const seedTarget = (stack: LocalStack): SeedTarget => {
  const [table] = stack.plan.tables;
  const [pool] = stack.plan.pools;
  if (table === undefined || pool === undefined) throw new Error('The template has no table or no user pool.');
  return {
    url: stack.url,
    endpoint: stack.endpoint,
    region: stack.region,
    operator: stack.operator,
    tableName: table.name,
    poolId: pool.id,
  };
};

export interface TestStack extends LocalStack {
  /** Someone of an agency, signed in. */
  as(role: Role, agency?: (typeof agencies)[number]): Promise<Visitor>;
}

/** The synthesized template in memory, with two agencies and one account for each role. */
export const startStack = async (options: Partial<LocalOptions> = {}): Promise<TestStack> => {
  const stack = await startLocal({ assembly, port: 0, ...options });
  watch(stack, options.assembly);
  await seedAccounts(seedTarget(stack));
  return {
    ...stack,
    as: (role, agency = fernwick) =>
      visit(stack.url, `${role}@${agency.domain}`, DEMO_PASSWORD, (email) => codeFor(stack, email)),
  };
};
