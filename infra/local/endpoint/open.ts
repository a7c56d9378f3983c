import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { listen, PortTaken } from './listen.ts';

/** Listens on a port of its own, the same as last time where possible: presigned URLs carry it. Resolves to the address. */
export async function openEndpoint(server: Server, dir: string | undefined): Promise<string> {
  const file = dir === undefined ? undefined : join(dir, 'endpoint-port');
  const last = file !== undefined && existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const port = await listen(server, last, '127.0.0.1').catch((error: unknown) => {
    if (error instanceof PortTaken && last !== 0) return listen(server, 0, '127.0.0.1');
    throw error;
  });
  if (file !== undefined) writeFileSync(file, String(port));
  return `http://127.0.0.1:${port}`;
}
