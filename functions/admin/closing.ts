import { closingSpecs } from '#functions/lib/http/closing-specs.ts';
import { route, type Asked, type Route } from '#functions/lib/http/request.ts';
import { tenantStore, type Table, type Tenant, type TenantStore } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { requireProof } from '#functions/lib/usecases/proven.ts';
import { Problem } from '#shared/model/problem.ts';
import { closingPlan, type Closing, type ClosingOrder } from '#shared/permit/closing.ts';
import type { RetentionPolicy } from '#shared/permit/retention.ts';
import { civilDate } from '#shared/time/civil.ts';

const openHolds = ({ holds }: RetentionPolicy): number => holds.filter(({ lifted }) => lifted === undefined).length;

const standing = async (store: TenantStore): Promise<Tenant> => {
  const tenant = await store.tenant();
  if (tenant === undefined) throw new Error('An agency whose member was just let in is not there.');
  return tenant;
};

const sameName = (typed: string, name: string): boolean =>
  typed.normalize('NFKC').toLowerCase() === name.normalize('NFKC').trim().toLowerCase();

const closingOf = (asked: Asked<unknown, ClosingOrder>, { timeZone }: Tenant): Closing => ({
  startedAt: asked.now,
  startedBy: asked.principal.memberId,
  exportDays: asked.body.exportDays,
  ...closingPlan(civilDate(asked.now, timeZone), asked.body.exportDays),
});

/** The law keeps what is under a hold, whoever closes what: an administrator lifts the holds first. */
const refuseUnderHold = (policy: RetentionPolicy): void => {
  const count = openHolds(policy);
  if (count === 0) return;
  const holds = count === 1 ? 'A legal hold is' : `${count} legal holds are`;
  throw new Problem('conflict', `${holds} in force. What is held must not be deleted, so lift it first.`);
};

const start = async (store: TenantStore, asked: Asked<unknown, ClosingOrder>): Promise<void> => {
  const tenant = await standing(store);
  if (!sameName(asked.body.name, tenant.name))
    throw new Problem('invalid', 'That is not the name of your agency.', [
      { path: 'name', message: `Write ${tenant.name}` },
    ]);
  await requireProof(store, asked.principal, asked.now);
  const policy = await store.retention.policy();
  refuseUnderHold(policy);
  const closing = closingOf(asked, tenant);
  const event = eventOf(asked, 'closingStarted', undefined, `Deletion begins on ${closing.deletionOn}`);
  if (!(await store.closing.start(closing, policy.version, event, tenant.settings.accessDays)))
    throw new Problem('conflict', 'Something changed in the meantime. Look again, then try once more.');
};

/** Changes nothing where nothing is being closed: a repeat finds the first one's work. */
const cancel = async (store: TenantStore, asked: Asked): Promise<void> => {
  const { closing, settings } = await standing(store);
  if (closing === undefined) return;
  const event = eventOf(asked, 'closingCancelled');
  if (!(await store.closing.cancel(closing, event, settings.accessDays)) && (await standing(store)).closing)
    throw new Problem('conflict', 'Deletion has begun and cannot be stopped.');
};

export const closingRoutes = (table: Table, archiveDays: number): Route[] => {
  const reply = async (store: TenantStore, now: string) => {
    const [{ name, timeZone, closing }, policy] = [await standing(store), await store.retention.policy()];
    const state = closing === undefined ? 'open' : 'closing';
    const today = civilDate(now, timeZone);
    return { status: 200, body: { state, name, today, holds: openHolds(policy), archiveDays, closing } };
  };
  return [
    route({ ...closingSpecs.show, run: ({ principal, now }) => reply(tenantStore(table, principal), now) }),
    route({
      ...closingSpecs.start,
      run: async (asked) => {
        const store = tenantStore(table, asked.principal);
        await start(store, asked);
        return reply(store, asked.now);
      },
    }),
    route({
      ...closingSpecs.cancel,
      run: async (asked) => {
        const store = tenantStore(table, asked.principal);
        await cancel(store, asked);
        return reply(store, asked.now);
      },
    }),
  ];
};
