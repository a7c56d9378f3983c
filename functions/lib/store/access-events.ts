import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { accessKinds, type AccessKind } from '#shared/model/access-event.ts';
import { settingDefaults } from '#shared/model/settings.ts';
import type { Table } from './client.ts';
import { makeCursor, readCursor } from './cursor.ts';
import type { Page } from './read.ts';

const accessItem = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.enum(accessKinds),
  memberId: z.string().optional(),
  by: z.string().optional(),
  address: z.string().optional(),
  agent: z.string().optional(),
  detail: z.string().optional(),
});

/** Who came in, went out or took data along: when and from where. Kept apart from the record audit, never counted per person. */
export interface AccessEvent {
  readonly id: string;
  readonly at: string;
  readonly kind: AccessKind;
  /** Whom it concerns; absent when the address given belongs to nobody. */
  readonly memberId?: string | undefined;
  /** Who did it, when that was someone else, such as an administrator. */
  readonly by?: string | undefined;
  readonly address?: string | undefined;
  readonly agent?: string | undefined;
  readonly detail?: string | undefined;
}

export const accessPartition = (tenantId: string) => `${tenantId}#access`;

/** `id` makes a repeated call harmless: the same event is written over itself. TTL takes it away after `days`. */
export const accessItemOf = (
  tenantId: string,
  { at, id, ...event }: AccessEvent,
  days: number = settingDefaults.accessDays.value,
) => ({
  pk: accessPartition(tenantId),
  sk: `${at}#${id}`,
  entity: 'access',
  id,
  at,
  ...event,
  expiresAt: Math.floor(Date.parse(at) / 1000) + days * 86_400,
});

export const putAccess = async (table: Table, tenantId: string, event: AccessEvent, days: number): Promise<void> => {
  await table.document.send(new PutCommand({ TableName: table.name, Item: accessItemOf(tenantId, event, days) }));
};

/** One event, by its moment and id. */
export const accessAt = async (
  table: Table,
  tenantId: string,
  at: string,
  id: string,
): Promise<AccessEvent | undefined> => {
  const Key = { pk: accessPartition(tenantId), sk: `${at}#${id}` };
  const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
  return Item && accessItem.parse(Item);
};

export interface AccessQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Moments, ISO 8601: from, included, and before, not included. */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  readonly kind?: AccessKind | undefined;
  /** Events that concern this person or were caused by them. */
  readonly memberId?: string | undefined;
}

/** A filter looks at items after they were read: this many reads at most make one page, however rare what is looked for. */
const MOST_READS = 10;

const conditionOf = ({ kind, memberId }: AccessQuery) => {
  const parts = [...(kind ? ['kind = :kind'] : []), ...(memberId ? ['(memberId = :member OR #by = :member)'] : [])];
  return {
    ...(parts.length === 0 ? {} : { FilterExpression: parts.join(' AND ') }),
    ...(memberId ? { ExpressionAttributeNames: { '#by': 'by' } } : {}),
    values: { ...(kind ? { ':kind': kind } : {}), ...(memberId ? { ':member': memberId } : {}) },
  };
};

/** Newest first. A page may be short, or empty, and still have a next one. */
export const listAccess = async (table: Table, tenantId: string, q: AccessQuery): Promise<Page<AccessEvent>> => {
  const pk = accessPartition(tenantId);
  const query = [tenantId, 'access', q.from ?? '', q.before ?? '', q.kind ?? '', q.memberId ?? ''];
  const [from, before] = [q.from ?? '0', q.before ?? '9'];
  // DynamoDB refuses bounds in the wrong order; nothing lies between them.
  if (from > before) return { items: [] };
  let sk = q.cursor === undefined ? undefined : readCursor(query, q.cursor)[0];
  const { values, ...filter } = conditionOf(q);
  const items: AccessEvent[] = [];
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const { Items = [], LastEvaluatedKey: last } = await table.document.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :before',
        ExpressionAttributeValues: { ':pk': pk, ':from': from, ':before': before, ...values },
        ...filter,
        ScanIndexForward: false,
        Limit: q.limit - items.length,
        ...(sk === undefined ? {} : { ExclusiveStartKey: { pk, sk } }),
      }),
    );
    items.push(...Items.map((item) => accessItem.parse(item)));
    sk = last === undefined ? undefined : String(last['sk']);
    if (sk === undefined || items.length >= q.limit) break;
  }
  return { items, ...(sk === undefined ? {} : { next: makeCursor(query, [sk]) }) };
};
