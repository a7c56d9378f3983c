import { now } from '#functions/lib/aws/clock.ts';
import { respond, respondProblem } from '#functions/lib/http/respond.ts';
import { isGone, tenantStore } from '#functions/lib/store/index.ts';
import { over } from '#functions/lib/usecases/session-life.ts';
import { Problem } from '#shared/model/problem.ts';
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
  const { member, tenant, session } = await store.memberWithTenant(memberId, sessionId);
  const reason = session && tenant ? over(session, tenant.settings, at) : 'Not known';
  const welcome =
    member?.status === 'active' && tenant !== undefined && tenant.suspendedAt === undefined && !isGone(tenant);
  if (reason !== undefined || !welcome) return end(event, desk, handle, token, reason);
  const tokens = await desk.provider.refresh(token);
  if (tokens === 'reused')
    return end(event, desk, handle, token, 'The same sign-in was used twice, perhaps by somebody else');
  if (tokens === undefined) return undefined;
  // Ended while Cognito was at work: then the new pair must not live either.
  if (!(await store.sessions.touch(memberId, sessionId, at)))
    return end(event, desk, handle, tokens.refresh, undefined);
  return tokens;
};

const end = async (event: Event, desk: Desk, handle: Handle, token: string, reason?: string): Promise<undefined> => {
  const { tenantId, memberId, sessionId } = handle;
  await desk.provider.revoke(token);
  if (await tenantStore(desk.table, { tenantId }).sessions.end(memberId, sessionId, now()))
    await note(desk, event, { id: memberId, tenantId }, 'sessionEnded', reason);
  return undefined;
};
