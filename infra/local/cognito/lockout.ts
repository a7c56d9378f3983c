import { createHash } from 'node:crypto';
import type { Collection } from './journal.ts';
import type { PoolPlan } from './plan.ts';
import { notAuthorized } from './problem.ts';
import type { Attempts } from './records.ts';

const quietMinutes = 15;
const longest = 15 * 60_000;

/**
 * Cognito's own lockout: from the fifth failure on 2^(n-5) seconds, at most 15 minutes; attempts made meanwhile are
 * refused and not counted; a sign-in or 15 quiet minutes forget it. Names nobody has are locked the same way.
 */
export interface Lockout {
  /** Counts the attempt before it is judged, so that a burst of parallel guesses is counted too. */
  charge(pool: PoolPlan, username: string): void;
  /** The password was right but the sign-in is not complete: neither a failure nor a fresh start. */
  refund(pool: PoolPlan, username: string): void;
  forget(pool: PoolPlan, username: string): void;
}

export function createLockout(kept: Collection<Attempts>, now: () => Date): Lockout {
  // Digests: people type passwords into the name field.
  const keyOf = (pool: PoolPlan, username: string) =>
    createHash('sha256').update(`${pool.id} ${username.toLowerCase()}`).digest('hex');
  const current = (key: string, at: number): Attempts => {
    const held = kept.get(key) ?? { count: 0, lastAt: at, lockedUntil: 0 };
    const quiet = at - Math.max(held.lastAt, held.lockedUntil) >= quietMinutes * 60_000;
    return quiet ? { count: 0, lastAt: at, lockedUntil: 0 } : held;
  };
  return {
    charge: (pool, username) => {
      const [key, at] = [keyOf(pool, username), now().getTime()];
      const held = current(key, at);
      if (at < held.lockedUntil) {
        kept.put(key, { ...held, lastAt: at });
        throw notAuthorized('Password attempts exceeded');
      }
      const count = held.count + 1;
      const lockedUntil = count < 5 ? 0 : at + Math.min(2 ** (count - 5) * 1000, longest);
      kept.put(key, { count, lastAt: at, lockedUntil });
    },
    refund: (pool, username) => {
      const [key, at] = [keyOf(pool, username), now().getTime()];
      kept.put(key, { count: Math.max(0, current(key, at).count - 1), lastAt: at, lockedUntil: 0 });
    },
    forget: (pool, username) => {
      kept.delete(keyOf(pool, username));
    },
  };
}
