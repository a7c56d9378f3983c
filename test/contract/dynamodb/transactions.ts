import {
  GetItemCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { keyOf, put, refusalOf, refusedWith, type Given } from './subject.ts';

export function transactionContract(given: Given): void {
  const send = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
    given().client.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));
  const putting = (pk: string, sk: string, more: Partial<NonNullable<TransactWriteItem['Put']>> = {}) => ({
    Put: { TableName: given().table, Item: keyOf(pk, sk), ...more },
  });
  const counting = (sk: string): TransactWriteItem => ({
    Update: {
      TableName: given().table,
      Key: keyOf('tx', sk),
      UpdateExpression: 'ADD hits :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    },
  });
  const stored = async (pk: string, sk: string) => {
    const { client, table } = given();
    return (await client.send(new GetItemCommand({ TableName: table, Key: keyOf(pk, sk), ConsistentRead: true }))).Item;
  };

  describe('a transaction', () => {
    it('puts, updates, deletes and checks together', async () => {
      const { table } = given();
      await put(given(), keyOf('tx', 'gone'), { ...keyOf('tx', 'checked'), status: { S: 'active' } });
      await send([
        putting('tx', 'made', { ConditionExpression: 'attribute_not_exists(pk)' }),
        counting('counted'),
        { Delete: { TableName: table, Key: keyOf('tx', 'gone') } },
        {
          ConditionCheck: {
            TableName: table,
            Key: keyOf('tx', 'checked'),
            ConditionExpression: '#s = :active',
            ExpressionAttributeNames: { '#s': 'status' },
            ExpressionAttributeValues: { ':active': { S: 'active' } },
          },
        },
      ]);
      expect(await stored('tx', 'made')).toBeDefined();
      expect((await stored('tx', 'counted'))?.['hits']).toEqual({ N: '1' });
      expect(await stored('tx', 'gone')).toBeUndefined();
    });

    it('that is cancelled writes nothing and gives a reason for each action, with the item when asked', async () => {
      const present = { ...keyOf('tx', 'present'), version: { N: '3' } };
      await put(given(), present);
      const create = {
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      } as const;
      const refusal = await refusedWith(
        TransactionCanceledException,
        send([putting('tx', 'never'), putting('tx', 'present', create)]),
      );
      const { CancellationReasons: reasons = [] } = refusal;
      expect(reasons.map(({ Code }) => Code)).toEqual(['None', 'ConditionalCheckFailed']);
      expect(reasons[1]?.Item).toEqual(present);
      expect(await stored('tx', 'never')).toBeUndefined();
    });

    it('is applied once for one token, and refused when the token comes with other actions', async () => {
      const token = `token-${Date.now()}`;
      await send([counting('once')], token);
      await send([counting('once')], token);
      expect((await stored('tx', 'once'))?.['hits']).toEqual({ N: '1' });
      expect((await refusalOf(send([counting('twice')], token))).name).toBe('IdempotentParameterMismatchException');
    });

    it('takes 100 actions, not 101, and no item twice', async () => {
      const actions = Array.from({ length: 101 }, (_, index) => putting('tx-many', String(index)));
      await send(actions.slice(0, 100));
      expect((await refusalOf(send(actions))).name).toBe('ValidationException');
      expect((await refusalOf(send([putting('tx', 'same'), counting('same')]))).name).toBe('ValidationException');
    });

    it('reads several items at one moment, in the order asked', async () => {
      const { client, table } = given();
      await put(given(), keyOf('tx-read', '1'), keyOf('tx-read', '3'));
      const TransactItems = ['3', '2', '1'].map((sk) => ({ Get: { TableName: table, Key: keyOf('tx-read', sk) } }));
      const { Responses = [] } = await client.send(new TransactGetItemsCommand({ TransactItems }));
      expect(Responses.map(({ Item }) => Item?.['sk']?.S)).toEqual(['3', undefined, '1']);
    });
  });
}
