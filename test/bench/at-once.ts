import type { Served } from './served.ts';

/** Connections that ask at the same time. */
export const AT_ONCE = 16;

/** Numbers its requests from `first` on, sixteen at once, of which each goes on when its own was answered. */
export const asking = (target: Served, eventFor: (n: number) => object, first = 0) => {
  let from = first;
  return async (times: number): Promise<void> => {
    const begin = from;
    from += times;
    const go = async (at: number) => {
      for (let n = at; n < from; n += AT_ONCE) await target.ask(eventFor(n));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => go(begin + n)));
  };
};
