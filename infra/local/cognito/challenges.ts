import { randomBytes } from 'node:crypto';
import { notAuthorized } from './problem.ts';

export interface Challenge {
  kind: 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA';
  clientId: string;
  sub: string;
  /** The hash that was right when the challenge was set: a password changed since makes the session worthless. */
  passwordHash: string | undefined;
}

/** Sessions live in memory only: a restart ends them, which costs a person one more try. */
export interface Challenges {
  open(challenge: Challenge): string;
  /** Takes the session away at once, so that two answers cannot both be judged. */
  take(session: string, kind: string, clientId: string): Challenge;
  /** After a wrong answer the same session may be tried again, five times in all. */
  giveBack(session: string): void;
}

const lifetime = 3 * 60_000;
const tries = 5;

export function createChallenges(now: () => Date): Challenges {
  const held = new Map<string, Challenge & { expiresAt: number; failures: number; used: boolean }>();
  return {
    open: (challenge) => {
      const at = now().getTime();
      for (const [session, old] of held) if (at > old.expiresAt + lifetime) held.delete(session);
      const session = randomBytes(48).toString('base64url');
      held.set(session, { ...challenge, expiresAt: at + lifetime, failures: 0, used: false });
      return session;
    },
    take: (session, kind, clientId) => {
      const found = held.get(session);
      if (found?.kind !== kind || found.clientId !== clientId) throw notAuthorized('Invalid session for the user.');
      if (found.used) throw notAuthorized('Invalid session for the user, session can only be used once.');
      if (now().getTime() >= found.expiresAt) throw notAuthorized('Invalid session for the user, session is expired.');
      found.used = true;
      return found;
    },
    giveBack: (session) => {
      const found = held.get(session);
      if (!found) return;
      found.failures += 1;
      found.used = found.failures >= tries;
    },
  };
}
