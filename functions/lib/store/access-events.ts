import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Table } from './client.ts';
import { makeCursor, readCursor } from './cursor.ts';
import type { Page } from './read.ts';

export const accessKinds = [
  'signIn',
  'signInFailed',
  'lockout',
  'unlock',
  'signOut',
  'sessionEnded',
  'passwordResetAsked',
  'passwordChanged',
  'emailChanged',
  'mfaOn',
  'mfaReset',
  'invitation',
  'roleChange',
  'deactivation',
  'reactivation',
  'removal',
  'download',
  'export',
] as const;
export type AccessKind = (typeof accessKinds)[number];

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

/** Kept this long unless the agency's settings say otherwise: a year and some, so that an incident can be looked back on. */
export const ACCESS_DAYS = 400;

const partition = (tenantId: string) => `${tenantId}#access`;

/** `id` makes a repeated call harmless: the same event is written over itself. */
export const putAccess = async (
  table: Table,
  tenantId: string,
  { at, id, ...event }: AccessEvent,
  days = ACCESS_DAYS,
): Promise<void> => {
  const expiresAt = Math.floor(Date.parse(at) / 1000) + days * 86_400;
  const Item = { pk: partition(tenantId), sk: `${at}#${id}`, entity: 'access', id, at, ...event, expiresAt };
  await table.document.send(new PutCommand({ TableName: table.name, Item }));
};

export interface AccessQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Moments, ISO 8601: from, included, and before, not included. */
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

/** Newest first. */
export const listAccess = async (table: Table, tenantId: string, q: AccessQuery): Promise<Page<AccessEvent>> => {
  const pk = partition(tenantId);
  const query = [tenantId, 'access', q.from ?? '', q.before ?? ''];
  const start = q.cursor === undefined ? undefined : readCursor(query, q.cursor);
  const answer = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :before',
      ExpressionAttributeValues: { ':pk': pk, ':from': q.from ?? '0', ':before': q.before ?? '9' },
      ScanIndexForward: false,
      Limit: q.limit,
      ...(start && { ExclusiveStartKey: { pk, sk: start[0] } }),
    }),
  );
  const last = answer.LastEvaluatedKey;
  return {
    items: (answer.Items ?? []).map((item) => accessItem.parse(item)),
    ...(last && { next: makeCursor(query, [String(last['sk'])]) }),
  };
};
