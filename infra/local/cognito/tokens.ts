import { randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { issuerOf, type ClientPlan, type PoolPlan } from './plan.ts';
import { CognitoProblem, notAuthorized } from './problem.ts';
import type { User } from './records.ts';
import type { Service } from './service.ts';
import { preTokenGeneration, type TokenChanges } from './triggers.ts';

export const userScope = 'aws.cognito.signin.user.admin';

export interface Grant {
  pool: PoolPlan;
  client: ClientPlan;
  user: User;
  originJti: string;
  /** Epoch milliseconds of the sign-in, the same in every token refreshed from it. */
  authTime: number;
  source: 'TokenGeneration_Authentication' | 'TokenGeneration_NewPasswordChallenge' | 'TokenGeneration_RefreshTokens';
  clientMetadata?: Record<string, string> | undefined;
}

/** Cognito ignores what a trigger says about these. */
const reserved = `acr amr at_hash auth_time azp exp iat iss jti nbf nonce origin_jti sub token_use version
  username client_id device_key event_id cognito:username identities`.split(/\s+/);

function changed(base: Record<string, unknown>, change: TokenChanges['access'], kept: string[]) {
  const added = Object.entries(change?.claimsToAddOrOverride ?? {}).filter(([name]) => !kept.includes(name));
  const hidden = (change?.claimsToSuppress ?? []).filter((name) => !kept.includes(name));
  const all = [...Object.entries(base), ...added].filter(([name]) => !hidden.includes(name));
  return Object.fromEntries(all);
}

function scopesOf(change: TokenChanges['access']): string {
  const all = new Set([userScope, ...(change?.scopesToAdd ?? [])]);
  for (const scope of change?.scopesToSuppress ?? []) all.delete(scope);
  return [...all].join(' ');
}

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000);
const typed = (name: string, value: string) => (name.endsWith('_verified') ? value === 'true' : value);

export async function issueTokens(service: Service, grant: Grant) {
  const { pool, client, user } = grant;
  const changes = await preTokenGeneration(service, pool, client.id, grant.source, user, grant.clientMetadata);
  const issuedAt = seconds(service.now().getTime());
  const shared = {
    sub: user.sub,
    iss: issuerOf(pool),
    origin_jti: grant.originJti,
    event_id: randomUUID(),
    auth_time: seconds(grant.authTime),
    iat: issuedAt,
    ...(changes.groups.length > 0 ? { 'cognito:groups': changes.groups } : {}),
  };
  const access = {
    ...shared,
    client_id: client.id,
    username: user.sub,
    scope: scopesOf(changes.access),
    token_use: 'access',
  };
  const attributes = Object.entries(user.attributes).map(([name, value]) => [name, typed(name, value)] as const);
  const id = {
    ...shared,
    ...Object.fromEntries(attributes),
    'cognito:username': user.sub,
    aud: client.id,
    token_use: 'id',
  };
  return {
    AccessToken: await sign(
      service,
      pool,
      changed(access, changes.access, [...reserved, 'scope']),
      client.accessMinutes,
    ),
    IdToken: await sign(service, pool, changed(id, changes.id, [...reserved, 'aud']), client.idMinutes),
    ExpiresIn: Math.round(client.accessMinutes * 60),
    TokenType: 'Bearer',
  };
}

function keyOf(service: Service, pool: PoolPlan) {
  const key = service.keys.get(pool.id);
  if (!key) throw new Error(`No signing key for ${pool.id}: the key file does not belong to these pools.`);
  return key;
}

function sign(service: Service, pool: PoolPlan, claims: Record<string, unknown>, minutes: number): Promise<string> {
  const key = keyOf(service, pool);
  const expires = seconds(service.now().getTime()) + Math.round(minutes * 60);
  return new SignJWT({ ...claims, jti: randomUUID(), exp: expires })
    .setProtectedHeader({ kid: key.kid, alg: 'RS256' })
    .sign(key.private);
}

const accessClaims = z.object({
  sub: z.string(),
  token_use: z.literal('access'),
  scope: z.string(),
  origin_jti: z.string(),
  client_id: z.string(),
});

export interface Bearer {
  pool: PoolPlan;
  client: ClientPlan;
  user: User;
}

/** The user behind an access token, for the operations that a person calls about himself. */
export async function bearer(service: Service, token: string): Promise<Bearer> {
  for (const pool of service.pools) {
    const checks = { issuer: issuerOf(pool), algorithms: ['RS256'], currentDate: service.now() };
    const verified = await jwtVerify(token, keyOf(service, pool).public, checks).catch((cause: unknown) => {
      if (cause instanceof errors.JWTExpired) throw notAuthorized('Access Token has expired');
      return undefined;
    });
    const claims = accessClaims.safeParse(verified?.payload);
    const client = claims.success && pool.clients.find(({ id }) => id === claims.data.client_id);
    if (client) return { pool, client, user: holder(service, claims.data) };
  }
  throw notAuthorized('Invalid Access Token');
}

function holder(service: Service, claims: z.infer<typeof accessClaims>): User {
  if (!claims.scope.split(' ').includes(userScope)) throw notAuthorized('Access Token does not have required scopes');
  const user = service.users.get(claims.sub);
  if (!user) throw new CognitoProblem('UserNotFoundException', 'User does not exist.');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  if (service.families.get(claims.origin_jti)?.revoked !== false) throw notAuthorized('Access Token has been revoked');
  return user;
}
