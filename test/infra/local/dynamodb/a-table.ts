import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { indexNames as declared, projected } from '#infra/constructs/record-indexes.ts';
import type { IndexPlan, TablePlan } from '#infra/local/dynamodb/index.ts';

const nonKey: Readonly<Record<string, readonly string[]>> = projected;

const index = (name: string): IndexPlan => ({
  name,
  keySchema: [
    { AttributeName: `${name}Pk`, KeyType: 'HASH' },
    { AttributeName: `${name}Sk`, KeyType: 'RANGE' },
  ],
  projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...(nonKey[name] ?? [])] },
});

/** A table as the template declares it: four indexes, a stream of both images, expiry. */
export function aTable(change: Partial<TablePlan> & { indexNames?: string[] } = {}): TablePlan {
  const { indexNames = [...declared], ...rest } = change;
  const names = ['pk', 'sk', ...indexNames.flatMap((name) => [`${name}Pk`, `${name}Sk`])];
  return {
    name: 'Records',
    attributes: names.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    keySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    indexes: indexNames.map(index),
    streamViewType: 'NEW_AND_OLD_IMAGES',
    ttlAttribute: 'expiresAt',
    ...rest,
  };
}

export const clientFor = (endpoint: string) =>
  new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
