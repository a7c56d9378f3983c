import { Worker } from 'node:worker_threads';
import type { FunctionPlan } from '#infra/local/template/plan.ts';
import type { Answer, Ask, Setup } from './messages.ts';

export interface Outcome {
  /** JSON text: the function's answer, or `{errorType, errorMessage}`. */
  readonly payload: string;
  readonly error?: 'Unhandled' | 'Timeout';
}

/** One execution environment: a worker thread that serves one request at a time. */
export interface Instance {
  run: (ask: Omit<Ask, 'deadline'>) => Promise<Outcome>;
  readonly alive: boolean;
  end: () => Promise<void>;
}

/** Bytes: what Lambda lets a function answer (6 MB and a little for the envelope). */
const largestAnswer = 6_291_556;

const failed = (errorType: string, errorMessage: string): Outcome => ({
  payload: JSON.stringify({ errorType, errorMessage }),
  error: errorType === 'Sandbox.Timedout' ? 'Timeout' : 'Unhandled',
});

function judged(answer: Answer): Outcome {
  if (!answer.ok) return { payload: answer.payload, error: 'Unhandled' };
  if (Buffer.byteLength(answer.payload) <= largestAnswer) return { payload: answer.payload };
  const message = `Response payload size exceeded maximum allowed payload size (${largestAnswer} bytes).`;
  return failed('Function.ResponseSizeTooLarge', message);
}

export function startInstance(
  plan: FunctionPlan,
  env: Record<string, string>,
  onOutput: (text: string) => void,
): Instance {
  const workerData: Setup = { folder: plan.folder, handler: plan.handler };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData,
    env,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: plan.memoryMb },
  });
  let alive = true;
  let settle: ((outcome: Outcome) => void) | undefined;
  const finish = (outcome: Outcome): void => settle?.(outcome);
  for (const stream of [worker.stdout, worker.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => onOutput(chunk));
  worker.on('message', (answer: Answer) => finish(judged(answer)));
  worker.on('error', (error: Error) => {
    alive = false;
    finish(
      failed(
        'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'Runtime.OutOfMemory' : error.name,
        error.message,
      ),
    );
  });
  worker.on('exit', (code) => {
    alive = false;
    finish(failed('Runtime.ExitError', `Runtime exited with code ${code}`));
  });

  const run = async (ask: Omit<Ask, 'deadline'>): Promise<Outcome> => {
    const message: Ask = { ...ask, deadline: Date.now() + plan.timeoutSeconds * 1000 };
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Outcome>((resolve) => {
        settle = resolve;
        timer = setTimeout(() => {
          alive = false;
          resolve(
            failed(
              'Sandbox.Timedout',
              `RequestId: ${ask.id} Error: Task timed out after ${plan.timeoutSeconds.toFixed(2)} seconds`,
            ),
          );
          void worker.terminate();
        }, plan.timeoutSeconds * 1000);
        worker.postMessage(message);
      });
    } finally {
      clearTimeout(timer);
      settle = undefined;
    }
  };

  return {
    run,
    get alive() {
      return alive;
    },
    end: async () => {
      alive = false;
      await worker.terminate();
    },
  };
}
