import type { Held } from '#functions/lib/jobs/held.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { isOfJob } from './row-id.ts';

/** The records with an external ID that were there before this job, oldest first. */
export type IdsOf = (externalId: string) => readonly string[] | Promise<readonly string[]>;

/** Some 60 MB of them in memory. An agency with more records has each ID looked up by itself, which is slower. */
const MAX_HELD = 300_000;

const none: readonly string[] = [];

/**
 * All external IDs of a record type, read once in pages: looking them up row by row would cost a query each.
 * Records that this very job made are left out, so that a row that is gone over again does not meet its own work.
 */
export const knownIds = async (held: Held<'import'>, record: AnyRecordType): Promise<IdsOf> => {
  const { store, job } = held;
  const known = new Map<string, string | string[]>();
  let after: string | undefined;
  do {
    const page = await store.externalIdsAfter(record, after);
    for (const { id, externalId } of page.ids) if (!isOfJob(job, id)) add(known, externalId, id);
    if (known.size > MAX_HELD)
      return async (externalId) => (await store.idsByExternalId(record, externalId)).filter((id) => !isOfJob(job, id));
    await held.beat();
    after = page.next;
  } while (after !== undefined);
  return (externalId) => {
    const ids = known.get(externalId);
    return ids === undefined ? none : typeof ids === 'string' ? [ids] : ids;
  };
};

/** Nearly all external IDs belong to one record: those take no list. */
const add = (known: Map<string, string | string[]>, externalId: string, id: string): void => {
  const there = known.get(externalId);
  if (there === undefined) known.set(externalId, id);
  else if (typeof there === 'string') known.set(externalId, [there, id]);
  else there.push(id);
};
