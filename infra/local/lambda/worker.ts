import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction, constants } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { ready, type Answer, type Ask, type Setup } from './messages.ts';
import { machineTime, moveClock } from './moved-clock.ts';

/** Runs inside a worker thread: one execution environment of one function, one request at a time. */
type Handler = (event: unknown, context: unknown) => unknown;

// The host is the only one who makes this worker and hands it its data.
const { folder, handler: handlerName } = workerData as Setup;

function loadCommonJs(file: string): Record<string, unknown> {
  const module = { exports: {} as Record<string, unknown> };
  const load = compileFunction(
    readFileSync(file, 'utf8'),
    ['exports', 'require', 'module', '__filename', '__dirname'],
    { filename: file, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER },
  ) as (...parts: unknown[]) => void;
  load.call(module.exports, module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

/** Lambda takes `index.js` as CommonJS whatever package.json happens to stand above the folder, and so do we. */
async function loadHandler(): Promise<Handler> {
  const [stem = '', name = ''] = handlerName.split('.');
  const esm = join(folder, `${stem}.mjs`);
  const found = existsSync(esm)
    ? ((await import(pathToFileURL(esm).href)) as Record<string, unknown>)
    : loadCommonJs(join(folder, `${stem}.js`));
  const handler = found[name];
  if (typeof handler !== 'function') throw new TypeError(`${handlerName} is undefined or not exported`);
  return handler as Handler;
}

const contextOf = (ask: Ask) => ({
  ...ask.context,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, ask.deadline - machineTime()),
});

const failure = (error: unknown): string =>
  JSON.stringify(
    error instanceof Error
      ? { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
      : { errorType: typeof error, errorMessage: String(error) },
  );

const handler = loadHandler();
handler
  .catch(() => undefined)
  .finally(() => {
    parentPort?.postMessage(ready);
  });

async function answer(ask: Ask): Promise<Answer> {
  moveClock(ask.ahead);
  try {
    const result = await (await handler)(JSON.parse(ask.payload), contextOf(ask));
    // A handler that returns nothing answers null, as on Lambda.
    return { id: ask.id, ok: true, payload: JSON.stringify(result ?? null) };
  } catch (error) {
    return { id: ask.id, ok: false, payload: failure(error) };
  }
}

parentPort?.on('message', (ask: Ask) => {
  void answer(ask).then((result) => parentPort?.postMessage(result));
});
