import { checkDigest, entryOn, linesOf, type TrustedSigner } from '#functions/lib/archive/check-digest.ts';
import type { DigestFile } from '#functions/lib/archive/digest.ts';
import { digestPrefix, endOfHour } from '#functions/lib/archive/keys.ts';
import { arrivalOf, lineOf, placeOf, type Archived } from '#functions/lib/archive/line.ts';
import { MerkleRoot } from '#functions/lib/archive/merkle.ts';
import { readText, type ArchivePlace } from '#functions/lib/aws/archive-bucket.ts';
import { keysBelow, tamperedBelow } from '#functions/lib/aws/archive-listing.ts';
import {
  allTenants,
  auditReading,
  placeInOrder,
  tenantStore,
  type Item,
  type Table,
} from '#functions/lib/store/index.ts';
import { recordNamed } from '#shared/records/index.ts';

/** What the archive of an agency says, and what the table says against it. */
export interface ArchiveProof {
  digests: number;
  archived: number;
  /** Entries that arrived since the newest digest. */
  waiting: number;
  broken?: string | undefined;
}

export interface ArchiveDesk {
  readonly archive: ArchivePlace;
  readonly signer: TrustedSigner;
  /** Absent: the archive is proven by itself, and nothing of the table is believed or asked. */
  readonly table?: Table;
}

/** An entry is archived an hour and a half after its arrival at most, or two hours and a half after one missed turn. */
const LATE_MS = 3 * 3_600_000;

/** Thrown with the first thing found wrong. */
class Broken extends Error {}

/**
 * Proves that the digests of an agency are ours and follow one another, that every object is what its digest says, and
 * that the table still holds each archived entry word for word, and in the archived hours no other. Holds one object
 * and one page of entries at a time. Stops at the first break.
 */
export const verifyArchive = async (
  desk: ArchiveDesk,
  tenantId: string,
  now: string,
  progress: (proof: Readonly<ArchiveProof>) => void = () => undefined,
): Promise<ArchiveProof> => {
  const proof: ArchiveProof = { digests: 0, archived: 0, waiting: 0 };
  const held = desk.table && (await Held.open(desk.table, tenantId, now));
  try {
    const tampered = await tamperedBelow(desk.archive, `${tenantId}/`);
    if (tampered !== undefined)
      throw new Broken(`${tampered} was deleted or written over in the archive. Its first version is still there.`);
    let last: DigestFile | undefined;
    for await (const key of keysBelow(desk.archive, digestPrefix(tenantId))) {
      const checked = checkDigest(await readText(desk.archive, key), key, tenantId, desk.signer, last);
      if ('broken' in checked) throw new Broken(checked.broken);
      last = checked.file;
      await checkObjects(desk, last, held);
      proof.digests += 1;
      proof.archived = last.digest.total;
      progress(proof);
    }
    if (held) proof.waiting = await held.rest(now);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    proof.broken = error.message;
  }
  return proof;
};

const checkObjects = async (
  { archive }: ArchiveDesk,
  { digest }: DigestFile,
  held: Held | undefined,
): Promise<void> => {
  const root = new MerkleRoot();
  for (const object of digest.objects) {
    const content = await readText(archive, object.key).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'NoSuchKey')
        throw new Broken(`${object.key} is not in the archive.`);
      throw error;
    });
    const lines = linesOf(content, object);
    if (lines === undefined) throw new Broken(`${object.key} is not what its digest says: it was altered.`);
    for (const line of lines) {
      root.add(line);
      const archived = entryOn(line);
      if (archived === undefined) throw new Broken(`${object.key} holds an entry that is not what its own hash says.`);
      await held?.compare(line, archived);
    }
  }
  if (root.hex() !== digest.root) throw new Broken(`The digest until ${digest.to} has another root than its entries.`);
  held?.nothingBefore(digest.to);
};

const nounOf = (type: string, id: string) => `${(recordNamed(type)?.label.one ?? type).toLowerCase()} ${id}`;
const nameOf = ({ type, id, version }: Pick<Archived['entry'], 'type' | 'id' | 'version'>) =>
  `version ${version} of the ${nounOf(type, id)}`;

/** The entries that the table holds, in the order of their arrival, one after the other. */
class Held {
  private readonly tenantId: string;
  private readonly table: Table;
  private readonly items: AsyncIterator<Item>;
  private next: Item | undefined;

  private constructor(table: Table, tenantId: string, now: string) {
    this.tenantId = tenantId;
    this.table = table;
    this.items = allTenants(table).auditArrivals(tenantId, undefined, now)[Symbol.asyncIterator]();
  }

  static async open(table: Table, tenantId: string, now: string): Promise<Held> {
    const held = new Held(table, tenantId, now);
    await held.step();
    return held;
  }

  /** The table's next entry must be this one. */
  async compare(line: string, archived: Archived): Promise<void> {
    const { next } = this;
    const here = next && placeInOrder(next);
    if (next === undefined || here === undefined || here > placeOf(archived)) throw await this.missing(line, archived);
    if (here < placeOf(archived)) throw this.added(next);
    if (lineOf(this.tenantId, next) !== line)
      throw new Broken(`The entry of ${nameOf(archived.entry)} is not what was archived: it was altered.`);
    await this.step();
  }

  /** What is left in hours that have been archived was not there then. */
  nothingBefore(to: string): void {
    if (this.next && endOfHour(arrivalOf(this.next)) <= to) throw this.added(this.next);
  }

  /** Counts what no digest covers yet. */
  async rest(now: string): Promise<number> {
    const oldest = this.next && arrivalOf(this.next);
    let count = 0;
    while (this.next !== undefined) {
      count += 1;
      await this.step();
    }
    if (oldest !== undefined && Date.parse(now) - Date.parse(oldest) > LATE_MS)
      throw new Broken(`Nothing that arrived since ${oldest} is archived: ${count} entries wait. Does digest run?`);
    return count;
  }

  private async step(): Promise<void> {
    const step = await this.items.next();
    this.next = step.done === true ? undefined : step.value;
  }

  private added({ type, id, version }: Item): Broken {
    const which = nameOf({ type: String(type), id: String(id), version: Number(version) });
    return new Broken(`The entry of ${which} is not in the archive of its hour: it was added afterwards.`);
  }

  /** Why an archived entry is not where it was: looked up, to name what happened. */
  private async missing(line: string, { arrived, sk, entry }: Archived): Promise<Broken> {
    const { tenantId, table } = this;
    const record = recordNamed(entry.type);
    const which = nameOf(entry);
    const kept = await auditReading(table, tenantId).entry(entry.type, entry.id, sk);
    if (kept !== undefined)
      return lineOf(tenantId, kept) === line
        ? new Broken(`The entry of ${which} is there, but gone from the list of arrivals.`)
        : new Broken(`The entry of ${which} is not what was archived: it was altered.`);
    const now = record && (await tenantStore(table, { tenantId }).standing(record, entry.id));
    const noun = nounOf(entry.type, entry.id);
    if (now === undefined) return new Broken(`The ${noun} was removed with its history: ${which} is in the archive.`);
    return Number(now['version']) < entry.version
      ? new Broken(
          `The ${noun} is at version ${String(now['version'])}, but ${which} was archived: the record, or the table as a whole, was set back.`,
        )
      : new Broken(`The entry of ${which}, which arrived ${arrived}, was removed: it is in the archive.`);
  }
}
