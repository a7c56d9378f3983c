import {
  BatchWriteCommand,
  type BatchWriteCommandInput,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Column, Coordinates, Mapping, RememberedMapping, RowError } from '#shared/model/job.ts';
import type { Table } from './client.ts';
import { makeCursor, readCursor } from './cursor.ts';
import type { Page } from './read.ts';

/** What reading the beginning of an import's file told. Kept beside the job: it is large and the job is written often. */
export interface Reading {
  readonly columns: readonly Column[];
  readonly suggested: Mapping;
  readonly remembered?: RememberedMapping | undefined;
  readonly coordinates?: Coordinates | undefined;
}

/** Long enough to mend a file and look at its errors again. */
const ERRORS_KEPT_DAYS = 90;

/** One check or run of an import: each has its own row errors. */
interface Attempt {
  readonly id: string;
  readonly attempt: number;
}

type Puts = NonNullable<BatchWriteCommandInput['RequestItems']>[string];

export const importPartition = (tenantId: string, id: string) => `${tenantId}#import#${id}`;
const attemptKey = (attempt: number) => `error#${String(attempt).padStart(4, '0')}#`;

/** Keeps row errors of one check or run. The keys follow from row and field, so that a replay writes them over themselves. */
export const putErrors = async (
  table: Table,
  tenantId: string,
  job: Attempt,
  errors: readonly RowError[],
  at: string,
): Promise<void> => {
  const expiresAt = Math.floor(Date.parse(at) / 1000) + ERRORS_KEPT_DAYS * 86_400;
  const items = errors.map((error) => ({
    pk: importPartition(tenantId, job.id),
    sk: `${attemptKey(job.attempt)}${String(error.row).padStart(9, '0')}#${error.path ?? ''}`,
    entity: 'importError',
    error,
    expiresAt,
  }));
  for (let n = 0; n < items.length; n += 25) {
    let puts: Puts = items.slice(n, n + 25).map((Item) => ({ PutRequest: { Item } }));
    while (puts.length > 0) {
      const answer = await table.document.send(new BatchWriteCommand({ RequestItems: { [table.name]: puts } }));
      puts = answer.UnprocessedItems?.[table.name] ?? [];
    }
  }
};

export const listErrors = async (
  table: Table,
  tenantId: string,
  job: Attempt,
  limit: number,
  cursor?: string,
): Promise<Page<RowError>> => {
  const pk = importPartition(tenantId, job.id);
  const query = [tenantId, job.id, 'errors', String(job.attempt)];
  const answer = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :attempt)',
      ExpressionAttributeValues: { ':pk': pk, ':attempt': attemptKey(job.attempt) },
      Limit: limit,
      ...(cursor === undefined ? {} : { ExclusiveStartKey: { pk, sk: readCursor(query, cursor)[0] } }),
    }),
  );
  const last = answer.LastEvaluatedKey;
  return {
    items: (answer.Items ?? []).map((item) => item['error'] as RowError),
    ...(last && { next: makeCursor(query, [String(last['sk'])]) }),
  };
};

const readingKey = (tenantId: string, id: string) => ({ pk: importPartition(tenantId, id), sk: 'reading' });

export const putReading = async (table: Table, tenantId: string, id: string, reading: Reading): Promise<void> => {
  const Item = { ...readingKey(tenantId, id), entity: 'importReading', reading };
  await table.document.send(new PutCommand({ TableName: table.name, Item }));
};

export const getReading = async (table: Table, tenantId: string, id: string): Promise<Reading | undefined> => {
  const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key: readingKey(tenantId, id) }));
  return Item?.['reading'] as Reading | undefined;
};
