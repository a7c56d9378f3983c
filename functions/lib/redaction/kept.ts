import type * as z from 'zod';
import { putObject } from '#functions/lib/aws/multipart.ts';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { objectChunks, objectFacts } from '#functions/lib/aws/stored-objects.ts';

/** Bytes of an object that fits into memory; undefined when nothing is there. */
export const keptBytes = async (place: ObjectPlace): Promise<Buffer | undefined> => {
  const facts = await objectFacts(place);
  if (facts === undefined) return undefined;
  const parts: Uint8Array[] = [];
  for await (const chunk of objectChunks(place, facts)) parts.push(chunk);
  return Buffer.concat(parts);
};

/**
 * What a job must know again after a hand-over, and what is too large or too secret for its item. It lies beside the
 * files of the export, where no download reaches it.
 */
export const keptOnce = async <S extends z.ZodType>(
  place: ObjectPlace,
  schema: S,
  make: () => Promise<z.output<S>>,
): Promise<z.output<S>> => {
  const there = await keptBytes(place);
  if (there !== undefined) return schema.parse(JSON.parse(there.toString('utf8')));
  const made = await make();
  await putObject(place, 'application/json', Buffer.from(JSON.stringify(made)));
  return made;
};
