import { createHash } from 'node:crypto';
import * as z from 'zod';
import { Problem } from '#shared/model/problem.ts';

/**
 * A page link says where to go on inside one query of one agency, and nothing else. The partition is always
 * rebuilt from the caller's own tenant, so a forged link can at worst skip some of the caller's own records.
 */
const shape = z.strictObject({ q: z.string().length(16), k: z.array(z.string().max(400)).min(1).max(2) });

const fingerprint = (query: readonly string[]) =>
  createHash('sha256').update(query.join('\u0000')).digest('base64url').slice(0, 16);

export const makeCursor = (query: readonly string[], key: readonly string[]): string =>
  Buffer.from(JSON.stringify({ q: fingerprint(query), k: key })).toString('base64url');

/** The sort keys to go on from. Throws `cursor-invalid` for anything but a link made for this very query. */
export const readCursor = (query: readonly string[], cursor: string): readonly string[] => {
  const parsed = shape.safeParse(jsonOr(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data.q !== fingerprint(query))
    throw new Problem('cursor-invalid', 'Go back to the first page of the list and start again from there.');
  return parsed.data.k;
};

const jsonOr = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
