import { afterAll, expect } from 'vitest';
import { writeNote } from './rights-used.ts';

// Registered before the hooks of the test file, so that it runs after them.
afterAll(() => {
  writeNote(expect.getState().testPath ?? '');
});
