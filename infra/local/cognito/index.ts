import { join } from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { createChallenges } from './challenges.ts';
import { openJournal } from './journal.ts';
import { keySet, openKeys } from './keys.ts';
import { createLockout } from './lockout.ts';
import { accountOperations } from './operations/accounts.ts';
import { attributeOperations } from './operations/attributes.ts';
import { authenticatorOperations } from './operations/authenticator.ts';
import { challengeOperations } from './operations/challenge.ts';
import { listingOperations } from './operations/listing.ts';
import { passwordOperations } from './operations/passwords.ts';
import { poolOperations } from './operations/pools.ts';
import { refreshOperations } from './operations/refresh.ts';
import { signInOperations } from './operations/sign-in.ts';
import { issuerOf, type PoolPlan } from './plan.ts';
import { CognitoProblem } from './problem.ts';
import { attempts, family, refreshToken, user } from './records.ts';
import { poolOf, type CognitoMail, type Operations, type Service } from './service.ts';

export type { AttributePlan, ClientPlan, PasswordPolicy, PoolPlan, TriggerPlan } from './plan.ts';
export type { CognitoMail } from './service.ts';

export interface CognitoOptions {
  pools: readonly PoolPlan[];
  /** Absent: everything is in memory. */
  dir?: string;
  trigger: (functionName: string, event: unknown) => Promise<unknown>;
  sendMail: (mail: CognitoMail) => void;
  now: () => Date;
}

export interface Authenticator {
  readonly email: string;
  readonly secret: string;
  /** The newest time step whose code was taken; no code works twice. */
  readonly lastStep: number;
}

export interface CognitoAnswer {
  status: number;
  body: object;
}

export interface Cognito {
  /** `operation` is the part of X-Amz-Target after the dot; who may call it is for the endpoint to say. */
  handle(operation: string, body: unknown, caller?: unknown): Promise<CognitoAnswer>;
  jwks(poolId: string): JSONWebKeySet;
  issuer(poolId: string): string;
  /** Accounts with an authenticator app, or about to have one: for the console and for tests, in place of the app. */
  authenticators(): readonly Authenticator[];
  close(): void;
}

const operations: Operations = {
  ...poolOperations,
  ...accountOperations,
  ...listingOperations,
  ...passwordOperations,
  ...signInOperations,
  ...challengeOperations,
  ...refreshOperations,
  ...attributeOperations,
  ...authenticatorOperations,
};

export function createCognito(options: CognitoOptions): Cognito {
  const { pools, dir, now } = options;
  const file = (name: string) => (dir === undefined ? undefined : join(dir, name));
  const journal = openJournal(file('journal.jsonl'));
  const keys = openKeys(
    pools.map(({ id }) => id),
    file('keys.json'),
  );
  const service: Service = {
    pools,
    users: journal.collection('user', user),
    families: journal.collection('family', family),
    refreshTokens: journal.collection('refreshToken', refreshToken),
    lockout: createLockout(journal.collection('attempts', attempts), now),
    challenges: createChallenges(now),
    keys,
    now,
    trigger: options.trigger,
    sendMail: options.sendMail,
  };
  dropExpired(service);
  const key = (poolId: string) => {
    const found = keys.get(poolOf(service, poolId).id);
    if (!found) throw new Error(`No signing key for ${poolId}.`);
    return found;
  };
  return {
    handle: async (name, body) => {
      const answer = await answered(service, name, body);
      try {
        journal.flush();
      } catch (cause) {
        return failure(cause);
      }
      return answer;
    },
    jwks: (poolId) => keySet(key(poolId)),
    issuer: (poolId) => issuerOf(poolOf(service, poolId)),
    authenticators: () => authenticatorsOf(service),
    close: journal.close,
  };
}

async function answered(service: Service, name: string, body: unknown): Promise<CognitoAnswer> {
  try {
    const run = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!run) throw new CognitoProblem('UnknownOperationException', `Local Cognito does not offer ${name}.`);
    return { status: 200, body: await run(service, body) };
  } catch (cause) {
    return failure(cause);
  }
}

function authenticatorsOf({ users }: Service): readonly Authenticator[] {
  return [...users.entries()].flatMap(([, { attributes, totp, totpPending }]) => {
    const secret = totpPending ?? (totp?.enabled ? totp.secret : undefined);
    if (secret === undefined) return [];
    return [
      { email: attributes['email'] ?? '', secret, lastStep: totpPending === undefined ? (totp?.lastStep ?? 0) : 0 },
    ];
  });
}

function failure(cause: unknown): CognitoAnswer {
  if (cause instanceof CognitoProblem) return { status: 400, body: { __type: cause.type, message: cause.message } };
  console.error(cause);
  return {
    status: 500,
    body: { __type: 'InternalErrorException', message: 'Something went wrong; see the terminal.' },
  };
}

/** Kept a day beyond their end, because access tokens may outlive the refresh token they came with. */
function dropExpired({ families, refreshTokens, now }: Service): void {
  const limit = now().getTime() - 24 * 3_600_000;
  for (const [originJti, { expiresAt }] of families.entries()) if (expiresAt < limit) families.delete(originJti);
  for (const [digest, { originJti }] of refreshTokens.entries())
    if (!families.get(originJti)) refreshTokens.delete(digest);
}
