import { Worker } from 'node:worker_threads';
import type { FunctionPlan } from '#infra/local/template/plan.ts';
import { ready, type Answer, type Ask, type Setup } from './messages.ts';
import { machineTime } from './moved-clock.ts';

export interface Outcome {
  /** JSON text: the function's answer, or `{errorType, errorMessage}`. */
  readonly payload: string;
  readonly error?: 'Unhandled' | 'Timeout';
}

export type Request = Omit<Ask, 'deadline'>;

/** One execution environment: a worker thread that serves one request at a time. */
export interface Instance {
  run: (request: Request) => Promise<Outcome>;
  readonly alive: boolean;
  end: () => Promise<void>;
}

/** Bytes: what Lambda lets a function answer (6 MB and a little for the envelope). */
const largestAnswer = 6_291_556;
/** Milliseconds: loading the handler is not counted against the function's timeout, up to here. */
const longestInit = 10_000;

const failed = (errorType: string, errorMessage: string): Outcome => ({
  payload: JSON.stringify({ errorType, errorMessage }),
  error: errorType === 'Sandbox.Timedout' ? 'Timeout' : 'Unhandled',
});

const timedOut = (id: string, seconds: number): Outcome =>
  failed('Sandbox.Timedout', `RequestId: ${id} Error: Task timed out after ${seconds.toFixed(2)} seconds`);

const crashed = (error: Error): Outcome => {
  const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return failed(outOfMemory ? 'Runtime.OutOfMemory' : error.name, error.message);
};

function judged(answer: Answer): Outcome {
  if (!answer.ok) return { payload: answer.payload, error: 'Unhandled' };
  if (Buffer.byteLength(answer.payload) <= largestAnswer) return { payload: answer.payload };
  const message = `Response payload size exceeded maximum allowed payload size (${largestAnswer} bytes).`;
  return failed('Function.ResponseSizeTooLarge', message);
}

function startWorker(plan: FunctionPlan, env: Record<string, string>, onOutput: (text: string) => void): Worker {
  const workerData: Setup = { folder: plan.folder, handler: plan.handler };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData,
    env,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: plan.memoryMb },
  });
  for (const stream of [worker.stdout, worker.stderr]) stream.setEncoding('utf8').on('data', onOutput);
  return worker;
}

export function startInstance(
  plan: FunctionPlan,
  env: Record<string, string>,
  onOutput: (text: string) => void,
): Instance {
  const worker = startWorker(plan, env, onOutput);
  const loaded = Promise.withResolvers<unknown>();
  /** Set once the thread is gone; whoever asks afterwards gets it as the answer. */
  let end: Outcome | undefined;
  let settle: ((outcome: Outcome) => void) | undefined;
  const finish = (outcome: Outcome): void => {
    end ??= outcome;
    settle?.(end);
    loaded.resolve(end);
  };
  worker.on('message', (message: Answer | typeof ready) => {
    if (message === ready) loaded.resolve(ready);
    else settle?.(judged(message));
  });
  worker.on('error', (error: Error) => {
    finish(crashed(error));
  });
  worker.on('exit', (code) => {
    finish(failed('Runtime.ExitError', `Runtime exited with code ${code}`));
  });

  const ask = (request: Request): Promise<Outcome> => {
    if (end) return Promise.resolve(end);
    const answer = Promise.withResolvers<Outcome>();
    settle = answer.resolve;
    const milliseconds = plan.timeoutSeconds * 1000;
    const timer = setTimeout(() => {
      finish(timedOut(request.id, plan.timeoutSeconds));
      void worker.terminate();
    }, milliseconds);
    worker.postMessage({ ...request, deadline: machineTime() + milliseconds } satisfies Ask);
    return answer.promise.finally(() => {
      clearTimeout(timer);
      settle = undefined;
    });
  };

  return {
    run: async (request) => {
      const limit = setTimeout(loaded.resolve, longestInit);
      await loaded.promise;
      clearTimeout(limit);
      return ask(request);
    },
    get alive() {
      return end === undefined;
    },
    end: async () => {
      await worker.terminate();
    },
  };
}
