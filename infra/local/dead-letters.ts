import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { DeadLetter } from './lambda/host.ts';

const letter = z.object({ at: z.string(), source: z.string(), reason: z.string(), body: z.unknown() });

export interface DeadLetters {
  add: (letter: DeadLetter) => void;
  list: () => readonly DeadLetter[];
}

/** What no function could handle, kept where the console shows it: nothing is lost silently. */
export function createDeadLetters(dir: string | undefined): DeadLetters {
  const file = dir === undefined ? undefined : join(dir, 'dead-letters.jsonl');
  const lines = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const letters = lines.filter((line) => line.endsWith('}')).map((line): DeadLetter => letter.parse(JSON.parse(line)));
  return {
    add: (one) => {
      letters.push(one);
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(one)}\n`);
    },
    list: () => letters,
  };
}
