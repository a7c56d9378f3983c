import type { TestProject } from 'vitest/node';
import { forgetNotes } from '#test/support/rights-used.ts';

/** Notes are of one run. Only when nothing else runs are those of the last one judged again. */
export default function setup({ vitest }: TestProject): void {
  if (vitest.config.project.join() !== 'rights') forgetNotes();
}
