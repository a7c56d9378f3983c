import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** A run of bytes of an object; a multipart object has one per part. */
export interface Segment {
  id: string;
  size: number;
}

export interface Blobs {
  /** Resolves when the bytes are on disk; leaves nothing behind when the source fails. */
  write(source: AsyncIterable<Buffer>): Promise<Segment>;
  /** `end` is exclusive. */
  read(id: string, start: number, end: number): AsyncIterable<Buffer>;
  remove(id: string): Promise<void>;
  keepOnly(ids: ReadonlySet<string>): void;
  close(): Promise<void>;
}

export function memoryBlobs(): Blobs {
  const held = new Map<string, Buffer>();
  return {
    async write(source) {
      const pieces: Buffer[] = [];
      for await (const piece of source) pieces.push(piece);
      const bytes = Buffer.concat(pieces);
      const id = randomUUID();
      held.set(id, bytes);
      return { id, size: bytes.length };
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- the file twin of this reads asynchronously
    async *read(id, start, end) {
      yield (held.get(id) ?? Buffer.alloc(0)).subarray(start, end);
    },
    remove: (id) => Promise.resolve(void held.delete(id)),
    keepOnly: () => undefined,
    close: () => Promise.resolve(),
  };
}

async function writeSynced(path: string, source: AsyncIterable<Buffer>): Promise<number> {
  const file = await open(path, 'wx');
  let size = 0;
  try {
    for await (const piece of source) {
      await file.appendFile(piece);
      size += piece.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return size;
}

export function fileBlobs(dir: string): Blobs {
  mkdirSync(dir, { recursive: true });
  const folder: Promise<FileHandle> = open(dir, 'r');
  const path = (id: string): string => join(dir, id);
  return {
    async write(source) {
      const id = randomUUID();
      const temporary = `${path(id)}.part`;
      try {
        const size = await writeSynced(temporary, source);
        await rename(temporary, path(id));
        await (await folder).sync();
        return { id, size };
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    read: (id, start, end) => createReadStream(path(id), { start, end: end - 1 }) as AsyncIterable<Buffer>,
    remove: (id) => rm(path(id), { force: true }),
    keepOnly(ids) {
      for (const name of readdirSync(dir)) if (!ids.has(name)) rmSync(path(name), { force: true });
    },
    close: async () => (await folder).close(),
  };
}

/** Bytes `start` to `end` (exclusive) of the segments laid end to end. */
export async function* readSegments(
  blobs: Blobs,
  segments: readonly Segment[],
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const { id, size } of segments) {
    const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, size)];
    if (from < to) yield* blobs.read(id, from, to);
    offset += size;
  }
}
