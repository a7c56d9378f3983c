import { defineConfig } from 'vitest/config';

/** An audit entry or a job comes a moment after the answer; on a busy machine that is more than the second of vitest. */
const whatComesAfter = { poll: { timeout: 15_000 } };

/**
 * Three kinds of test. `unit` needs nothing but node; `stack` runs the synthesized template on this machine
 * (test/support/assembly.ts makes it once); `e2e` drives a real browser against it. `rights` comes after all of them
 * and asks which grants of the template they made no use of.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.stack.test.ts', 'test/e2e/**', 'test/rights/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'stack',
          include: ['test/**/*.stack.test.ts'],
          globalSetup: ['test/support/assembly.ts'],
          setupFiles: ['test/support/note-rights.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: whatComesAfter,
          maxWorkers: 2,
          // A group of its own: projects of one group must have the same number of workers, which follows the machine.
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/assembly.ts'],
          setupFiles: ['test/support/note-rights.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          expect: whatComesAfter,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'rights',
          include: ['test/rights/**/*.test.ts'],
          globalSetup: ['test/rights/forget-notes.ts', 'test/support/assembly.ts'],
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
