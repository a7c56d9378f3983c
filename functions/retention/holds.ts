import { pathId } from '#functions/lib/http/path-id.ts';
import { retentionSpecs } from '#functions/lib/http/retention-specs.ts';
import { route, type Asked, type Route } from '#functions/lib/http/request.ts';
import { tenantStore, type Table, type TenantStore } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { canonical } from '#shared/derive/canonical.ts';
import { Problem } from '#shared/model/problem.ts';
import { activeHolds, type Hold, type HoldScope, type RetentionPolicy } from '#shared/permit/retention.ts';
import { records } from '#shared/records/index.ts';
import { policyReply } from './policy.ts';

/** All holds stand on one item, which DynamoDB ends at 400 KB. */
const MOST_ACTIVE = 200;
/** Two people who place holds at once: the second looks again. */
const ATTEMPTS = 5;

export const saidScope = (scope: HoldScope): string => {
  if (scope.kind === 'all') return 'everything';
  if (scope.kind === 'type') return `all ${records[scope.type].label.many.toLowerCase()}`;
  return `the ${records[scope.type].label.one.toLowerCase()} ${scope.id} and what belongs to it`;
};

const retrying = async <T>(attempt: () => Promise<T>): Promise<T> => {
  for (let n = 1; ; n += 1)
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'stale') || n === ATTEMPTS) throw error;
    }
};

type Order = Pick<Hold, 'id' | 'scope' | 'reason'>;

/** A repeat finds the hold that it placed; another one under that id is a conflict. */
const place = (store: TenantStore, asked: Asked<unknown, Order>) =>
  retrying(async () => {
    const { body: order, principal, now } = asked;
    const before = await store.retention.policy();
    const there = before.holds.find(({ id }) => id === order.id);
    if (there) {
      const same = canonical([there.scope, there.reason]) === canonical([order.scope, order.reason]);
      if (!same) throw new Problem('conflict', 'There is already another hold with this id.');
      return { policy: before, replayed: true };
    }
    if (activeHolds(before).length >= MOST_ACTIVE)
      throw new Problem(
        'conflict',
        `There are ${MOST_ACTIVE} legal holds already. Place one on a site or a record type instead.`,
      );
    const holds = [...before.holds, { ...order, at: now, by: principal.memberId }];
    const event = eventOf(asked, 'holdPlaced', undefined, `On ${saidScope(order.scope)}: ${order.reason}`);
    const days = (await store.settings()).accessDays;
    return { policy: await store.retention.save(before, { holds }, event, days), replayed: false };
  });

const lift = (store: TenantStore, asked: Asked<unknown, { reason: string }>): Promise<RetentionPolicy> =>
  retrying(async () => {
    const { body, principal, now } = asked;
    const before = await store.retention.policy();
    const id = pathId(asked);
    const there = before.holds.find((hold) => hold.id === id);
    if (there === undefined) throw new Problem('not-found', 'There is no such legal hold in your agency.');
    if (there.lifted !== undefined) return before;
    const lifted = { at: now, by: principal.memberId, reason: body.reason };
    const holds = before.holds.map((hold) => (hold.id === id ? { ...hold, lifted } : hold));
    const event = eventOf(asked, 'holdLifted', undefined, `On ${saidScope(there.scope)}: ${body.reason}`);
    return store.retention.save(before, { holds }, event, (await store.settings()).accessDays);
  });

export const holdRoutes = (table: Table): Route[] => [
  route({
    ...retentionSpecs.placeHold,
    run: async (asked) => {
      const { policy, replayed } = await place(tenantStore(table, asked.principal), asked);
      return policyReply(policy, replayed ? 200 : 201);
    },
  }),
  route({
    ...retentionSpecs.liftHold,
    run: async (asked) => policyReply(await lift(tenantStore(table, asked.principal), asked)),
  }),
];
