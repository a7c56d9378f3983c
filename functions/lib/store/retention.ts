import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { Problem } from '#shared/model/problem.ts';
import { noPolicy, retentionPolicy, type RetentionPolicy } from '#shared/permit/retention.ts';
import type { AccessEvent } from './access-events.ts';
import type { Table } from './client.ts';
import { mustFit } from './item-size.ts';
import { allOrNothing, eventPut } from './transaction.ts';

/** One item for all of it: whoever disposes of a record can make its write depend on no hold having come meanwhile. */
export const retentionKey = (tenantId: string) => ({ pk: `${tenantId}#retention`, sk: 'policy' });

const moved = () =>
  new Problem('stale', 'Someone changed the retention rules in the meantime. Look again, then try once more.');

const getPolicy = async (table: Table, tenantId: string): Promise<RetentionPolicy> => {
  const { Item } = await table.document.send(
    new GetCommand({ TableName: table.name, Key: retentionKey(tenantId), ConsistentRead: true }),
  );
  return Item === undefined ? noPolicy : retentionPolicy.parse(Item);
};

/** Writes the next version, if `before` is still the newest, with the event of it: both or none. */
const savePolicy = async (
  table: Table,
  tenantId: string,
  before: RetentionPolicy,
  changes: Partial<RetentionPolicy>,
  event: AccessEvent,
  days: number,
): Promise<RetentionPolicy> => {
  const next = { ...before, ...changes, version: before.version + 1 };
  mustFit(
    next,
    'The list of legal holds and of changes to the retention rules is full. Nothing was changed. Tell whoever runs the system.',
  );
  const first = before.version === noPolicy.version;
  const policy = {
    TableName: table.name,
    Item: { ...retentionKey(tenantId), entity: 'retention', ...next },
    ...(first
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#version = :was',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':was': before.version },
        }),
  };
  if (!(await allOrNothing(table, [{ Put: policy }, eventPut(table, tenantId, event, days)]))) throw moved();
  return next;
};

/** What one agency has set about keeping its records, and its legal holds. */
export const retentionStore = (table: Table, tenantId: string) => ({
  policy: () => getPolicy(table, tenantId),
  save: (before: RetentionPolicy, changes: Partial<RetentionPolicy>, event: AccessEvent, days: number) =>
    savePolicy(table, tenantId, before, changes, event, days),
});
