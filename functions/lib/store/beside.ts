import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './client.ts';
import { deskPartition } from './desk.ts';
import { mappingPartition } from './import-mappings.ts';
import type { Item } from './item.ts';
import type { Kind } from './kinds.ts';

/** What stands beside the records of an agency, as it is kept, but for what its key says of the agency. */
export interface Beside {
  readonly kind: Kind;
  readonly sk: string;
  readonly item: Item;
}

const besideOf = ({ pk: _pk, sk, entity, ...item }: Item): Beside => ({
  // Each item of these partitions is written with its entity.
  kind: entity as Kind,
  sk: String(sk),
  item,
});

async function* itemsIn(table: Table, pk: string): AsyncGenerator<Beside> {
  let from: Item | undefined;
  do {
    const page: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await table.document.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    yield* (page.Items ?? []).map(besideOf);
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}

/** To be taken along whole. */
export const besideStore = (table: Table, tenantId: string) => ({
  /** What is chosen and removed for a request, and what was released. */
  ofRequest: (requestId: string) => itemsIn(table, deskPartition(tenantId, requestId)),
  /** How files of this record type were matched. */
  mappings: (recordType: string) => itemsIn(table, mappingPartition(tenantId, recordType)),
});
