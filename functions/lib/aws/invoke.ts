import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';

let client: LambdaClient | undefined;

/** Starts a function with this event and does not wait for it. */
export const startFunction = async (name: string, event: object): Promise<void> => {
  client ??= new LambdaClient({ maxAttempts: 3 });
  await client.send(
    new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload: Buffer.from(JSON.stringify(event)) }),
  );
};

/** Calls a function and waits for its answer: for the operator's commands. */
export const functionAt = (name: string, config: LambdaClientConfig) => {
  const lambda = new LambdaClient({ maxAttempts: 3, ...config });
  return async (event: object): Promise<unknown> => {
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) }),
    );
    if (FunctionError !== undefined || Payload === undefined) throw new Error(`${name} failed: ${FunctionError ?? ''}`);
    return JSON.parse(Buffer.from(Payload).toString()) as unknown;
  };
};
