import { now } from '#functions/lib/aws/clock.ts';
import { respond, respondProblem } from '#functions/lib/http/respond.ts';
import { tenantStore, type Session } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Settings } from '#shared/model/settings.ts';
import { cookie, noCookies, REFRESH, sessionCookies, withCookies } from './cookies.ts';
import { note, type Answer, type Desk, type Event } from './desk.ts';
import { readRefresh, refreshValue, type Handle } from './handle.ts';
import type { Tokens } from './outcome.ts';

export const refresh = async (event: Event, desk: Desk): Promise<Answer> => {
  const { requestId } = event.requestContext;
  const held = await readRefresh(desk.provider, cookie(event, REFRESH));
  const tokens = held && (await renew(event, desk, held.handle, held.token));
  if (held === undefined || tokens === undefined)
    return withCookies(
      respondProblem(new Problem('not-signed-in', 'Your session is over. Sign in again.'), requestId),
      noCookies,
    );
  const next = await refreshValue(desk.provider, held.handle, tokens.refresh);
  return withCookies(respond({ status: 204 }, requestId), sessionCookies(tokens, next));
};

const renew = async (event: Event, desk: Desk, handle: Handle, token: string): Promise<Tokens | undefined> => {
  const { tenantId, memberId, sessionId } = handle;
  const store = tenantStore(desk.table, { tenantId });
  const at = now();
  const [session, { member, tenant }] = await Promise.all([
    store.sessions.get(memberId, sessionId),
    store.memberWithTenant(memberId),
  ]);
  const reason = session && tenant ? over(session, tenant.settings, at) : 'Not known';
  const welcome = member?.status === 'active' && tenant !== undefined && tenant.suspendedAt === undefined;
  if (reason !== undefined || !welcome) return end(event, desk, handle, token, reason);
  const tokens = await desk.provider.refresh(token);
  if (tokens === 'reused') return end(event, desk, handle, token, 'A used-up token came again');
  if (tokens === undefined) return undefined;
  // Ended while Cognito was at work: then the new pair must not live either.
  if (!(await store.sessions.touch(memberId, sessionId, at)))
    return end(event, desk, handle, tokens.refresh, undefined);
  return tokens;
};

const minutes = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 60_000;

/** Why a session cannot go on; undefined while it can. */
export const over = (
  { startedAt, lastSeenAt, endedAt }: Session,
  { sessionHours, idleMinutes }: Settings,
  at: string,
): string | undefined => {
  if (endedAt !== undefined) return 'Ended before';
  if (minutes(startedAt, at) >= sessionHours * 60) return `Longer than ${sessionHours} h`;
  if (minutes(lastSeenAt, at) >= idleMinutes) return `No request for ${idleMinutes} min`;
  return undefined;
};

const end = async (event: Event, desk: Desk, handle: Handle, token: string, reason?: string): Promise<undefined> => {
  const { tenantId, memberId, sessionId } = handle;
  await desk.provider.revoke(token);
  if (await tenantStore(desk.table, { tenantId }).sessions.end(memberId, sessionId, now()))
    await note(desk, event, { id: memberId, tenantId }, 'sessionEnded', reason);
  return undefined;
};
