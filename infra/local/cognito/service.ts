import { z } from 'zod';
import type { Challenges } from './challenges.ts';
import type { Collection } from './journal.ts';
import type { SigningKey } from './keys.ts';
import type { Lockout } from './lockout.ts';
import type { ClientPlan, PoolPlan } from './plan.ts';
import { CognitoProblem, invalidParameter, userNotFound } from './problem.ts';
import type { Family, RefreshToken, User } from './records.ts';

export interface CognitoMail {
  from: string;
  to: string[];
  subject: string;
  text?: string;
  html?: string;
}

/** What every operation is handed. */
export interface Service {
  pools: readonly PoolPlan[];
  users: Collection<User>;
  families: Collection<Family>;
  refreshTokens: Collection<RefreshToken>;
  lockout: Lockout;
  challenges: Challenges;
  keys: Map<string, SigningKey>;
  now: () => Date;
  trigger: (functionName: string, event: unknown) => Promise<unknown>;
  sendMail: (mail: CognitoMail) => void;
}

export type Operation = (service: Service, body: unknown) => Promise<object>;
export type Operations = Record<string, Operation>;

/** An operation never sees a body that its schema has not taken apart. */
export function operation<S extends z.ZodType>(
  schema: S,
  run: (service: Service, input: z.output<S>) => object | Promise<object>,
): Operation {
  return async (service, body) => {
    const parsed = schema.safeParse(body);
    if (!parsed.success) throw invalidParameter(parsed.error.issues.map(sentence).join('; '));
    return run(service, parsed.data);
  };
}

const sentence = (issue: z.core.$ZodIssue) => `Value at '${issue.path.join('.')}' failed to satisfy: ${issue.message}`;

export const inPool = z.object({ UserPoolId: z.string() });
export const onUser = inPool.extend({ Username: z.string().min(1).max(128) });
export const metadata = z.record(z.string(), z.string()).optional();

export function poolOf(service: Service, id: string): PoolPlan {
  const found = service.pools.find((pool) => pool.id === id);
  if (!found) throw new CognitoProblem('ResourceNotFoundException', `User pool ${id} does not exist.`);
  return found;
}

export function clientOf(service: Service, id: string, within?: PoolPlan): { pool: PoolPlan; client: ClientPlan } {
  for (const pool of within ? [within] : service.pools) {
    const client = pool.clients.find((candidate) => candidate.id === id);
    if (client) return { pool, client };
  }
  throw new CognitoProblem('ResourceNotFoundException', `User pool client ${id} does not exist.`);
}

/** People sign in with their e-mail address; the user name that Cognito keeps and puts into tokens is the sub. */
export function findUser(service: Service, pool: PoolPlan, username: string): User | undefined {
  const plain = (email: string | undefined) => (pool.caseSensitive ? email : email?.toLowerCase());
  const wanted = plain(username);
  return service.users
    .values()
    .find((user) => user.poolId === pool.id && (user.sub === username || plain(user.attributes['email']) === wanted));
}

export function userOf(service: Service, pool: PoolPlan, username: string): User {
  const found = findUser(service, pool, username);
  if (!found) throw userNotFound();
  return found;
}

export function saveUser(service: Service, user: User): User {
  const saved = { ...user, modifiedAt: service.now().getTime() };
  service.users.put(user.sub, saved);
  return saved;
}

/** Ends every sign-in of the user: refresh tokens and, for calls made with them, access tokens. */
export function revokeAll(service: Service, sub: string): void {
  for (const [originJti, family] of service.families.entries())
    if (family.sub === sub && !family.revoked) service.families.put(originJti, { ...family, revoked: true });
}
