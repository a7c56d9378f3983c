import { now } from '#functions/lib/aws/clock.ts';
import { respond } from '#functions/lib/http/respond.ts';
import { tenantStore } from '#functions/lib/store/index.ts';
import { claimsOfTrusted } from './claims.ts';
import { ACCESS, cookie, noCookies, REFRESH, withCookies } from './cookies.ts';
import { note, type Answer, type Desk, type Event } from './desk.ts';
import { handleOf, readRefresh, type Handle } from './handle.ts';

/** Ends the session for good: its access token is refused from the next request on, its refresh token is revoked. */
export const signOut = async (event: Event, desk: Desk): Promise<Answer> => {
  const held = await readRefresh(desk.provider, cookie(event, REFRESH));
  const handle = (await verified(event, desk)) ?? held?.handle;
  if (handle !== undefined) {
    const { tenantId, memberId, sessionId } = handle;
    const ended = await tenantStore(desk.table, { tenantId }).sessions.end(memberId, sessionId, now());
    if (ended) await note(desk, event, { id: memberId, tenantId }, 'signOut');
  }
  if (held !== undefined) await desk.provider.revoke(held.token);
  return withCookies(respond({ status: 204 }, event.requestContext.requestId), noCookies);
};

const verified = async (event: Event, { provider }: Desk): Promise<Handle | undefined> => {
  const access = cookie(event, ACCESS);
  return access !== undefined && (await provider.verify(access)) === true
    ? handleOf(claimsOfTrusted(access))
    : undefined;
};
