import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { redactionsSchema, type RedactionSet } from '#shared/permit/redaction/redaction-set.ts';
import type { Redactions } from '#shared/permit/desk.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Table } from './client.ts';
import { deskPartition } from './desk.ts';
import { mustFit } from './item-size.ts';

const none: Redactions = { version: 1, rules: [], ordinary: [] };
const SORT = 'redactions';
/** Bytes. Below the most that a request may send, so that whoever has too many rules is told so. */
export const MOST_SET_BYTES = 350_000;

/** One item for each request, written whole at the version that was read. */
export const redactionStore = (table: Table, tenantId: string) => ({
  redactions: async (requestId: string): Promise<Redactions> => {
    const Key = { pk: deskPartition(tenantId, requestId), sk: SORT };
    const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key, ConsistentRead: true }));
    if (Item === undefined) return none;
    return { ...redactionsSchema.parse(Item['set']), version: Number(Item['version']) };
  },
  putRedactions: async (
    requestId: string,
    version: number,
    set: RedactionSet,
    by: { readonly memberId: string; readonly at: string },
  ): Promise<Redactions> => {
    mustFit(
      set,
      'These rules are more than can be kept for one request (350 KB). Withhold whole types or records where you can, and put long lists of terms into a redaction profile.',
      MOST_SET_BYTES,
    );
    const pk = deskPartition(tenantId, requestId);
    const Item = {
      pk,
      sk: SORT,
      entity: 'redactions',
      set,
      version: version + 1,
      updatedBy: by.memberId,
      updatedAt: by.at,
    };
    try {
      await table.document.send(
        new PutCommand({
          TableName: table.name,
          Item,
          ConditionExpression: '#version = :was OR (attribute_not_exists(pk) AND :was = :first)',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':was': version, ':first': 1 },
        }),
      );
      return { ...set, version: version + 1 };
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
      throw new Problem('stale', 'Someone changed what is removed in the meantime. Look again, then try once more.');
    }
  },
});
