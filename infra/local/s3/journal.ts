import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, truncateSync, writeSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** Entries of a journal in order. A last line torn by a crash was never acknowledged: it is cut off. */
export function readJournal(path: string): unknown[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf('\n') + 1;
  if (whole < bytes.length) truncateSync(path, whole);
  const lines = bytes.toString('utf8', 0, whole).split('\n').slice(0, -1);
  return lines.map((line, at) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      throw new Error(`${path} is damaged at line ${at + 1}. Restore it from a copy, or run npm run local:reset.`);
    }
  });
}

/** Replaces a journal by a shorter one that means the same. */
export function rewriteJournal(path: string, entries: Iterable<unknown>): void {
  const file = openSync(`${path}.new`, 'w');
  for (const entry of entries) writeSync(file, `${JSON.stringify(entry)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}

interface Waiting {
  line: string;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/** Append-only file; `append` resolves when the entry is on disk. Entries that come together share one fsync. */
export class Journal {
  readonly #file: Promise<FileHandle>;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #broken: unknown;

  constructor(path: string) {
    this.#file = open(path, 'a');
  }

  append(entry: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: `${JSON.stringify(entry)}\n`, resolve, reject });
      this.#writing ??= this.#writeAll().finally(() => (this.#writing = undefined));
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        // After a failed write the file's end is unknown, so nothing more may be added to it.
        if (this.#broken !== undefined) throw this.#broken;
        const file = await this.#file;
        await file.appendFile(batch.map(({ line }) => line).join(''));
        await file.datasync();
        batch.forEach(({ resolve }) => resolve());
      } catch (error) {
        this.#broken = error;
        batch.forEach(({ reject }) => reject(error));
      }
    }
  }

  async close(): Promise<void> {
    while (this.#writing) await this.#writing;
    await (await this.#file).close();
  }
}
