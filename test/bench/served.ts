import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { FunctionName } from '#infra/constructs/function-bundle.ts';
import type { TestStack } from '#test/support/stack.ts';
import { deployed } from './own-process.ts';

const port = z.object({ port: z.int() });
const usedSchema = z.object({ cpuMs: z.number(), memory: z.number() });
const answerSchema = z.object({ statusCode: z.int(), body: z.string().default('') });

/** A function of the stack in a process of its own, which reaches AWS at `endpoint`. */
export const served = async (stack: TestStack, name: FunctionName, endpoint: string) => {
  const { folder, env } = deployed(stack, name, endpoint);
  const script = fileURLToPath(new URL('handler-process.js', import.meta.url));
  const child = spawn(process.execPath, [script, folder], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const url = `http://127.0.0.1:${port.parse(JSON.parse(line)).port}`;
  return {
    /** What it answered; anything but a success ends the bench. */
    ask: async (event: object): Promise<unknown> => {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(event) });
      const { statusCode, body } = answerSchema.parse(await answer.json());
      if (statusCode >= 300) throw new Error(`The function answered ${statusCode}: ${body}`);
      return JSON.parse(body) as unknown;
    },
    used: async () => usedSchema.parse(await (await fetch(url)).json()),
    close: () => child.kill(),
  };
};
export type Served = Awaited<ReturnType<typeof served>>;
