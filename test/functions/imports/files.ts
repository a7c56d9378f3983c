import type { Chunks, Sourced } from '#functions/imports/rows.ts';

/** A file that arrives in chunks of this size. */
export async function* chunked(text: string | Buffer, size = 64 * 1024): Chunks {
  const bytes = Buffer.from(text);
  for (let n = 0; n < bytes.length; n += size)
    yield await Promise.resolve(Uint8Array.from(bytes.subarray(n, n + size)));
}

export const all = async (rows: AsyncGenerator<Sourced[]>): Promise<Sourced[]> => {
  const found: Sourced[] = [];
  for await (const batch of rows) found.push(...batch);
  return found;
};

/** The sentence that a file is refused with. */
export const refusal = (rows: AsyncGenerator<Sourced[]>): Promise<string> =>
  all(rows).then(
    () => 'taken',
    (error: unknown) => (error as Error).message,
  );
