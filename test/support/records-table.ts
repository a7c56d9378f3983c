import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { aDatabase } from '#test/infra/local/streams/a-mapping.ts';

/** An empty table in a database of its own, as the store is given one. */
export const aRecordsTable = async () => {
  const { dynamo, client } = await aDatabase();
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    table: { name: 'Records', document },
    endpoint: dynamo.endpoint,
    close: async () => {
      document.destroy();
      await dynamo.close();
    },
  };
};
