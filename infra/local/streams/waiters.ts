/** Those who wait for the mapping to have caught up, and the poller's pause which they cut short. */
export interface Waiters {
  /** Resolves when all records written before this call are dealt with. */
  wait(): Promise<void>;
  any(): boolean;
  /** Ends early as soon as somebody waits, or at `wake`. */
  pause(milliseconds: number): Promise<void>;
  /** Every record written before this moment (epoch milliseconds) is dealt with. */
  release(caughtUpTo: number): void;
  wake(): void;
}

export function createWaiters(): Waiters {
  let waiting: { since: number; resolve: () => void }[] = [];
  let wake: () => void = () => undefined;
  return {
    wait: () =>
      new Promise((resolve) => {
        waiting.push({ since: Date.now(), resolve });
        wake();
      }),
    any: () => waiting.length > 0,
    pause: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => wake(), milliseconds);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (waiting.length > 0) wake();
      }),
    release: (caughtUpTo) => {
      const [released, still] = [true, false].map((past) =>
        waiting.filter((each) => each.since <= caughtUpTo === past),
      );
      waiting = still ?? [];
      for (const each of released ?? []) each.resolve();
    },
    wake: () => wake(),
  };
}
