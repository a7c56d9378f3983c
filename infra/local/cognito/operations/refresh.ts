import { z } from 'zod';
import { checkSecretHash, sameText } from '../client-secret.ts';
import type { ClientPlan, PoolPlan } from '../plan.ts';
import { CognitoProblem, invalidParameter, notAuthorized } from '../problem.ts';
import type { Family, RefreshToken, User } from '../records.ts';
import { clientOf, metadata, operation, revokeAll, type Operations, type Service } from '../service.ts';
import { bearer, issueTokens } from '../tokens.ts';
import { digestOf, newRefreshToken } from './grant.ts';

interface Found {
  digest: string;
  token: RefreshToken;
  family: Family;
  user: User;
}

const unauthorized = (message: string) => new CognitoProblem('UnauthorizedException', message);

function lookUp(service: Service, client: ClientPlan, presented: string): Found {
  const digest = digestOf(presented);
  const token = service.refreshTokens.get(digest);
  const family = token && service.families.get(token.originJti);
  if (!token || family?.clientId !== client.id) throw notAuthorized('Invalid Refresh Token');
  const user = service.users.get(family.sub);
  if (!user) throw notAuthorized('Invalid Refresh Token');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (family.revoked) throw notAuthorized('Refresh Token has been revoked');
  const at = service.now().getTime();
  if (at >= family.expiresAt) throw notAuthorized('Refresh Token has expired');
  if (token.replacedAt !== undefined && at >= token.replacedAt + (client.rotation?.graceSeconds ?? 0) * 1000)
    throw new CognitoProblem('RefreshTokenReuseException', 'Refresh token has been replaced; sign in again.');
  return { digest, token, family, user };
}

type Metadata = Record<string, string> | undefined;

async function refresh(
  service: Service,
  pool: PoolPlan,
  client: ClientPlan,
  presented: string,
  clientMetadata: Metadata,
) {
  const { user, token, family } = lookUp(service, client, presented);
  const source = 'TokenGeneration_RefreshTokens';
  const { authTime } = family;
  const tokens = await issueTokens(service, {
    pool,
    client,
    user,
    originJti: token.originJti,
    authTime,
    source,
    clientMetadata,
  });
  // Looked at again: while the trigger ran, the token may have been used up or revoked by another call.
  const still = lookUp(service, client, presented);
  if (!client.rotation) return tokens;
  const at = service.now().getTime();
  service.refreshTokens.put(still.digest, { ...still.token, replacedAt: still.token.replacedAt ?? at });
  return { ...tokens, RefreshToken: newRefreshToken(service, token.originJti) };
}

/** REFRESH_TOKEN_AUTH; its secret hash is made over the user name inside the token, which is the sub. */
export async function refreshSignIn(
  service: Service,
  pool: PoolPlan,
  client: ClientPlan,
  given: Record<string, string>,
  clientMetadata: Metadata,
) {
  const presented = given['REFRESH_TOKEN'];
  if (presented === undefined) throw invalidParameter('Missing required parameter REFRESH_TOKEN');
  checkSecretHash(client, lookUp(service, client, presented).user.sub, given['SECRET_HASH']);
  const result = await refresh(service, pool, client, presented, clientMetadata);
  return { AuthenticationResult: result, ChallengeParameters: {} };
}

const hasSecret = (client: ClientPlan, given: string | undefined) =>
  client.secret === undefined || sameText(client.secret, given ?? '');

const credentials = z.object({ ClientId: z.string(), ClientSecret: z.string().optional() });

export const refreshOperations: Operations = {
  GetTokensFromRefreshToken: operation(
    credentials.extend({ RefreshToken: z.string().min(1), ClientMetadata: metadata }),
    async (service, input) => {
      const { pool, client } = clientOf(service, input.ClientId);
      if (!hasSecret(client, input.ClientSecret))
        throw notAuthorized(`Unable to verify secret for client ${client.id}`);
      const result = await refresh(service, pool, client, input.RefreshToken, input.ClientMetadata);
      return { AuthenticationResult: result };
    },
  ),

  RevokeToken: operation(credentials.extend({ Token: z.string().min(1) }), (service, input) => {
    const { client } = clientOf(service, input.ClientId);
    if (!hasSecret(client, input.ClientSecret)) throw unauthorized('Invalid client secret.');
    if (!client.revocation)
      throw new CognitoProblem('UnsupportedOperationException', 'Token revocation is not enabled for this client');
    // Three parts: an access or ID token, which cannot be revoked by itself.
    if (input.Token.split('.').length === 3)
      throw new CognitoProblem('UnsupportedTokenTypeException', 'Unsupported token type');
    const originJti = service.refreshTokens.get(digestOf(input.Token))?.originJti;
    const family = originJti === undefined ? undefined : service.families.get(originJti);
    if (originJti === undefined || !family) return {};
    if (family.clientId !== client.id) throw unauthorized('The token was issued to another client.');
    service.families.put(originJti, { ...family, revoked: true });
    return {};
  }),

  GlobalSignOut: operation(z.object({ AccessToken: z.string() }), async (service, input) => {
    revokeAll(service, (await bearer(service, input.AccessToken)).user.sub);
    return {};
  }),
};
