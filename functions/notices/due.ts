import type { TenantStore } from '#functions/lib/store/index.ts';
import { SYSTEM_MEMBER } from '#shared/model/principal.ts';
import type { Stored, ValuesOf } from '#shared/model/record.ts';
import { isClosed, requestStatuses, type RequestStatus } from '#shared/permit/request-status.ts';
import { workingDays } from '#shared/permit/response-clocks.ts';
import { records } from '#shared/records/index.ts';
import { addBusinessDays } from '#shared/time/business-days.ts';
import { civilDate } from '#shared/time/civil.ts';
import type { Notice } from './notice.ts';

const { publicRecordsRequest: request } = records;

/** Business days before the day to answer: time enough to put an answer together or to put the day off. */
const AHEAD_DAYS = 3;

const open = (Object.keys(requestStatuses) as RequestStatus[]).filter((status) => !isClosed(status));

async function* openRequests(store: TenantStore): AsyncGenerator<Stored> {
  for (const value of open) {
    let cursor: string | undefined;
    do {
      const page = await store.list(request, { by: 'status', value, limit: 100, cursor });
      yield* page.items;
      cursor = page.next;
    } while (cursor !== undefined);
  }
}

/**
 * The requests that are to be answered within three business days, or should have been, each for whoever handles it.
 * Told once before and once after the day; another day is told anew. An agency that is being closed, or was suspended,
 * cannot answer, so it is told nothing.
 */
export const dueRequests = async (store: TenantStore, at: string): Promise<Notice[]> => {
  const tenant = await store.tenant();
  if (tenant === undefined || tenant.suspendedAt !== undefined || tenant.closing !== undefined) return [];
  const today = civilDate(at, tenant.timeZone);
  const notices: Notice[] = [];
  for await (const { id, values } of openRequests(store)) {
    const { handler, dueOn, law } = values as ValuesOf<typeof request.fields>;
    if (handler === undefined) continue;
    const days = workingDays(law ?? tenant.settings.requestLaw ?? 'other', tenant.settings);
    if (dueOn > addBusinessDays(days, today, AHEAD_DAYS)) continue;
    const kind = dueOn < today ? 'requestOverdue' : 'requestDue';
    const about = { tenantId: tenant.id, kind, at, by: SYSTEM_MEMBER, to: { member: handler } } as const;
    notices.push({ ...about, id: `${kind}#${id}#${dueOn}`, request: { id, dueOn } });
  }
  return notices;
};
