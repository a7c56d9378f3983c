import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { GAP, type AuditEntry } from '#functions/lib/chain/entry.ts';
import { chainStart } from '#functions/lib/chain/link.ts';
import type { AuditStore, Link } from '#functions/lib/store/index.ts';
import { diff } from '#shared/derive/diff.ts';
import { auditPartition } from '#shared/derive/keys.ts';
import { auditedOf, entryOf, gapOf, removedFrom, type Audited } from './entry.ts';

/** Told of what went wrong, in words that hold no value of any record. */
export interface AuditLog {
  failed(sequence: string, error: unknown): void;
  filled(type: string, version: number, verb: string): void;
}

/** The entry to follow is not there. Thrown once for each version: by the second attempt it has been set aside. */
class PreviousEntryMissing extends Error {
  override readonly name = 'PreviousEntryMissing';
}

/** Versions whose predecessor was missed are forgotten beyond this many, at the cost of one more attempt each. */
const MOST_WAITING = 1000;

/** Records written at one time: each waits for the database, and none for another. */
const AT_ONCE = 8;

interface Placed {
  readonly change: DynamoDBRecord;
  readonly place: number;
}

const sequenceOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? '';

/** The entry that the one of a change will follow. */
const followed = ({ dynamodb }: DynamoDBRecord): { chain: string; version: number } | undefined => {
  const { tenantId, type, id, version } = dynamodb?.NewImage ?? {};
  const before = Number(version?.N ?? 0) - 1;
  return before < 1
    ? undefined
    : { chain: auditPartition(tenantId?.S ?? '', type?.S ?? '', id?.S ?? ''), version: before };
};

/** The changes of each record in their order. */
const lanesOf = (changes: readonly DynamoDBRecord[]): Placed[][] => {
  const lanes = new Map<string, Placed[]>();
  for (const [place, change] of changes.entries()) {
    const { pk, sk } = change.dynamodb?.NewImage ?? change.dynamodb?.OldImage ?? {};
    const key = `${pk?.S ?? ''}|${sk?.S ?? ''}`;
    const lane = lanes.get(key) ?? [];
    lanes.set(key, [...lane, { change, place }]);
  }
  return [...lanes.values()];
};

/**
 * One entry for each version of each record, each linked to the one before. The first change that cannot be written is
 * named: Lambda tries again from it, halves the batch, and at last sets it aside. What was written behind it is found
 * there and left.
 */
export const auditor = (store: AuditStore, log: AuditLog) => {
  const waiting = new Set<string>();
  /** Agencies that are closed, which is for good. */
  const gone = new Set<string>();
  return async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const open = lanesOf(event.Records);
    const newest = await linksBefore(open);
    const failures: number[] = [];
    const work = async () => {
      for (let lane = open.pop(); lane !== undefined; lane = open.pop()) failures.push(...(await follow(lane, newest)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const first = event.Records[Math.min(...failures)];
    return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: sequenceOf(first) }] };
  };

  /** Read at once for the whole batch. Without them each change asks for itself, so that one bad key fails alone. */
  function linksBefore(lanes: readonly (readonly Placed[])[]): Promise<Map<string, Link>> {
    const wanted = lanes.flatMap(([first]) => (first && followed(first.change)) ?? []);
    return store.links(wanted).catch(() => new Map<string, Link>());
  }

  /** The place of the first change that cannot be written; those of the same record behind it must wait. */
  async function follow(lane: readonly Placed[], newest: Map<string, Link>): Promise<number[]> {
    for (const { change, place } of lane) {
      try {
        await write(change, newest);
      } catch (error) {
        log.failed(sequenceOf(change), error);
        return [place];
      }
    }
    return [];
  }

  async function write(change: DynamoDBRecord, newest: Map<string, Link>): Promise<void> {
    if (await goesWithItsAgency(change)) return;
    const audited = auditedOf(change);
    const { tenantId, next, record, before } = audited;
    const chain = auditPartition(tenantId, next.type, next.id);
    const known = newest.get(chain);
    const entry = entryOf(record, next, before?.values ?? {});
    const previous = await previousOf(audited, entry, known);
    newest.set(chain, await append(tenantId, await complete(audited, entry), previous));
  }

  /** The account of its agency was closed: the record's history goes as well, and nobody is left to be told. */
  async function goesWithItsAgency(change: DynamoDBRecord): Promise<boolean> {
    const tenantId = removedFrom(change);
    if (tenantId === undefined) return false;
    if (!gone.has(tenantId) && (await store.isGone(tenantId))) gone.add(tenantId);
    return gone.has(tenantId);
  }

  /** Waits one attempt for the entry before; then marks what is missing, so that the later versions are not lost too. */
  async function previousOf(audited: Audited, entry: AuditEntry, known?: Link): Promise<Link | undefined> {
    const { version } = entry;
    if (version === 1) return undefined;
    const missed = `${auditPartition(audited.tenantId, entry.type, entry.id)}#${version}`;
    const last = known?.version === version - 1 ? known : await store.before(audited.tenantId, entry);
    if (last?.version === version - 1) {
      waiting.delete(missed);
      return last;
    }
    if (!waiting.has(missed)) {
      if (waiting.size >= MOST_WAITING) waiting.clear();
      waiting.add(missed);
      throw new PreviousEntryMissing();
    }
    const filled = await fill(audited, last);
    waiting.delete(missed);
    return filled;
  }

  async function fill(audited: Audited, last: Link | undefined): Promise<Link | undefined> {
    let link = last;
    for (let version = (last?.version ?? 0) + 1; version < audited.next.version; version++) {
      const entry = await missing(audited, version);
      link = await append(audited.tenantId, entry, link);
      log.filled(entry.type, version, entry.verb === GAP ? GAP : 'rebuilt');
    }
    return link;
  }

  /** The next version's change holds what this one left behind and who made it; of those before, nothing is left. */
  async function missing({ tenantId, record, next, before }: Audited, version: number): Promise<AuditEntry> {
    const gap = gapOf(next, version);
    if (before?.version !== version) return gap;
    const held = await store.valuesBefore(tenantId, gap);
    const image = before.image();
    return image === undefined
      ? { ...gap, changes: diff(record, held, before.values) }
      : { ...entryOf(record, image, held), rebuilt: true };
  }

  /** A record's newest item alone, as it is sent in to make up for a lost change, tells not what it replaced. */
  async function complete({ tenantId, record, next, before }: Audited, entry: AuditEntry): Promise<AuditEntry> {
    if (entry.version === 1 || before?.version === entry.version - 1) return entry;
    return { ...entryOf(record, next, await store.valuesBefore(tenantId, entry)), rebuilt: true };
  }

  async function append(tenantId: string, entry: AuditEntry, previous: Link | undefined): Promise<Link> {
    return store.append(tenantId, entry, previous?.hash ?? chainStart(tenantId, entry.type, entry.id));
  }
};
