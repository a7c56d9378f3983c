import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import * as z from 'zod';
import { now } from '#functions/lib/aws/clock.ts';
import { isGone, tenantStore, type Table } from '#functions/lib/store/index.ts';
import { over, unseen } from '#functions/lib/usecases/session-life.ts';
import { SYSTEM_TENANT, tenantIdPattern, type Principal } from '#shared/model/principal.ts';
import { codesRequired } from '#shared/model/settings.ts';
import { Problem } from '#shared/model/problem.ts';

/** Claims that the authorizer has verified. Only an access token counts. */
const claims = z.object({
  sub: z.uuid(),
  tenantId: z.string().regex(tenantIdPattern),
  origin_jti: z.string().min(1),
  token_use: z.literal('access'),
});

/**
 * Who asks: the verified token says which agency and member, the member's own item says what holds right now.
 * A token alone is not trusted, since it outlives a sign-out, a lost role, a deactivation or the end of a session by its
 * fifteen minutes.
 */
export const principalOf = async (event: APIGatewayProxyEventV2WithJWTAuthorizer, table: Table): Promise<Principal> => {
  const verified = claims.safeParse(
    (event.requestContext.authorizer as typeof event.requestContext.authorizer | undefined)?.jwt.claims,
  );
  if (!verified.success || verified.data.tenantId === SYSTEM_TENANT) throw signedOut();
  const { sub, tenantId, origin_jti: sessionId } = verified.data;
  const store = tenantStore(table, { tenantId });
  const { member, tenant, session } = await store.memberWithTenant(sub, sessionId);
  if (member?.status !== 'active' || tenant === undefined || isGone(tenant)) throw signedOut();
  // Before anything about the session: suspending ends all sessions, and the person should hear why.
  if (tenant.suspendedAt !== undefined) throw suspended();
  if (Object.hasOwn(member.revoked, sessionId)) throw signedOut();
  const at = now();
  if (session === undefined || over(session, tenant.settings, at) !== undefined) throw signedOut();
  // False: it was ended while this request was on its way.
  if (unseen(session, at) && !(await store.sessions.touch(sub, sessionId, at))) throw signedOut();
  const lacksCodes = !member.mfa && codesRequired(member.role, tenant.settings);
  return {
    tenantId,
    memberId: member.id,
    name: member.name,
    role: member.role,
    sessionId,
    ...(lacksCodes && { lacksCodes }),
    ...(tenant.closing && { closing: true as const }),
  };
};

const signedOut = () => new Problem('not-signed-in', 'Sign in to go on.');

/** For those alone who have shown that they are of the agency. */
export const suspended = () =>
  new Problem('not-signed-in', 'Access for your agency is suspended. Ask whoever runs Stormledger for you.');
