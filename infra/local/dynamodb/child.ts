import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface Ports {
  api: number;
  /** dynoxide deletes expired items only through its tool endpoint. */
  tools: number;
}

export interface Child {
  process: ChildProcess;
  ports: Ports;
  toolsToken: string;
  /** The last words on stderr: all that a crash leaves behind. */
  lastWords(): string;
}

export async function freePorts(): Promise<Ports> {
  // Both are held at once so that they differ; dynoxide takes "0" literally, hence the detour.
  const [first, second] = await Promise.all([listen(), listen()]);
  const ports = { api: (first.address() as AddressInfo).port, tools: (second.address() as AddressInfo).port };
  await Promise.all([first, second].map((server) => new Promise((done) => server.close(done))));
  return ports;
}

const listen = () =>
  new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

const ended = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** Resolves once the server answers; rejects with its own words when it ends before that. */
export async function startChild(binary: string, database: string, ports: Ports): Promise<Child> {
  const toolsToken = randomBytes(16).toString('hex');
  const child = spawn(binary, parameters(database, ports), {
    // Own process group: Ctrl-C in the terminal reaches the runner alone, which then closes in order.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { DYNOXIDE_MCP_AUTH_TOKEN: toolsToken },
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (words = (words + chunk).slice(-4_000)));
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  await Promise.race([answering(child, ports.api, () => words), failed]);
  return { process: child, ports, toolsToken, lastWords: () => words.trim() };
}

const parameters = (database: string, ports: Ports) => [
  ...['serve', '--host', '127.0.0.1', '--port', String(ports.api), '--db-path', database],
  ...['--mcp', '--mcp-port', String(ports.tools)],
];

async function answering(child: ChildProcess, port: number, words: () => string): Promise<void> {
  for (let attempt = 0; attempt < 2_000; attempt += 1) {
    if (ended(child)) throw new Error(`dynoxide ended while starting: ${words().trim() || 'it said nothing'}`);
    try {
      if ((await fetch(`http://127.0.0.1:${port}/`)).ok) return;
    } catch {
      // Not listening yet.
    }
    await pause(5);
  }
  child.kill('SIGKILL');
  throw new Error('dynoxide did not answer within 10 seconds: run "npm run local:reset" if its database is damaged.');
}

/** SIGTERM lets dynoxide write its log back into the database file before it goes. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (ended(child)) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const force = setTimeout(() => child.kill('SIGKILL'), 3_000);
  child.kill('SIGTERM');
  await exit;
  clearTimeout(force);
}
