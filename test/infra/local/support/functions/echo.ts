import { setTimeout as pause } from 'node:timers/promises';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, Context } from 'aws-lambda';

let served = 0;

interface Ask {
  readonly pause?: number;
  readonly big?: number;
  readonly fail?: boolean;
}

/** Answers with what it was given; `x-ask` carries what a test wants it to do. */
export async function handler(
  event: Partial<APIGatewayProxyEventV2WithJWTAuthorizer> & { ask?: Ask },
  context: Context,
) {
  served += 1;
  const ask: Ask = event.ask ?? (JSON.parse(event.headers?.['x-ask'] ?? '{}') as Ask);
  if (ask.fail) throw new Error('asked to fail');
  if (ask.pause) await pause(ask.pause);
  console.log(`served ${served}`);
  const body = ask.big
    ? 'x'.repeat(ask.big)
    : JSON.stringify({ event, env: process.env, served, context: facts(context) });
  return {
    statusCode: 200,
    cookies: ['a=1; Path=/', 'b=2; Path=/'],
    headers: { 'content-type': 'application/json' },
    body,
  };
}

function facts(context: Context) {
  return {
    functionName: context.functionName,
    arn: context.invokedFunctionArn,
    requestId: context.awsRequestId,
    remaining: context.getRemainingTimeInMillis(),
  };
}
