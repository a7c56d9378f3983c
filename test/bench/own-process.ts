import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FunctionName } from '#infra/constructs/function-bundle.ts';
import { environmentOf } from '#infra/local/lambda/environment.ts';
import type { TestStack } from '#test/support/stack.ts';

/** What a process used up. Seconds of its own processor tell more than a clock that others share. */
export interface Used {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
  readonly startBytes: number;
}

/** The heap that a machine of this many MB gives: V8 itself looks at the whole machine, and clears up only as it fills. */
const heapOf = ({ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: mb }: Readonly<Record<string, string>>): string[] =>
  mb === undefined ? [] : [`--max-old-space-size=${Math.floor(Number(mb) * 0.9)}`];

/** Runs a script beside this one with nothing but these variables; its last line is what it measured. */
export const measuredBy = <T>(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  /** Kills it, with no time to put anything away. */
  signal?: AbortSignal,
): Promise<T> => {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, [...heapOf(env), path, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    signal,
    killSignal: 'SIGKILL',
  });
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const line = told.trimEnd().split('\n').at(-1) ?? '';
      if (code === 0) resolve(JSON.parse(line) as T);
      else reject(new Error(`${script} ended with ${code}: ${told}`));
    });
  });
};

/** The very bundle that is deployed, and what Lambda would tell it. */
export const deployed = (stack: TestStack, name: FunctionName, endpoint = stack.endpoint) => {
  const plan = stack.plan.functions.find(({ shortName }) => shortName === name);
  if (plan === undefined) throw new Error(`There is no function ${name}.`);
  const { accessKeyId, secretAccessKey } = stack.credentialsOf(name);
  const env = environmentOf(plan, { region: stack.region, endpoint, accessKeyId, secretAccessKey });
  return { folder: plan.folder, env };
};
