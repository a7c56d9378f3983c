import { now } from '#functions/lib/aws/clock.ts';
import type { UserAccounts } from '#functions/lib/aws/accounts.ts';
import type { ArchivePlace, LockRule } from '#functions/lib/aws/archive-bucket.ts';
import { tenantStore, type Table, type Tenant, type TenantStore } from '#functions/lib/store/index.ts';
import { REMINDER_DAYS, type Closing, type Deletion } from '#shared/permit/closing.ts';
import { addDays, civilDate } from '#shared/time/civil.ts';
import { erase } from './erase.ts';
import { isFree, LeaseLost, saver } from './lease.ts';
import { keepReport, reportOf } from './report.ts';
import { accountShelf, dataShelves, poolShelf, type TenantBuckets } from './shelves.ts';

/**
 * From the moment nobody comes in any more until anything is deleted: longer than a function runs and than a link or a
 * token lives, so that nothing that was begun before is still at work.
 */
const QUIET_MS = 20 * 60_000;

export interface ClosingDesk {
  readonly table: Table;
  readonly accounts: UserAccounts;
  readonly buckets: TenantBuckets;
  readonly archive: (tenantId: string) => ArchivePlace;
  readonly lock: LockRule;
}

export interface Turn {
  /** The id of the invocation. */
  readonly owner: string;
  readonly mustStop: () => boolean;
}

export type Outcome = 'nothing' | 'reminded' | 'held' | 'begun' | 'quiet' | 'busy' | 'more' | 'closed';

/** What the agency itself has said is not done while a hold is on what it has, nor while nobody of it can come in. */
const isHeld = async (store: TenantStore, { suspendedAt }: Tenant): Promise<boolean> =>
  suspendedAt !== undefined || (await store.retention.policy()).holds.some(({ lifted }) => lifted === undefined);

/** A week before the export period ends. Written down, since whoever mails the reminder follows what is written. */
const remind = async (store: TenantStore, closing: Closing, today: string): Promise<Outcome> => {
  if (closing.remindedAt !== undefined || today < addDays(closing.exportUntil, -REMINDER_DAYS)) return 'nothing';
  return (await store.erasure.remind(closing, now())) ? 'reminded' : 'nothing';
};

const begin = async (store: TenantStore, tenant: Tenant, closing: Closing): Promise<Outcome> => {
  const today = civilDate(now(), tenant.timeZone);
  if (today < closing.deletionOn) return remind(store, closing, today);
  if (await isHeld(store, tenant)) return 'held';
  const deletion: Deletion = { begunAt: now(), version: 1, round: 0, shelf: 0, counts: {} };
  return (await store.erasure.begin(closing, deletion)) ? 'begun' : 'nothing';
};

const work = async (
  desk: ClosingDesk,
  store: TenantStore,
  tenant: Tenant,
  closing: Closing,
  from: Deletion,
  turn: Turn,
): Promise<Outcome> => {
  const writes = saver(store, turn.owner, from);
  const eraser = {
    accounts: [accountShelf(store, desk.accounts)],
    data: dataShelves(store, tenant.id, desk.buckets),
    pool: [poolShelf(desk.accounts, tenant.id)],
    save: writes.save,
    mustStop: turn.mustStop,
  };
  const { how, deletion } = await erase(eraser, await writes.save(from));
  if (how === 'more') {
    await writes.release(deletion);
    return 'more';
  }
  const ended = { tenant, closing, deletion, at: now(), lockDays: desk.lock.days };
  const report = await keepReport(desk.archive(tenant.id), desk.lock, reportOf(ended));
  if (!(await store.erasure.finish(tenant, deletion, report))) throw new LeaseLost();
  return 'closed';
};

/** One turn on one agency: begins deletion once its day has come, or goes on with it. Can come as often as it likes. */
export const takeTurn = async (desk: ClosingDesk, tenantId: string, turn: Turn): Promise<Outcome> => {
  const store = tenantStore(desk.table, { tenantId });
  const tenant = await store.tenant();
  const { closing } = tenant ?? {};
  if (tenant === undefined || closing === undefined) return 'nothing';
  const { deletion } = closing;
  if (deletion === undefined) return begin(store, tenant, closing);
  if (Date.parse(now()) - Date.parse(deletion.begunAt) < QUIET_MS) return 'quiet';
  if (!isFree(deletion, now())) return 'busy';
  try {
    return await work(desk, store, tenant, closing, deletion, turn);
  } catch (error) {
    if (error instanceof LeaseLost) return 'busy';
    throw error;
  }
};
