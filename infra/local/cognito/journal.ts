import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

export interface Collection<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  delete(key: string): void;
  entries(): [string, T][];
  values(): T[];
}

/** Collections kept in memory and, with a file, on disk: nothing is answered before `flush` has returned. */
export interface Journal {
  collection<T>(name: string, schema: z.ZodType<T>): Collection<T>;
  flush: () => void;
  close: () => void;
}

const change = z.object({ in: z.string(), key: z.string(), value: z.unknown().optional() });
type Change = z.infer<typeof change>;

export function openJournal(file: string | undefined): Journal {
  const stored = file === undefined ? [] : replay(file);
  if (file !== undefined) writeAtomically(file, stored.map((entry) => `${JSON.stringify([entry])}\n`).join(''));
  const descriptor = file === undefined ? undefined : openSync(file, 'a', 0o600);
  let pending: Change[] = [];
  return {
    collection: (name, schema) => {
      const mine = stored.filter((entry) => entry.in === name);
      const held = new Map(mine.map((entry) => [entry.key, schema.parse(entry.value)]));
      return collectionOver(held, (key, value) => pending.push({ in: name, key, value }));
    },
    flush: () => {
      const changes = pending;
      pending = [];
      if (descriptor === undefined || changes.length === 0) return;
      writeSync(descriptor, `${JSON.stringify(changes)}\n`);
      fsyncSync(descriptor);
    },
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
    },
  };
}

function collectionOver<T>(held: Map<string, T>, changed: (key: string, value?: T) => void): Collection<T> {
  return {
    get: (key) => held.get(key),
    put: (key, value) => {
      held.set(key, value);
      changed(key, value);
    },
    delete: (key) => {
      if (held.delete(key)) changed(key);
    },
    entries: () => [...held],
    values: () => [...held.values()],
  };
}

/** One line is one answered call, so a line torn by a crash drops that call whole. */
function replay(file: string): Change[] {
  if (!existsSync(file)) return [];
  const whole = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  const last = new Map<string, Change>();
  for (const line of whole) {
    for (const entry of z.array(change).parse(JSON.parse(line))) {
      const name = `${entry.in} ${entry.key}`;
      if (entry.value === undefined) last.delete(name);
      else last.set(name, entry);
    }
  }
  return [...last.values()];
}

/** Owner-only, and either the old text or the new one after a crash. */
export function writeAtomically(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.draft`;
  const descriptor = openSync(draft, 'w', 0o600);
  writeSync(descriptor, text);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
