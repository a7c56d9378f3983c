import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import type { PlainRoute } from '#functions/lib/http/handler.ts';
import { jsonBody, parse } from '#functions/lib/http/parse.ts';
import { respond, respondProblem } from '#functions/lib/http/respond.ts';
import { tenantStore, type Table } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import { claimsOfTrusted } from './claims.ts';
import { ACCESS, cookie, noCookies, REFRESH, sessionCookies } from './cookies.ts';
import type { IdentityProvider, Tokens } from './identity-provider.ts';

const credentials = z.strictObject({
  email: z.string().trim().toLowerCase().min(3).max(254),
  password: z.string().min(1).max(256),
});

type Answer = APIGatewayProxyStructuredResultV2;
const withCookies = (answer: Answer, cookies: readonly string[]): Answer => ({ ...answer, cookies: [...cookies] });

export const sessionRoutes = (provider: IdentityProvider, table: Table): PlainRoute[] => [
  { method: 'POST', path: '/api/session', handler: (event) => signIn(event, provider, table) },
  { method: 'POST', path: '/api/session/refresh', handler: (event) => refresh(event, provider) },
  { method: 'DELETE', path: '/api/session', handler: (event) => signOut(event, provider, table) },
];

/** The member behind fresh tokens, if that person may come in. */
const welcome = async (tokens: Tokens, table: Table) => {
  const { sub, tenantId } = claimsOfTrusted(tokens.access);
  const store = tenantStore(table, { tenantId });
  const [member, tenant] = await Promise.all([store.member(sub), store.tenant()]);
  return member?.status === 'active' && tenant !== undefined ? { member, tenant } : undefined;
};

const signIn = async (event: APIGatewayProxyEventV2, provider: IdentityProvider, table: Table): Promise<Answer> => {
  const { email, password } = parse(credentials, jsonBody(event), 'e-mail and password');
  const tokens = await provider.signIn(email, password);
  const known = tokens && (await welcome(tokens, table));
  if (tokens === undefined || known === undefined)
    throw new Problem('sign-in-refused', 'The e-mail address or the password is not right. Check both and try again.');
  const { id, name, role } = known.member;
  const body = {
    member: { id, name, email: known.member.email, role },
    tenant: { id: known.tenant.id, name: known.tenant.name, timeZone: known.tenant.timeZone },
  };
  return withCookies(respond({ status: 200, body }, event.requestContext.requestId), sessionCookies(tokens));
};

const refresh = async (event: APIGatewayProxyEventV2, provider: IdentityProvider): Promise<Answer> => {
  const { requestId } = event.requestContext;
  const token = cookie(event, REFRESH);
  const tokens = token === undefined ? undefined : await provider.refresh(token);
  if (tokens === undefined)
    return withCookies(
      respondProblem(new Problem('not-signed-in', 'Your session is over. Sign in again.'), requestId),
      noCookies,
    );
  return withCookies(respond({ status: 204 }, requestId), sessionCookies(tokens));
};

/** Ends the session for good: its access token is refused from the next request on, its refresh token is revoked. */
const signOut = async (event: APIGatewayProxyEventV2, provider: IdentityProvider, table: Table): Promise<Answer> => {
  const [access, token] = [cookie(event, ACCESS), cookie(event, REFRESH)];
  if (access !== undefined && (await provider.verify(access)) === true) {
    const { sub, tenantId, origin_jti, exp } = claimsOfTrusted(access);
    await tenantStore(table, { tenantId }).revokeSession(sub, origin_jti, exp);
  }
  if (token !== undefined) await provider.revoke(token);
  return withCookies(respond({ status: 204 }, event.requestContext.requestId), noCookies);
};
