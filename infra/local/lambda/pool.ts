import type { Instance, Outcome } from './instance.ts';
import type { Ask } from './messages.ts';

/** Threads of one function at a time. Each costs some 30 MB; further requests wait, where Lambda would start more. */
const mostInstances = 3;
/** Milliseconds an unused thread is kept warm. */
const idleTime = 120_000;

export interface PoolOutcome extends Outcome {
  readonly cold: boolean;
}

export interface Pool {
  run: (ask: Omit<Ask, 'deadline'>) => Promise<PoolOutcome>;
  close: () => Promise<void>;
}

export function createPool(start: () => Instance): Pool {
  const idle: { instance: Instance; reap: NodeJS.Timeout }[] = [];
  const all = new Set<Instance>();
  const waiting: ((instance: Instance | undefined) => void)[] = [];

  const end = (instance: Instance): Promise<void> => {
    all.delete(instance);
    return instance.end();
  };
  const startOne = (): Instance => {
    const instance = start();
    all.add(instance);
    return instance;
  };

  const take = async (): Promise<{ instance: Instance; cold: boolean }> => {
    for (let warm = idle.pop(); warm; warm = idle.pop()) {
      clearTimeout(warm.reap);
      if (warm.instance.alive) return { instance: warm.instance, cold: false };
      all.delete(warm.instance);
    }
    if (all.size < mostInstances) return { instance: startOne(), cold: true };
    const handed = await new Promise<Instance | undefined>((resolve) => waiting.push(resolve));
    return handed ? { instance: handed, cold: false } : { instance: startOne(), cold: true };
  };

  const giveBack = (instance: Instance): void => {
    if (!instance.alive) all.delete(instance);
    const next = waiting.shift();
    if (next) {
      next(instance.alive ? instance : undefined);
      return;
    }
    if (!instance.alive) return;
    const entry = {
      instance,
      reap: setTimeout(() => {
        idle.splice(idle.indexOf(entry), 1);
        void end(instance);
      }, idleTime).unref(),
    };
    idle.push(entry);
  };

  return {
    run: async (ask) => {
      const { instance, cold } = await take();
      try {
        return { ...(await instance.run(ask)), cold };
      } finally {
        giveBack(instance);
      }
    },
    close: async () => {
      for (const { reap } of idle.splice(0)) clearTimeout(reap);
      await Promise.all([...all].map(end));
    },
  };
}
