import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretOf } from '#infra/local/aws/sigv4.ts';
import { createSessions, isSessionKey, type Sessions } from '#infra/local/iam/sessions.ts';
import type { FunctionPlan } from '#infra/local/template/plan.ts';

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Credentials {
  /** The person at this machine: console, demo data, tests. */
  readonly operator: KeyPair;
  of: (plan: FunctionPlan) => KeyPair;
  /** Credentials of an assumed role count only together with their token, and until they expire. */
  secretOf: SecretOf;
  readonly sessions: Sessions;
  /** The function an access key id names; undefined for the operator. */
  functionOf: (accessKeyId: string) => FunctionPlan | undefined;
  /** A secret that stays the same for as long as the state folder does. */
  secretFor: (name: string) => string;
}

const keyId = (name: string): string =>
  `LOCAL${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`.padEnd(20, '0').slice(0, 20);

/** Every secret is derived from this one; it never leaves the state folder. */
function seedIn(dir: string | undefined): Buffer {
  if (!dir) return randomBytes(32);
  const file = join(dir, 'seed');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return readFileSync(file);
}

export function createCredentials(
  functions: readonly FunctionPlan[],
  dir: string | undefined,
  now: () => Date,
): Credentials {
  const seed = seedIn(dir);
  const secretFor = (name: string): string => createHmac('sha384', seed).update(name).digest('base64url').slice(0, 51);
  const pair = (name: string): KeyPair => {
    const accessKeyId = keyId(name);
    return { accessKeyId, secretAccessKey: secretFor(accessKeyId).slice(0, 40) };
  };
  const operator = pair('operator');
  const owners = new Map(functions.map((plan) => [pair(plan.shortName).accessKeyId, plan]));
  if (owners.size < functions.length) throw new Error('Two functions have the same short name: rename one of them.');
  const known = (accessKeyId: string) => accessKeyId === operator.accessKeyId || owners.has(accessKeyId);
  const sessions = createSessions(secretFor);
  const secretOf: SecretOf = (accessKeyId, sessionToken) => {
    if (!isSessionKey(accessKeyId)) {
      if (!known(accessKeyId)) return undefined;
      return sessionToken === undefined ? secretFor(accessKeyId).slice(0, 40) : { refused: 'bad-token' };
    }
    const session = sessions.read(accessKeyId, sessionToken);
    if (!session) return { refused: 'bad-token' };
    return session.expires <= now().getTime() ? { refused: 'expired-token' } : sessions.secretOf(accessKeyId);
  };
  return {
    operator,
    sessions,
    of: (plan) => pair(plan.shortName),
    secretOf,
    functionOf: (accessKeyId) => owners.get(accessKeyId),
    secretFor,
  };
}
