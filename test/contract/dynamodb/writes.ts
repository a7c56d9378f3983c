import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { keyOf, put, refusalOf, refusedWith, type Given } from './subject.ts';

export function writeContract(given: Given): void {
  describe('a write', () => {
    it('creates an item only where there is none', async () => {
      const { client, table } = given();
      const create = () =>
        client.send(
          new PutItemCommand({
            TableName: table,
            Item: { ...keyOf('create', '1'), version: { N: '1' } },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
      await create();
      expect(await refusalOf(create())).toBeInstanceOf(ConditionalCheckFailedException);
    });

    it('that is refused shows the item as it stands, when asked to', async () => {
      const { client, table } = given();
      const item = { ...keyOf('refused', '1'), version: { N: '7' } };
      await put(given(), item);
      const update = (more: object) =>
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf('refused', '1'),
          UpdateExpression: 'SET version = version + :one',
          ConditionExpression: 'version = :expected',
          ExpressionAttributeValues: { ':one': { N: '1' }, ':expected': { N: '6' } },
          ...more,
        });
      const shown = await refusedWith(
        ConditionalCheckFailedException,
        client.send(update({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })),
      );
      expect(shown.Item).toEqual(item);
      const plain = await refusedWith(ConditionalCheckFailedException, client.send(update({})));
      expect(plain.Item).toBeUndefined();
    });

    it('updates under a condition and returns the new item', async () => {
      const { client, table } = given();
      await put(given(), { ...keyOf('update', '1'), version: { N: '1' }, old: { S: 'x' } });
      const { Attributes } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyOf('update', '1'),
          UpdateExpression:
            'SET version = version + :one, #list = list_append(if_not_exists(#list, :none), :more) REMOVE #old',
          ConditionExpression: 'version = :one',
          ExpressionAttributeNames: { '#list': 'list', '#old': 'old' },
          ExpressionAttributeValues: { ':one': { N: '1' }, ':none': { L: [] }, ':more': { L: [{ S: 'a' }] } },
          ReturnValues: 'ALL_NEW',
        }),
      );
      expect(Attributes).toEqual({ ...keyOf('update', '1'), version: { N: '2' }, list: { L: [{ S: 'a' }] } });
    });

    it('keeps an exact count under a hundred writers', async () => {
      const { client, table } = given();
      const add = new UpdateItemCommand({
        TableName: table,
        Key: keyOf('counter', '1'),
        UpdateExpression: 'ADD hits :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      });
      await Promise.all(Array.from({ length: 100 }, () => client.send(add)));
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf('counter', '1') }));
      expect(Item?.['hits']).toEqual({ N: '100' });
    });

    it('deletes under a condition', async () => {
      const { client, table } = given();
      await put(given(), { ...keyOf('delete', '1'), expiresAt: { N: '100' } });
      const before = (time: string) =>
        new DeleteItemCommand({
          TableName: table,
          Key: keyOf('delete', '1'),
          ConditionExpression: 'expiresAt < :time',
          ExpressionAttributeValues: { ':time': { N: time } },
        });
      expect(await refusalOf(client.send(before('100')))).toBeInstanceOf(ConditionalCheckFailedException);
      await client.send(before('101'));
      expect(
        (await client.send(new GetItemCommand({ TableName: table, Key: keyOf('delete', '1') }))).Item,
      ).toBeUndefined();
    });
  });

  describe('an item', () => {
    it('may be 400 KB and not more', async () => {
      const { client, table } = given();
      const room = 400 * 1024 - 'pklarge'.length - 'sk1'.length - 'body'.length;
      const large = (size: number) =>
        new PutItemCommand({ TableName: table, Item: { ...keyOf('large', '1'), body: { S: 'x'.repeat(size) } } });
      await client.send(large(room));
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: keyOf('large', '1') }));
      expect(Item?.['body']?.S?.length).toBe(room);
      expect((await refusalOf(client.send(large(room + 1)))).name).toBe('ValidationException');
    });

    it('has no empty key in the table or an index', async () => {
      expect((await refusalOf(put(given(), keyOf('empty', '')))).name).toBe('ValidationException');
      const indexed = { ...keyOf('empty', '1'), list1Pk: { S: 'a' }, list1Sk: { S: '' } };
      expect((await refusalOf(put(given(), indexed))).name).toBe('ValidationException');
    });
  });

  describe('a batch', () => {
    it('writes 25 items and reads 100, leaving out those that are not there', async () => {
      const { client, table } = given();
      const items = Array.from({ length: 25 }, (_, index) => keyOf('batch', `${index}`));
      await client.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: items.map((Item) => ({ PutRequest: { Item } })) } }),
      );
      const keys = Array.from({ length: 100 }, (_, index) => keyOf('batch', `${index}`));
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys } } }),
      );
      expect(UnprocessedKeys ?? {}).toEqual({});
      expect(new Set(Responses?.[table]?.map(({ sk }) => sk?.S))).toEqual(new Set(items.map(({ sk }) => sk?.S)));
      const tooMany = [...keys, keyOf('batch', '100')];
      const refusal = client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: tooMany } } }));
      expect((await refusalOf(refusal)).name).toBe('ValidationException');
    });
  });
}
