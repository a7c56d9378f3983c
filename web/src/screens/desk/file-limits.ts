import { useQueries } from '@tanstack/react-query';
import type { PreviewedFile } from '#shared/permit/desk.ts';
import type { Rule } from '#shared/permit/redaction/profile.ts';
import { copyLimitsQuery } from '#web/data/desk.ts';
import { markedIn } from './areas/area-rules.ts';

/** By the id of a file: why the copy goes without it, though no rule withholds it. */
export type FileLimits = ReadonlyMap<string, string>;

/** A PDF tells it by its pages, and a JPEG has reasons only once it is marked. */
const isAsked = ({ id, contentType, state, withheld }: PreviewedFile, rules: readonly Rule[]): boolean =>
  !withheld &&
  state === 'ready' &&
  contentType !== 'application/pdf' &&
  (contentType !== 'image/jpeg' || markedIn(rules, id).length > 0);

interface Asked {
  readonly limits: FileLimits;
  /** Of some file it could not be found out. */
  readonly error: Error | null;
}

export const useFileLimits = (files: readonly PreviewedFile[], rules: readonly Rule[]): Asked => {
  const asked = files.filter((file) => isAsked(file, rules));
  const answers = useQueries({ queries: asked.map(({ id }) => copyLimitsQuery(id)) });
  const limits = new Map(
    asked.flatMap(({ id }, n) => {
      const limit = answers[n]?.data?.[markedIn(rules, id).length > 0 ? 'marked' : 'unmarked'];
      return limit === undefined ? [] : [[id, limit] as const];
    }),
  );
  return { limits, error: answers.find(({ error }) => error !== null)?.error ?? null };
};
