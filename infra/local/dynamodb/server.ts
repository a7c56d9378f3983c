import { freePorts, startChild, stopChild, type Child } from './child.ts';
import type { DatabaseFolder } from './folder.ts';

export interface Server {
  endpoint: string;
  tools(): { url: string; token: string };
  close(): Promise<void>;
}

/** A server that lived shorter than this would only crash again. */
const worthRestarting = 500;

async function firstStart(binary: string, folder: DatabaseFolder): Promise<Child> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startChild(binary, folder.database, await freePorts());
    } catch (error) {
      // Another process may take a port between the question and the use.
      if (attempt === 3) throw error;
    }
  }
}

/** Keeps one dynoxide running on one port: a crash is reported with its last words and answered with a new start. */
export async function startServer(
  binary: string,
  folder: DatabaseFolder,
  log: (line: string) => void,
): Promise<Server> {
  let closing = false;
  let child = await firstStart(binary, folder);
  let restarting: Promise<void> = Promise.resolve();
  const killChild = () => child.process.kill('SIGKILL');
  process.once('exit', killChild);

  const watch = (startedAt: number) => {
    folder.record(child.process.pid);
    child.process.once('exit', (code, signal) => {
      if (closing) return;
      const words = child.lastWords();
      log(`dynoxide ended unexpectedly (${signal ?? `code ${code ?? 'none'}`})${words === '' ? '' : `: ${words}`}`);
      if (performance.now() - startedAt < worthRestarting) log('dynoxide does not stay up: stop and start again.');
      else restarting = restart();
    });
  };
  const restart = async () => {
    try {
      child = await startChild(binary, folder.database, child.ports);
      watch(performance.now());
      log('dynoxide runs again');
    } catch (error) {
      log(`dynoxide could not be started again: ${String(error)}`);
    }
  };
  watch(performance.now());

  return {
    endpoint: `http://127.0.0.1:${child.ports.api}`,
    tools: () => ({ url: `http://127.0.0.1:${child.ports.tools}/mcp`, token: child.toolsToken }),
    close: async () => {
      if (closing) return;
      closing = true;
      await restarting;
      process.off('exit', killChild);
      await stopChild(child.process);
      folder.release();
    },
  };
}
