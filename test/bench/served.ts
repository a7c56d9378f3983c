import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { FunctionName } from '#infra/constructs/function-bundle.ts';
import type { TestStack } from '#test/support/stack.ts';
import { deployed } from './own-process.ts';

const port = z.object({ port: z.int() });
const usedSchema = z.object({ cpuMs: z.number() });
const heldSchema = z.object({ bytes: z.number() });
const answerSchema = z.object({ statusCode: z.int(), body: z.string().default('') });

interface Place {
  /** Where the database is reached, past whoever asks at AWS's other addresses who calls. */
  readonly database: string;
  /** In place of the function's own code. */
  readonly script?: string;
}

/** A function of the stack in a process of its own. */
export const served = async (stack: TestStack, name: FunctionName, { database, script }: Place) => {
  const { folder, env } = deployed(stack, name);
  const server = fileURLToPath(new URL('handler-process.js', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', server, script ?? join(folder, 'index.js')], {
    env: { ...env, AWS_ENDPOINT_URL_DYNAMODB: database },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const url = `http://127.0.0.1:${port.parse(JSON.parse(line)).port}`;
  const told = async (what: string) => (await fetch(`${url}/${what}`)).json();
  return {
    /** What it answered; anything but a success ends the bench. */
    ask: async (event: object): Promise<string> => {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(event) });
      const { statusCode, body } = answerSchema.parse(await answer.json());
      if (statusCode >= 300) throw new Error(`The function answered ${statusCode}: ${body}`);
      return body;
    },
    /** Processor milliseconds so far. */
    used: async () => usedSchema.parse(await told('used')).cpuMs,
    /** Bytes that are held once everything else was cleared away. */
    held: async () => heldSchema.parse(await told('held')).bytes,
    close: () => child.kill(),
  };
};
export type Served = Awaited<ReturnType<typeof served>>;
