import { asking, AT_ONCE } from './at-once.ts';
import { operations, type Operation } from './operations.ts';
import type { Served } from './served.ts';
import type { Figure } from './table.ts';

const [WARM, MANY] = [20_000, 100_000];
const mixed = ['create', 'read', 'list 50', 'update'];

/** What a process still holds after so many requests that it did not hold before: one in four is each of these. */
export const growthOf = async (
  target: Served,
  ids: readonly string[],
  eventOf: (operation: Operation, n: number) => object,
): Promise<Figure> => {
  const inTurn = operations(ids.slice(0, AT_ONCE / mixed.length)).filter(({ name }) => mixed.includes(name));
  const ask = asking(target, (n) => {
    const operation = inTurn[n % inTurn.length];
    if (operation === undefined) throw new Error('There is nothing to ask for.');
    return eventOf(operation, Math.floor(n / inTurn.length));
  });
  await ask(WARM);
  const before = await target.held();
  await ask(MANY);
  const grownMB = ((await target.held()) - before) / 1024 / 1024;
  return { what: 'memory grown over 100,000 requests', measured: grownMB, unit: 'MB', budget: { most: 1 } };
};
