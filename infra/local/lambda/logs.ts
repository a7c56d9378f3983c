import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Logs {
  write: (functionName: string, requestId: string, text: string) => void;
  of: (functionName: string) => readonly string[];
}

/** Lines kept in memory per function; the file keeps all. */
const kept = 500;

export function createLogs(dir: string | undefined): Logs {
  const rings = new Map<string, string[]>();
  if (dir) mkdirSync(dir, { recursive: true });
  return {
    write: (functionName, requestId, text) => {
      const lines = text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => `${requestId} ${line}`);
      const ring = rings.get(functionName) ?? [];
      ring.push(...lines);
      ring.splice(0, ring.length - kept);
      rings.set(functionName, ring);
      if (dir) appendFileSync(join(dir, `${functionName}.log`), `${lines.join('\n')}\n`);
    },
    of: (functionName) => rings.get(functionName) ?? [],
  };
}
