import type { PoolPlan } from './cognito/index.ts';
import type { Credentials } from './endpoint/credentials.ts';
import type { Plan } from './template/plan.ts';

/** The pools with their clients; a client's secret is made here, where AWS would make it. */
export function poolsOf(plan: Plan, credentials: Credentials): PoolPlan[] {
  return plan.pools.map(({ issuer: _issuer, attributes, ...pool }) => ({
    ...pool,
    attributes: [...attributes],
    clients: plan.clients
      .filter(({ poolId }) => poolId === pool.id)
      .map(({ hasSecret, poolId: _poolId, ...client }) => ({
        ...client,
        ...(hasSecret && { secret: credentials.secretFor(`client/${client.id}`) }),
      })),
  }));
}
