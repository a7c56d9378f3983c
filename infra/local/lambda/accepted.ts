import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const acceptedEvent = z.object({
  id: z.string(),
  functionName: z.string(),
  payload: z.string(),
  /** How often it was tried and failed. */
  attempts: z.number(),
  acceptedAt: z.string(),
});
export type AcceptedEvent = z.infer<typeof acceptedEvent>;

/** Asynchronous events whose acceptance was answered with 202: kept on disk until done, so `kill -9` loses none. */
export interface AcceptedEvents {
  keep: (event: AcceptedEvent) => void;
  done: (id: string) => void;
  /** What an earlier process accepted and did not finish, oldest first. */
  left: () => AcceptedEvent[];
}

const inMemory: AcceptedEvents = { keep: () => undefined, done: () => undefined, left: () => [] };

export function createAcceptedEvents(dir: string | undefined): AcceptedEvents {
  if (!dir) return inMemory;
  mkdirSync(dir, { recursive: true });
  const path = (id: string): string => join(dir, `${id}.json`);
  return {
    keep: (event) => {
      const draft = `${path(event.id)}.new`;
      const file = openSync(draft, 'w');
      writeSync(file, JSON.stringify(event));
      fsyncSync(file);
      closeSync(file);
      renameSync(draft, path(event.id));
    },
    done: (id) => rmSync(path(id), { force: true }),
    left: () =>
      readdirSync(dir)
        .filter((name) => name.endsWith('.json'))
        .map((name) => acceptedEvent.parse(JSON.parse(readFileSync(join(dir, name), 'utf8'))))
        .sort((one, other) => one.acceptedAt.localeCompare(other.acceptedAt)),
  };
}
