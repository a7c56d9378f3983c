import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientOf, startFixture } from './stack.ts';

/** Run as a process of its own: accepts one event for later, says so, and waits to be killed while it is handled. */
const stack = await startFixture({ dir: process.argv[2] ?? '' });
const Payload = JSON.stringify({ ask: { pause: 1_500 } });
await new LambdaClient(clientOf(stack)).send(
  new InvokeCommand({ FunctionName: 'echo', InvocationType: 'Event', Payload }),
);
console.log('accepted');
