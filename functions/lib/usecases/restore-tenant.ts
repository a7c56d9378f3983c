import { v7 } from 'uuid';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { now } from '#functions/lib/aws/clock.ts';
import {
  auditReading,
  DISPOSE,
  fromItem,
  isTombstone,
  tenantStore,
  type Item,
  type Table,
} from '#functions/lib/store/index.ts';
import { OPERATOR_MEMBER } from '#shared/model/principal.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { records } from '#shared/records/index.ts';
import { differing, verbOf } from './restore-diff.ts';
import { withoutErased } from './restore-erased.ts';
import { restoreFile } from './restore-files.ts';

export interface RestoreOrder {
  readonly tenantId: string;
  /** The table that a copy of a moment was restored to. Only read, and only this agency's partitions. */
  readonly copy: Table;
  readonly records: readonly AnyRecordType[];
  readonly reason: string;
  /** Where photos and documents are kept. */
  readonly placeOf: (key: string) => ObjectPlace;
  /** Otherwise only told. */
  readonly write: boolean;
}

/** One record that is not as it was in the copy. Names fields, never what they hold. */
export interface Restored {
  readonly type: string;
  readonly id: string;
  /** `missing`: the copy has it and the table does not. `newer`: the other way round, which is left alone; as is what was `disposed` of. */
  readonly what: 'changed' | 'missing' | 'newer' | 'moved' | 'disposed' | 'erased' | 'fileBack' | 'fileGone';
  readonly version: number;
  readonly fields: readonly string[];
  /** Personal fields whose values were erased since: they stay as they are. */
  readonly erased?: readonly string[];
}

export interface RestoreCount {
  same: number;
  changed: number;
  missing: number;
  newer: number;
  /** Disposed of since, by a named person and with a certificate: a copy is no way around that. */
  disposed: number;
  /** Changed by somebody else at this very moment: to be looked at again. */
  moved: number;
  /** Records with personal values that were erased since, which do not come back. */
  erased: number;
  /** Bytes of photos and documents that were deleted since, and those of which S3 keeps no version any more. */
  fileBack: number;
  fileGone: number;
}

const none = { erased: 0, fileBack: 0, fileGone: 0 };

const PAGE = 200;
const AT_ONCE = 8;
const MOST_KEYS = 100;

interface Restorer extends RestoreOrder {
  readonly store: ReturnType<typeof tenantStore>;
  readonly table: Table;
}

/**
 * Brings the records of one agency back to what a copy holds. Nothing is taken away: each record that differs gets a
 * next version with the copy's content, by the operator and with the reason, which is audited like any other. What was
 * added since stays. A record that is as in the copy is passed over, so that a run that died is finished by its repeat.
 */
export const restoreTenant = async (
  table: Table,
  order: RestoreOrder,
  tell: (restored: Restored) => void,
): Promise<RestoreCount> => {
  const { tenantId, copy } = order;
  const [there, then] = [tenantStore(table, { tenantId }), tenantStore(copy, { tenantId })];
  if ((await then.tenant()) === undefined)
    throw new Problem('not-found', `The table ${copy.name} holds nothing of the agency ${tenantId}.`);
  const restorer: Restorer = { ...order, table, store: there };
  const count: RestoreCount = { same: 0, changed: 0, missing: 0, newer: 0, disposed: 0, moved: 0, ...none };
  const note = (found: Restored) => {
    count[found.what] += 1;
    if (found.erased !== undefined && found.what !== 'erased') count.erased += 1;
    tell(found);
  };
  for (const record of order.records) {
    for await (const items of pages(then, record)) {
      const live = await there.itemsOf(record, items.map(idOf));
      await each(items, async (item) => {
        const standing = live.get(idOf(item));
        const found = await restoreOne(restorer, record, item, standing);
        if (found === undefined) count.same += 1;
        else note(found);
        const file = record === records.attachment && found?.what !== 'disposed' && (await fileOf(restorer, item));
        if (file) note(file);
      });
    }
    for await (const items of pages(there, record)) {
      const held = await then.itemsOf(record, items.map(idOf));
      for (const item of items.filter((one) => !held.has(idOf(one)))) note(told(record, 'newer', item, []));
    }
  }
  return count;
};

const idOf = (item: Item) => String(item['id']);

/** A record type page by page, no larger than what can be looked up on the other side in one go. */
async function* pages(store: ReturnType<typeof tenantStore>, record: AnyRecordType): AsyncGenerator<readonly Item[]> {
  let after: string | undefined;
  do {
    const { items, more } = await store.itemsAfter(record, PAGE, after);
    for (let from = 0; from < items.length; from += MOST_KEYS) yield items.slice(from, from + MOST_KEYS);
    after = more ? idOf(items.at(-1) ?? {}) : undefined;
  } while (after !== undefined);
}

const each = async (items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> => {
  const open = [...items];
  const lane = async () => {
    for (let item = open.shift(); item !== undefined; item = open.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
};

const told = (record: AnyRecordType, what: Restored['what'], item: Item, fields: readonly string[]): Restored => ({
  type: record.name,
  id: idOf(item),
  what,
  version: Number(item['version']),
  fields,
});

const restoreOne = async (
  restorer: Restorer,
  record: AnyRecordType,
  item: Item,
  live: Item | undefined,
): Promise<Restored | undefined> => {
  if (isTombstone(item) || (live !== undefined && isTombstone(live)))
    return isTombstone(item) ? undefined : told(record, 'disposed', live ?? item, []);
  if (live === undefined) return bringBack(restorer, record, item);
  const [copied, standing] = [fromItem(record, item), fromItem(record, live)];
  const { values, erased } = await withoutErased(restorer.table, restorer.tenantId, record, copied, standing);
  const then = { ...copied, values };
  const fields = differing(record, standing, then);
  if (fields.length === 0 && erased.length === 0) return undefined;
  const what = fields.length > 0 ? 'changed' : 'erased';
  const found = { ...told(record, what, live, fields), ...(erased.length > 0 && { erased }) };
  if (!restorer.write || fields.length === 0) return found;
  const { archivedAt } = then;
  try {
    await restorer.store.put(record, live, { values, archivedAt }, verbOf(standing, then), provenance(restorer));
    return found;
  } catch (error) {
    if (error instanceof Problem && error.code === 'stale') return told(record, 'moved', live, fields);
    throw error;
  }
};

/** A record that is gone comes back behind everything that its history tells of it: no entry is written anew. */
const bringBack = async (restorer: Restorer, record: AnyRecordType, item: Item): Promise<Restored> => {
  const { table, tenantId, write } = restorer;
  const last = await auditReading(table, tenantId).newest(record.name, idOf(item));
  // Its tombstone is gone as well, but its history tells of the disposal.
  if (last?.verb === DISPOSE) return told(record, 'disposed', item, []);
  const { values, erased } = await withoutErased(table, tenantId, record, fromItem(record, item));
  const found = { ...told(record, 'missing', item, []), ...(erased.length > 0 && { erased }) };
  if (!write) return found;
  const next = { version: Math.max(last?.version ?? 0, found.version) + 1, values };
  const done = await restorer.store.putBack(record, item, next, provenance(restorer));
  return done ? found : { ...found, what: 'moved' };
};

/** Not of a record that was disposed of: its bytes went with it. */
const fileOf = async (restorer: Restorer, item: Item): Promise<Restored | undefined> => {
  if (isTombstone(item)) return undefined;
  const state = await restoreFile(restorer, fromItem(records.attachment, item));
  if (state === undefined || state === 'there') return undefined;
  return told(records.attachment, state === 'back' ? 'fileBack' : 'fileGone', item, []);
};

const provenance = ({ tenantId, reason }: Restorer) => ({
  principal: { tenantId, memberId: OPERATOR_MEMBER, role: 'system' as const },
  at: now(),
  requestId: v7(),
  source: 'system' as const,
  reason,
});
