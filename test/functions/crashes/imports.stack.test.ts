import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { becomeFunction } from '#test/support/as-function.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import { CHANGED, importOffice, NEW, REPEATED, SAME, WRONG } from './imports.ts';
import { fateOf, type Fate } from './life.ts';

// Workers die here on purpose; the log need not say so.
vi.hoisted(() => {
  process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
});
// Who follows is started here, one after another.
vi.mock('#functions/lib/aws/invoke.ts', () => ({ startFunction: () => Promise.resolve() }));

let stack: TestStack;
let runs: ReturnType<typeof importOffice>;
beforeAll(async () => {
  stack = await startStack();
  runs = importOffice(stack, becomeFunction(stack, 'imports'), await stack.as('coordinator'));
});
afterAll(() => stack.close());

/** Progress is written after each row, or not before the end. */
const [EACH_ROW, AT_END] = [0, 60_000];
/** Always the same deaths. Another seed, and more runs, look further. */
const SEED = 20261129;

it.each([
  ['after each row', EACH_ROW, 2],
  ['at its end', AT_END, 6],
] as const)(
  'an import that notes its progress %s, and its undo, change each record once wherever their workers die',
  { timeout: 600_000 },
  async (_when, pace, numRuns) => {
    const { outcome, calls, rows } = await runs({ run: [], undo: [], pace });
    const counts = { created: NEW, updated: CHANGED, unchanged: SAME, skipped: 0, rejected: REPEATED + WRONG };
    expect(outcome.run).toEqual(['done', undefined, counts, { done: rows, total: rows }]);
    expect(outcome.afterRun.filter(({ notes, version }) => notes === 'After' && version === 2)).toHaveLength(CHANGED);
    expect(outcome.afterRun).toHaveLength(CHANGED + SAME + NEW);
    expect(outcome.undo).toEqual([
      'undone',
      undefined,
      { archived: NEW, restored: CHANGED, leftAlone: 0 },
      { done: rows, total: rows },
    ]);
    expect(outcome.afterUndo.map(({ notes }) => notes)).toEqual([
      ...Array<string>(CHANGED).fill('Before'),
      ...Array<string>(SAME).fill('Same'),
    ]);
    const fates = (of: 'run' | 'undo') => fc.array(fateOf(calls[of]), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fates('run'), fates('undo'), async (run: Fate[], undo: Fate[]) => {
        expect((await runs({ run, undo, pace })).outcome).toEqual(outcome);
      }),
      { seed: SEED, numRuns, endOnFailure: true },
    );
  },
);
