import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { keyOf, put, refusalOf, type Given, type Item } from './subject.ts';

const numbers = Array.from({ length: 25 }, (_, index) => String(index).padStart(2, '0'));

export function queryContract(given: Given): void {
  const query = (input: Omit<QueryCommandInput, 'TableName'>) =>
    given().client.send(new QueryCommand({ TableName: given().table, ...input }));
  const partition = (pk: string): Pick<QueryCommandInput, 'KeyConditionExpression' | 'ExpressionAttributeValues'> => ({
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
  });
  const listed = (pk: string): QueryCommandInput => ({
    TableName: given().table,
    IndexName: 'list1',
    KeyConditionExpression: 'list1Pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: pk } },
  });
  /** Every page until there is none, with the number of items on each. */
  const pages = async (input: Omit<QueryCommandInput, 'TableName'>) => {
    const items: Item[] = [];
    const sizes: number[] = [];
    let ExclusiveStartKey: Item | undefined;
    do {
      const page = await query({ ...input, ExclusiveStartKey });
      items.push(...(page.Items ?? []));
      sizes.push(page.Items?.length ?? 0);
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return { sortKeys: items.map(({ sk }) => sk?.S), sizes };
  };

  describe('a query', () => {
    beforeAll(async () => {
      for (const number of numbers) {
        // Every five items share an index sort key: the order among them is the table's own affair.
        const list1Sk = { S: `tie-${Math.floor(Number(number) / 5)}` };
        await put(given(), {
          ...keyOf('paged', number),
          list1Pk: { S: 'list' },
          list1Sk,
          even: { BOOL: Number(number) % 2 === 0 },
        });
      }
    });

    it.each([true, false])(
      'pages through a partition without gap or repetition (forward: %s)',
      async (ScanIndexForward) => {
        const { sortKeys, sizes } = await pages({ ...partition('paged'), Limit: 10, ScanIndexForward });
        expect(sortKeys).toEqual(ScanIndexForward ? numbers : numbers.toReversed());
        expect(sizes).toEqual([10, 10, 5]);
      },
    );

    it('ends a full last page with a key to go on from, and that page is empty', async () => {
      expect((await pages({ ...partition('paged'), Limit: 5 })).sizes).toEqual([5, 5, 5, 5, 5, 0]);
    });

    it.each([true, false])('pages through an index with equal sort keys (forward: %s)', async (ScanIndexForward) => {
      const whole = await pages({ ...listed('list'), ScanIndexForward });
      const { sortKeys, sizes } = await pages({ ...listed('list'), Limit: 7, ScanIndexForward });
      expect(sortKeys).toEqual(whole.sortKeys);
      expect(new Set(sortKeys)).toEqual(new Set(numbers));
      expect(sizes).toEqual([7, 7, 7, 4]);
    });

    it('counts its limit before the filter', async () => {
      const filter = {
        FilterExpression: 'even = :yes',
        ExpressionAttributeValues: { ':pk': { S: 'paged' }, ':yes': { BOOL: true } },
      };
      const { Items, ScannedCount } = await query({ ...partition('paged'), ...filter, Limit: 10 });
      expect([Items?.length, ScannedCount]).toEqual([5, 10]);
    });

    it('takes begins_with literally and sorts by bytes', async () => {
      const sortKeys = ['a', 'a%b', 'a_b', 'aZ', 'ab', 'a#1', 'a#10', 'a#2', 'aé', 'a😀', 'b'];
      await put(given(), ...sortKeys.map((sk) => keyOf('prefix', sk)));
      const beginning = async (prefix: string) => {
        const { Items = [] } = await query({
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': { S: 'prefix' }, ':prefix': { S: prefix } },
        });
        return Items.map(({ sk }) => sk?.S);
      };
      expect(await beginning('a')).toEqual(['a', 'a#1', 'a#10', 'a#2', 'a%b', 'aZ', 'a_b', 'ab', 'aé', 'a😀']);
      expect(await beginning('a%')).toEqual(['a%b']);
      expect(await beginning('a_')).toEqual(['a_b']);
      expect(await beginning('a😀')).toEqual(['a😀']);
    });

    it('includes both ends of a range', async () => {
      const { Items = [] } = await query({
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': { S: 'paged' }, ':from': { S: '03' }, ':to': { S: '05' } },
      });
      expect(Items.map(({ sk }) => sk?.S)).toEqual(['03', '04', '05']);
    });

    it('ends a page at 1 MB', async () => {
      const body = { S: 'x'.repeat(300 * 1024) };
      for (const sk of ['1', '2', '3', '4', '5']) await put(given(), { ...keyOf('wide', sk), body });
      const { sizes } = await pages(partition('wide'));
      expect(sizes[0]).toBeLessThan(5);
      expect(sizes.reduce((sum, size) => sum + size)).toBe(5);
    });

    it('leaves out of an index what lacks its keys', async () => {
      await put(
        given(),
        { ...keyOf('sparse', '1'), list1Pk: { S: 'sparse' }, list1Sk: { S: '1' } },
        keyOf('sparse', '2'),
      );
      expect((await pages(listed('sparse'))).sortKeys).toEqual(['1']);
      await put(given(), keyOf('sparse', '1'));
      expect((await pages(listed('sparse'))).sortKeys).toEqual([]);
    });

    it('refuses to read an index consistently', async () => {
      expect((await refusalOf(query({ ...listed('list'), ConsistentRead: true }))).name).toBe('ValidationException');
    });
  });
}
