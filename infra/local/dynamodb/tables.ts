import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type KeySchemaElement,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { TablePlan } from './plan.ts';

const keys = (schema: KeySchemaElement[] = []) =>
  schema.map((key) => `${key.KeyType ?? ''} ${key.AttributeName ?? ''}`).join(', ');

/** What cannot change under stored items; compared as text so that the order of declaration does not matter. */
function shapeOf(plan: Omit<TablePlan, 'ttlAttribute' | 'name'>): string {
  const indexes = plan.indexes.map(({ name, keySchema, projection }) =>
    [name, keys(keySchema), projection.ProjectionType, ...(projection.NonKeyAttributes ?? []).toSorted()].join(' '),
  );
  const attributes = plan.attributes.map((each) => `${each.AttributeName ?? ''} ${each.AttributeType ?? ''}`);
  return JSON.stringify([keys(plan.keySchema), attributes.toSorted(), indexes.toSorted(), plan.streamViewType ?? '']);
}

function planOf(table: TableDescription): Omit<TablePlan, 'ttlAttribute' | 'name'> {
  const streamViewType = table.StreamSpecification?.StreamViewType;
  return {
    attributes: table.AttributeDefinitions ?? [],
    keySchema: table.KeySchema ?? [],
    indexes: (table.GlobalSecondaryIndexes ?? []).map((index) => ({
      name: index.IndexName ?? '',
      keySchema: index.KeySchema ?? [],
      projection: index.Projection ?? {},
    })),
    ...(streamViewType === undefined ? {} : { streamViewType }),
  };
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

export const isThere = async (client: DynamoDBClient, name: string): Promise<boolean> =>
  (await describe(client, name)) !== undefined;

const creation = (plan: TablePlan) =>
  new CreateTableCommand({
    TableName: plan.name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: plan.attributes,
    KeySchema: plan.keySchema,
    ...(plan.indexes.length > 0 && {
      GlobalSecondaryIndexes: plan.indexes.map(({ name, keySchema, projection }) => ({
        IndexName: name,
        KeySchema: keySchema,
        Projection: projection,
      })),
    }),
    ...(plan.streamViewType && { StreamSpecification: { StreamEnabled: true, StreamViewType: plan.streamViewType } }),
  });

async function declareExpiry(client: DynamoDBClient, plan: TablePlan): Promise<void> {
  if (plan.ttlAttribute === undefined) return;
  const { TimeToLiveDescription: current } = await client.send(new DescribeTimeToLiveCommand({ TableName: plan.name }));
  // Declaring it a second time is an error at AWS.
  if (current?.AttributeName === plan.ttlAttribute && current.TimeToLiveStatus !== 'DISABLED') return;
  const specification = { Enabled: true, AttributeName: plan.ttlAttribute };
  await client.send(new UpdateTimeToLiveCommand({ TableName: plan.name, TimeToLiveSpecification: specification }));
}

export async function createTable(client: DynamoDBClient, plan: TablePlan): Promise<void> {
  const existing = await describe(client, plan.name);
  if (existing === undefined) {
    await client.send(creation(plan));
    await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 30 }, { TableName: plan.name });
  } else if (shapeOf(planOf(existing)) !== shapeOf(plan)) {
    throw new Error(
      `The table ${plan.name} is stored with other keys, indexes or stream than the template declares: run "npm run local:reset" to start with an empty table.`,
    );
  }
  await declareExpiry(client, plan);
}
