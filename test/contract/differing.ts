import { afterAll, beforeEach, expect } from 'vitest';

/**
 * The tests (`group > name`) that another implementation is known not to pass. Each must go on failing, and each must
 * be a test of the suite: a list that is no longer true fails.
 */
export function expectDifferences(known: readonly string[]): void {
  const names = new Set<string>();
  beforeEach(({ task }) => {
    const name = `${task.suite?.name ?? ''} > ${task.name}`;
    names.add(name);
    // What `it.fails` sets. The suite is shared with those who pass, so it cannot say so itself.
    if (known.includes(name)) Object.assign(task, { fails: true });
  });
  afterAll(() => {
    expect(known.filter((name) => !names.has(name))).toEqual([]);
  });
}
