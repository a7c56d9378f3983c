import { v7 } from 'uuid';
import { now } from '#functions/lib/aws/clock.ts';
import { derivedId } from '#functions/lib/aws/ids.ts';
import { tenantStore, type StoredDisposal, type Table, type TenantStore } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { MOST_ROWS } from '#shared/model/disposal.ts';
import { SYSTEM_MEMBER } from '#shared/model/principal.ts';
import { addDays, civilDate } from '#shared/time/civil.ts';
import { DueSearch } from './find-due.ts';

/** Days: what a person wanted kept is not proposed to them again before. */
const KEPT_DAYS = 365;

const nothing = new Uint8Array(16);
/** The same for two runs on the same day, so that the second finds what the first has made. */
const proposalId = (tenantId: string, today: string): string =>
  derivedId(v7({ msecs: Date.parse(today), seq: 0, random: nothing }), `${tenantId}/disposal`);

const isOpen = ({ state }: StoredDisposal) => state !== 'done' && state !== 'declined';

const allDisposals = async (store: TenantStore): Promise<StoredDisposal[]> => {
  const found: StoredDisposal[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.jobs.list('disposal', 50, cursor);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
};

/** What somebody decided to keep within the last year, row by row or the whole list. */
const keptLately = (disposals: readonly StoredDisposal[], at: string): Set<string> => {
  const since = addDays(at.slice(0, 10), -KEPT_DAYS);
  const decided = disposals.filter(({ decision }) => decision !== undefined && decision.at.slice(0, 10) >= since);
  return new Set(
    decided.flatMap(({ state, rows, decision }) =>
      (state === 'declined' ? rows : (decision?.excluded ?? [])).map(({ id }) => id),
    ),
  );
};

/**
 * Proposes what is due to the person whom the agency named. Never more than one list at a time, none without a person,
 * and nothing is disposed of by it.
 */
export const propose = async (table: Table, tenantId: string): Promise<'proposed' | 'nothing'> => {
  const store = tenantStore(table, { tenantId });
  const [tenant, policy, at] = [await store.tenant(), await store.retention.policy(), now()];
  const asked = policy.disposer;
  if (tenant === undefined || tenant.suspendedAt !== undefined || tenant.closing !== undefined) return 'nothing';
  if (asked === undefined) return 'nothing';
  const earlier = await allDisposals(store);
  if (earlier.some(isOpen)) return 'nothing';
  const today = civilDate(at, tenant.timeZone);
  const wanted = { policy, zone: tenant.timeZone, today, kept: keptLately(earlier, at) };
  const rows = (await new DueSearch(store, wanted).run()).slice(0, MOST_ROWS);
  if (rows.length === 0) return 'nothing';
  const { replayed } = await store.jobs.create({
    kind: 'disposal',
    id: proposalId(tenantId, today),
    state: 'waiting',
    version: 1,
    createdAt: at,
    createdBy: SYSTEM_MEMBER,
    updatedAt: at,
    progress: { done: 0, total: rows.length },
    tries: 0,
    order: { asked, dueBy: today },
    rows,
  });
  if (replayed) return 'nothing';
  const by = { principal: { tenantId, memberId: SYSTEM_MEMBER }, now: at, viewer: {} };
  await store.access.put(eventOf(by, 'disposalProposed', asked, `${rows.length} records`));
  return 'proposed';
};
