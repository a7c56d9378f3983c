import type { SealedEntry } from '#functions/lib/chain/entry.ts';
import { reseal, type Kept } from '#functions/lib/chain/reseal.ts';
import { ChainCheck } from '#functions/lib/chain/verify-record.ts';
import {
  archivedEntrySchema,
  archivedRecordSchema,
  entriesFile,
  recordsFile,
  type ArchivedRecord,
} from '#functions/lib/exports/archive-format.ts';
import { fromItem, restoring } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import type { ArchiveSource } from './import-archive.ts';
import type { OperatorDesk } from './tenants.ts';

export interface Filling {
  readonly desk: OperatorDesk;
  readonly archive: ArchiveSource;
  readonly from: string;
  readonly to: string;
}

/** Records written at one time: each waits for the database, and none for another. */
const AT_ONCE = 16;

const keptOf = (line: string): Kept => {
  const { key, entry } = archivedEntrySchema.parse(JSON.parse(line));
  // Held against its hash below, which only an entry of the right shape has.
  return { key, entry: entry as unknown as SealedEntry };
};

/** The entries of one record after another, in the order of the records. */
class Entries {
  readonly #lines: AsyncIterator<string>;
  #next: Kept | undefined;
  #begun = false;

  constructor(lines: AsyncIterable<string>) {
    this.#lines = lines[Symbol.asyncIterator]();
  }

  async of(id: string): Promise<Kept[]> {
    if (!this.#begun) await this.#step();
    this.#begun = true;
    const found: Kept[] = [];
    while (this.#next?.entry.id === id) {
      found.push(this.#next);
      await this.#step();
    }
    return found;
  }

  get left(): Kept | undefined {
    return this.#next;
  }

  async #step(): Promise<void> {
    const next = await this.#lines.next();
    this.#next = next.done === true ? undefined : keptOf(next.value);
  }
}

const proven = ({ from }: Filling, record: AnyRecordType, kept: ArchivedRecord, entries: readonly Kept[]): void => {
  const { id, version, values } = fromItem(record, kept);
  const check = new ChainCheck({ tenantId: from, record, id, version, values });
  for (const { key, entry } of entries) check.take(key, entry);
  // The newest entry may have been on its way when the archive was made; it is written anew where the record arrives.
  const { broken } = check.isBehind() ? check.proof : check.end();
  if (broken !== undefined) throw new Problem('conflict', `The history in the archive does not hold. ${broken}`);
};

const fillOne = async (
  filling: Filling,
  record: AnyRecordType,
  kept: ArchivedRecord,
  entries: Kept[],
): Promise<void> => {
  proven(filling, record, kept, entries);
  const { desk, from, to } = filling;
  const store = restoring(desk.table, to);
  for (const one of reseal(from, to, entries)) await store.putEntry(one, desk.now);
  await store.putRecord(record, fromItem(record, kept), kept);
};

/** All records of a type with their histories. Holds a few of them at a time. */
export const fillType = async (
  filling: Filling,
  record: AnyRecordType,
): Promise<{ records: number; entries: number }> => {
  const entries = new Entries(filling.archive.lines(entriesFile(record)));
  const sum = { records: 0, entries: 0 };
  let open: Promise<void>[] = [];
  for await (const line of filling.archive.lines(recordsFile(record))) {
    const kept = archivedRecordSchema.parse(JSON.parse(line));
    const theirs = await entries.of(kept.id);
    sum.records += 1;
    sum.entries += theirs.length;
    open.push(fillOne(filling, record, kept, theirs));
    if (open.length < AT_ONCE) continue;
    await Promise.all(open);
    open = [];
  }
  await Promise.all(open);
  if (entries.left !== undefined)
    throw new Problem(
      'conflict',
      `The archive has entries of the ${record.name} ${entries.left.entry.id}, but no such record.`,
    );
  return sum;
};
