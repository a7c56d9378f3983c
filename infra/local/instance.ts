import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const instance = z.object({ url: z.string(), endpoint: z.string(), pid: z.number() });
export type Instance = z.infer<typeof instance>;

const fileIn = (dir: string): string => join(dir, 'instance.json');

/** Where the running instance answers, for `npm run local`. */
export const recordInstance = (dir: string, its: Instance): void => writeFileSync(fileIn(dir), JSON.stringify(its));
export const forgetInstance = (dir: string): void => rmSync(fileIn(dir), { force: true });

export function runningInstance(dir: string): Instance | undefined {
  const file = fileIn(dir);
  return existsSync(file) ? instance.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}
