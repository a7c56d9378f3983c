import { auditReading, tenantStore, toImage, type Item, type Table } from '#functions/lib/store/index.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { allRecords } from '#shared/records/index.ts';

/** Hands one change to the audit function; true when it has been audited. */
export type SendIn = (change: object) => Promise<boolean>;

export interface Redriven {
  /** Records whose newest version had no entry. */
  behind: number;
  audited: number;
}

const PAGE = 200;
/** The first attempt waits for entries that may be on their way; the second makes up for what is missing. */
const ATTEMPTS = 3;
/** What was changed just now is on its way by itself. */
const ON_THE_WAY_MS = 5 * 60_000;

/**
 * Sends in again what each record of an agency holds now, where its history does not say how it came to that. It does
 * not matter what the stream or a queue still knows of it: what was changed in one go since the last entry becomes the
 * entry of the newest version, by whoever made that, and versions of which nothing is left become gaps. A run that died
 * is finished by its repeat.
 */
export const redriveAudit = async (
  table: Table,
  tenantId: string,
  now: string,
  send: SendIn,
  progress: (sum: Readonly<Redriven>) => void = () => undefined,
): Promise<Redriven> => {
  const sum: Redriven = { behind: 0, audited: 0 };
  const store = tenantStore(table, { tenantId });
  const reading = auditReading(table, tenantId);
  const isBehind = async (record: AnyRecordType, item: Item): Promise<boolean> =>
    Date.parse(now) - Date.parse(String(item['updatedAt'])) > ON_THE_WAY_MS &&
    (await reading.newestVersion(record.name, String(item['id']))) < Number(item['version']);
  for (const record of allRecords) {
    let after: string | undefined;
    do {
      const { items, more } = await store.itemsAfter(record, PAGE, after);
      for (const item of items) {
        if (!(await isBehind(record, item))) continue;
        sum.behind += 1;
        if (await sentIn(item, send)) sum.audited += 1;
      }
      after = more ? String(items.at(-1)?.['id']) : undefined;
      progress(sum);
    } while (after !== undefined);
  }
  return sum;
};

const sentIn = async (item: Item, send: SendIn): Promise<boolean> => {
  const change = { eventName: 'MODIFY', dynamodb: { SequenceNumber: '1', NewImage: toImage(item) } };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) if (await send(change)) return true;
  return false;
};
