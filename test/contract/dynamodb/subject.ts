import { PutItemCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface Subject {
  client: DynamoDBClient;
  /** Has the keys pk and sk, and an index `list1` with list1Pk and list1Sk that holds every attribute. */
  table: string;
}

export type Given = () => Subject;
export type Item = Record<string, AttributeValue>;

export const keyOf = (pk: string, sk: string): Item => ({ pk: { S: pk }, sk: { S: sk } });

export async function put({ client, table }: Subject, ...items: Item[]): Promise<void> {
  for (const item of items) await client.send(new PutItemCommand({ TableName: table, Item: item }));
}

/** What a refused call was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('The call was accepted.');
}

/** The refusal of a call that must fail in one way, with what that error carries. */
export async function refusedWith<Refusal extends Error>(
  type: abstract new (...parameters: never[]) => Refusal,
  call: Promise<unknown>,
): Promise<Refusal> {
  const refusal = await refusalOf(call);
  if (refusal instanceof type) return refusal;
  throw refusal;
}
