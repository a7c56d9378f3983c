import { objectChunks, objectFacts } from '#functions/lib/aws/stored-objects.ts';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';

/** Bytes that can be read from any place on, in chunks. */
export interface Source {
  readonly size: number;
  readonly chunks: (from: number, to: number) => AsyncIterable<Uint8Array>;
}

export const storedSource = async (place: ObjectPlace): Promise<Source> => {
  const facts = await objectFacts(place);
  if (facts === undefined) throw new Error(`The file ${place.key} is not in S3.`);
  return { size: facts.bytes, chunks: (from, to) => objectChunks(place, facts, from, to) };
};

export const memorySource = (bytes: Uint8Array): Source => ({
  size: bytes.byteLength,
  // eslint-disable-next-line @typescript-eslint/require-await -- the same shape as a source that waits
  chunks: async function* (from, to) {
    yield bytes.subarray(from, to);
  },
});

export const readAll = async ({ chunks }: Source, from: number, to: number): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks(from, to)) parts.push(chunk);
  return Buffer.concat(parts);
};

/** The same bytes for a reader of many small parts that lie one behind the other: fetched a block at a time. */
export const readingAhead = (source: Source, block: number): Source => {
  let [at, held]: [number, Buffer] = [0, Buffer.alloc(0)];
  return {
    size: source.size,
    chunks: async function* (from, to) {
      const end = Math.min(to, source.size);
      if (end - from > block) {
        yield* source.chunks(from, end);
        return;
      }
      if (from < at || end > at + held.length)
        [at, held] = [from, await readAll(source, from, Math.min(source.size, from + block))];
      yield held.subarray(from - at, end - at);
    },
  };
};
