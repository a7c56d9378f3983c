import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Values } from '#shared/model/record.ts';
import type { Table } from './client.ts';
import { importPartition } from './import-notes.ts';

/** What a record said before a row of an import changed it. Kept as long as the import, so that it can be undone. */
export interface Before {
  readonly row: number;
  readonly id: string;
  /** The version that the import found. */
  readonly version: number;
  /** Only the fields that were changed; null for one that was not there. */
  readonly values: Values;
}

const beforeKey = (row: number) => `before#${String(row).padStart(9, '0')}`;

/** Written before the record itself, so that no change is without it. A row that is tried again writes it over. */
export const putBefore = async (table: Table, tenantId: string, jobId: string, before: Before): Promise<void> => {
  const { values, ...rest } = before;
  const Item = {
    pk: importPartition(tenantId, jobId),
    sk: beforeKey(before.row),
    entity: 'importBefore',
    ...rest,
    // As text: a shape of many points would be as many nested numbers.
    values: JSON.stringify(values),
  };
  await table.document.send(new PutCommand({ TableName: table.name, Item }));
};

/** Those of the rows between two, both included. */
export const listBefores = async (
  table: Table,
  tenantId: string,
  jobId: string,
  from: number,
  to: number,
): Promise<Before[]> => {
  const found: Before[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const answer = await table.document.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':pk': importPartition(tenantId, jobId),
          ':from': beforeKey(from),
          ':to': beforeKey(to),
        },
        ConsistentRead: true,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    for (const item of answer.Items ?? [])
      found.push({
        row: Number(item['row']),
        id: String(item['id']),
        version: Number(item['version']),
        values: JSON.parse(String(item['values'])) as Values,
      });
    start = answer.LastEvaluatedKey;
  } while (start !== undefined);
  return found;
};
