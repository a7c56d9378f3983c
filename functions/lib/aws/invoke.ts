import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

let client: LambdaClient | undefined;

/** Starts a function with this event and does not wait for it. */
export const startFunction = async (name: string, event: object): Promise<void> => {
  client ??= new LambdaClient({ maxAttempts: 3 });
  await client.send(
    new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload: Buffer.from(JSON.stringify(event)) }),
  );
};
