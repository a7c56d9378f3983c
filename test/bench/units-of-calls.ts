import { BatchGetItemCommand, GetItemCommand, QueryCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { writeUnits, type WireItem } from './item-size.ts';
import type { Call } from './recorder.ts';

const asked = z.looseObject({});
const batch = z.looseObject({ RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(z.unknown()) })) });
const put = z.looseObject({ Item: z.record(z.string(), z.unknown()) });

/** The same reading once more, as the person at the machine, with what it consumes. */
const readUnits = async (database: DynamoDBClient, { operation, body }: Call): Promise<number> => {
  const input = { ...asked.parse(JSON.parse(body)), ReturnConsumedCapacity: 'TOTAL' } as never;
  if (operation === 'GetItem')
    return (await database.send(new GetItemCommand(input))).ConsumedCapacity?.CapacityUnits ?? 0;
  if (operation === 'Query') return (await database.send(new QueryCommand(input))).ConsumedCapacity?.CapacityUnits ?? 0;
  if (operation !== 'BatchGetItem') return 0;
  const { ConsumedCapacity = [] } = await database.send(new BatchGetItemCommand(input));
  return ConsumedCapacity.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
};

/** The look at the member, the agency and the session that every request begins with. */
const isSession = ({ operation, body }: Call): boolean =>
  operation === 'BatchGetItem' &&
  Object.values(batch.parse(JSON.parse(body)).RequestItems).some(({ Keys }) =>
    JSON.stringify(Keys).includes('#member"'),
  );

/** Of a put. A version after the first is taken to replace one of the same size, with another place in the order of changes. */
const putUnits = ({ body }: Call): number => {
  const item = put.parse(JSON.parse(body)).Item as WireItem;
  return item['version']?.N === '1' ? writeUnits(item) : writeUnits(item, { ...item, changesSk: { S: 'before' } });
};

export interface Cost {
  readonly calls: number;
  readonly rcu: number;
  readonly wcu: number;
  /** Read units of the look at the session, which the others are without. */
  readonly sessionRcu: number;
}

/** Units of one request's calls. */
export const unitsOfCalls = async (database: DynamoDBClient, all: readonly Call[]): Promise<Cost> => {
  const calls = all.filter((call) => !isSession(call));
  const cost = { calls: calls.length, rcu: 0, wcu: 0, sessionRcu: 0 };
  for (const call of all) if (isSession(call)) cost.sessionRcu += await readUnits(database, call);
  for (const call of calls) {
    cost.rcu += await readUnits(database, call);
    if (call.operation === 'PutItem') cost.wcu += putUnits(call);
  }
  return cost;
};
