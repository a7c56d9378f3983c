import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { SealedEntry } from '#functions/lib/chain/entry.ts';
import { auditPartition, lateKey, versionKey } from '#shared/derive/keys.ts';
import { Problem } from '#shared/model/problem.ts';
import { entryFromItem, trailPartition } from './audit-item.ts';
import type { Table } from './client.ts';
import { makeCursor, readCursor } from './cursor.ts';
import type { Item } from './item.ts';
import { readBack } from './read-back.ts';

export interface AuditQuery {
  /** Entries in a page, and how much they may hold together (as JSON text, in bytes): an answer has its limit too. */
  readonly limit: number;
  readonly bytes: number;
  readonly cursor?: string | undefined;
  /** Moments, ISO 8601 with milliseconds: from, included, and before, not included. */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  readonly type?: string | undefined;
  /** One record, with its type. */
  readonly id?: string | undefined;
  readonly verb?: string | undefined;
  /** Whose changes: for looking into an incident. There is no key by person, and none is to be added. */
  readonly memberId?: string | undefined;
}

/** An entry as it is kept. One that came late stands beside the gap of its version. */
export interface KeptEntry {
  readonly entry: SealedEntry;
  readonly late: boolean;
}

export interface AuditPage {
  readonly items: readonly KeptEntry[];
  readonly next?: string;
  /** With `next`, of the whole agency: the moment of the oldest entry that was looked at. */
  readonly searchedTo?: string;
}

/** A filter looks at entries after they were read: this many reads of at most 1 MB make one page, whatever is looked for. */
const MOST_READS = 10;
/** Entries of one read while most of them are passed over. */
const LOOKED_AT = 1000;

interface Source {
  readonly input: Pick<QueryCommandInput, 'IndexName' | 'KeyConditionExpression'>;
  readonly values: Item;
  readonly keyOf: (item: Item) => readonly string[];
  readonly startAt: (key: readonly string[]) => Item;
}

/** All entries of the agency by their time, in the index that also has the feeds of records. */
const wholeAgency = (tenantId: string, from: string, before: string): Source => ({
  input: { IndexName: 'changes', KeyConditionExpression: 'changesPk = :pk AND changesSk BETWEEN :from AND :before' },
  values: { ':pk': trailPartition(tenantId), ':from': from, ':before': before },
  keyOf: (item) => [String(item['changesSk']), String(item['type'])],
  startAt: ([changesSk = '', type = '']) => {
    const [at = '', id = '', ...rest] = changesSk.split('#');
    if (at < from || changesSk > before)
      throw new Problem('cursor-invalid', 'Go back to the first page of the list and start again from there.');
    return {
      changesPk: trailPartition(tenantId),
      changesSk,
      pk: auditPartition(tenantId, type, id),
      sk: rest.join('#'),
    };
  },
});

const oneRecord = (tenantId: string, type: string, id: string): Source => {
  const pk = auditPartition(tenantId, type, id);
  return {
    input: { KeyConditionExpression: 'pk = :pk' },
    values: { ':pk': pk },
    keyOf: (item) => [String(item['sk'])],
    startAt: ([sk = '']) => ({ pk, sk }),
  };
};

/** What the keys do not answer. `at`, too, where one record is read in the order of its versions. */
const filterOf = (q: AuditQuery) => {
  const asked = [
    ['type', '=', ':type', q.id === undefined ? q.type : undefined],
    ['verb', '=', ':verb', q.verb],
    ['by', '=', ':member', q.memberId],
    ['at', '>=', ':from', q.id === undefined ? undefined : q.from],
    ['at', '<', ':before', q.id === undefined ? undefined : q.before],
  ] as const;
  const parts = asked.filter(([, , , value]) => value !== undefined);
  return {
    names: Object.fromEntries(parts.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(parts.map(([, , key, value]) => [key, value])),
    expression: parts.map(([name, is, key]) => `#${name} ${is} ${key}`).join(' AND '),
  };
};

/** One page, newest first. It may be short, or empty, and still have a next one. */
export const searchAudit = async (table: Table, tenantId: string, q: AuditQuery): Promise<AuditPage> => {
  const [from, before] = [q.from ?? '0', q.before ?? '9'];
  // DynamoDB refuses bounds in the wrong order; nothing lies between them.
  if (from > before) return { items: [] };
  const query = [tenantId, 'audit', from, before, q.type ?? '', q.id ?? '', q.verb ?? '', q.memberId ?? ''];
  const source =
    q.type === undefined || q.id === undefined
      ? wholeAgency(tenantId, from, before)
      : oneRecord(tenantId, q.type, q.id);
  const filter = filterOf(q);
  const items: Item[] = [];
  let bytes = 0;
  let at = q.cursor === undefined ? undefined : readCursor(query, q.cursor);
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const { Items = [], LastEvaluatedKey: last } = await table.document.send(
      new QueryCommand({
        TableName: table.name,
        ...source.input,
        ExpressionAttributeValues: { ...source.values, ...filter.values },
        ...(filter.expression === ''
          ? {}
          : { FilterExpression: filter.expression, ExpressionAttributeNames: filter.names }),
        ScanIndexForward: false,
        Limit: filter.expression === '' ? q.limit - items.length : LOOKED_AT,
        ...(at && { ExclusiveStartKey: source.startAt(at) }),
      }),
    );
    // More than fit are not read back.
    const room = Items.slice(0, q.limit - items.length);
    for await (const item of source.input.IndexName === undefined ? room : readBack(table, room)) {
      const size = Buffer.byteLength(JSON.stringify(item));
      if (items.length > 0 && bytes + size > q.bytes) return pageOf(items, query, source);
      items.push(item);
      bytes += size;
    }
    if (room.length < Items.length) return pageOf(items, query, source);
    if (last === undefined) return { items: items.map(kept) };
    at = source.keyOf({ type: typeIn(last), ...last });
    if (items.length >= q.limit) break;
  }
  return pageOf(items, query, source, at);
};

/** The type stands in the key of an entry: `<tenant>#audit#<type>#<id>`. */
const typeIn = (key: Item): string => String(key['pk']).split('#')[2] ?? '';

const kept = (item: Item): KeptEntry => ({
  entry: entryFromItem(item),
  late: String(item['sk']).startsWith('late#'),
});

/** Goes on behind the last entry that is in the page, or that was looked at. */
const pageOf = (
  items: readonly Item[],
  query: readonly string[],
  source: Source,
  at: readonly string[] = source.keyOf(items.at(-1) ?? {}),
): AuditPage => {
  const page = { items: items.map(kept), next: makeCursor(query, at) };
  const [searchedTo = ''] = (at[0] ?? '').split('#');
  return source.input.IndexName === undefined ? page : { ...page, searchedTo };
};

/** One entry and the one that it was linked to, read in one or two calls. */
export const auditEntryAt = async (
  table: Table,
  tenantId: string,
  type: string,
  id: string,
  { version, late }: { readonly version: number; readonly late: boolean },
): Promise<{ readonly entry: SealedEntry; readonly before: SealedEntry | undefined } | undefined> => {
  const between = async (first: string, last: string) => {
    const { Items = [] } = await table.document.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: { ':pk': auditPartition(tenantId, type, id), ':first': first, ':last': last },
        ConsistentRead: true,
      }),
    );
    return new Map(Items.map((item) => [String(item['sk']), entryFromItem(item)]));
  };
  const own = versionKey(version);
  if (!late) {
    const before = versionKey(version - 1);
    const found = await between(before, own);
    const entry = found.get(own);
    return entry && { entry, before: found.get(before) };
  }
  const [there, gap] = await Promise.all([between(lateKey(version), lateKey(version)), between(own, own)]);
  const entry = there.get(lateKey(version));
  return entry && { entry, before: gap.get(own) };
};
