import { ChainCheck, type Proof } from '#functions/lib/chain/verify-record.ts';
import {
  auditReading,
  entryFromItem,
  fromItem,
  isListed,
  tenantStore,
  type Item,
  type Table,
  type PageKey,
} from '#functions/lib/store/index.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { allRecords, recordNamed } from '#shared/records/index.ts';

/** What was found for a whole agency. */
export interface AuditProof {
  records: number;
  entries: number;
  /** Entries from before there was a chain. */
  unchained: number;
  gaps: number;
  rebuilt: number;
  erased: number;
  /** Records changed within the last minutes, whose newest entry may still be on its way. */
  pending: number;
  /** Entries that are in no list for the archive: older than it, or kept out of it. */
  unlisted: number;
  broken?: string | undefined;
}

/** The stream is at most this late before an alarm is raised over it; a record changed since is no proof of a loss. */
const ON_THE_WAY_MS = 5 * 60_000;

/** Records whose entries are read at one time: waiting for an answer takes far longer than hashing what it says. */
const AT_ONCE = 32;
const PAGE = 500;
const MOST_KEYS = 100;

/**
 * Proves that every version of every record of the agency has its entry and that none was altered, dropped, moved or
 * added; stops at the first break. Holds one page of records at a time, however many there are.
 */
export const verifyAudit = async (
  table: Table,
  tenantId: string,
  now: string,
  progress: (proof: Readonly<AuditProof>) => void = () => undefined,
): Promise<AuditProof> => {
  const sum: AuditProof = {
    records: 0,
    entries: 0,
    unchained: 0,
    gaps: 0,
    rebuilt: 0,
    erased: 0,
    pending: 0,
    unlisted: 0,
  };
  const verifier = { store: tenantStore(table, { tenantId }), reading: auditReading(table, tenantId), tenantId, now };
  for (const record of allRecords) {
    let after: string | undefined;
    do {
      const { items, more } = await verifier.store.itemsAfter(record, PAGE, after);
      for (const each of await verifyPage(verifier, record, items)) add(sum, each);
      if (sum.broken !== undefined) return sum;
      after = more ? String(items.at(-1)?.['id']) : undefined;
      progress(sum);
    } while (after !== undefined);
  }
  sum.broken = await stray(verifier);
  return sum;
};

interface Verifier {
  readonly store: ReturnType<typeof tenantStore>;
  readonly reading: ReturnType<typeof auditReading>;
  readonly tenantId: string;
  readonly now: string;
}

interface Found extends Proof {
  readonly unlisted: number;
  readonly pending: boolean;
}

/** In the order of the records; as soon as one has been read, the next one begins. */
const verifyPage = async (verifier: Verifier, record: AnyRecordType, items: readonly Item[]): Promise<Found[]> => {
  const found: Found[] = [];
  const open = items.entries();
  const work = async () => {
    for (const [n, item] of open) found[n] = await verifyOne(verifier, record, item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
};

/** What looks broken is looked at again when the record has been changed meanwhile. */
const verifyOne = async (verifier: Verifier, record: AnyRecordType, item: Item): Promise<Found> => {
  const found = await look(verifier, record, item);
  if (found.broken === undefined) return found;
  const again = await verifier.store.standing(record, String(item['id']));
  return again === undefined || again['version'] === item['version'] ? found : verifyOne(verifier, record, again);
};

const look = async ({ reading, tenantId, now }: Verifier, record: AnyRecordType, item: Item): Promise<Found> => {
  const { id, version, values, updatedAt } = fromItem(record, item);
  const check = new ChainCheck({ tenantId, record, id, version, values });
  let unlisted = 0;
  let after: string | undefined;
  do {
    const page: Awaited<ReturnType<typeof reading.entries>> = await reading.entries(record, id, after);
    unlisted += page.items.filter((kept) => !isListed(kept)).length;
    const whole = page.items.every((kept) => check.take(String(kept['sk']), entryFromItem(kept)));
    after = whole ? page.next : undefined;
  } while (after !== undefined);
  const pending = check.isBehind() && Date.parse(now) - Date.parse(updatedAt) < ON_THE_WAY_MS;
  return { ...(pending ? check.proof : check.end()), pending, unlisted };
};

const add = (sum: AuditProof, found: Found): void => {
  sum.records += 1;
  sum.entries += found.entries;
  sum.unchained += found.unchained;
  sum.gaps += found.gaps.length;
  sum.rebuilt += found.rebuilt.length;
  sum.erased += found.erased;
  sum.unlisted += found.unlisted;
  if (found.pending) sum.pending += 1;
  sum.broken ??= found.broken;
};

/** Entries of records that are not there: those of a record that is have been read with it. */
const stray = async ({ store, reading }: Verifier): Promise<string | undefined> => {
  let after: PageKey | undefined;
  do {
    const { entries, next } = await reading.feed(after);
    const unknown = entries.find(({ type }) => recordNamed(type) === undefined);
    const named = [...new Map(entries.map(({ type, id }) => [`${type}:${id}`, { type, id }])).values()];
    for (let from = 0; from < named.length && unknown === undefined; from += MOST_KEYS) {
      const some = named.slice(from, from + MOST_KEYS);
      const there = await store.present(some, true);
      const lost = some.find(({ type, id }) => !there.has(`${type}:${id}`));
      if (lost !== undefined) return `There are entries of the ${lost.type} ${lost.id}, but no such record.`;
    }
    if (unknown !== undefined) return `There are entries of a record type that does not exist: ${unknown.type}.`;
    after = next;
  } while (after !== undefined);
  return undefined;
};
