import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Host } from '#infra/local/lambda/host.ts';
import { answerJson } from './answers.ts';

/** Bytes: what Lambda takes from a caller who waits, and from one who does not. */
const limits = { RequestResponse: 6_291_456, Event: 1_048_576 };

const refuse = (response: ServerResponse, status: number, __type: string, Message: string): void =>
  answerJson(response, status, { __type, Type: 'User', Message, message: Message }, 'application/json');

/** `POST /2015-03-31/functions/{name}/invocations` */
export async function invokeFunction(
  host: Host,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<void> {
  const [, encoded] = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(request.url ?? '') ?? [];
  if (request.method !== 'POST' || encoded === undefined) {
    refuse(response, 404, 'UnknownOperationException', 'The local Lambda only takes Invoke.');
    return;
  }
  const name = decodeURIComponent(encoded)
    .replace(/^(?:\d{12}:)?function:/, '')
    .replace(/:\$LATEST$/, '');
  if (!host.find(name)) {
    refuse(response, 404, 'ResourceNotFoundException', `Function not found: ${name}`);
    return;
  }
  const kind = request.headers['x-amz-invocation-type'] === 'Event' ? 'Event' : 'RequestResponse';
  if (body.length > limits[kind]) {
    refuse(
      response,
      413,
      'RequestTooLargeException',
      `${body.length} byte payload is too large for the ${kind} invocation type (limit ${limits[kind]} bytes)`,
    );
    return;
  }
  const payload = body.length === 0 ? '{}' : body.toString();
  if (!isJson(payload)) {
    refuse(response, 400, 'InvalidRequestContentException', 'Could not parse request body into json.');
    return;
  }
  if (kind === 'Event') {
    response.writeHead(202, { 'x-amzn-requestid': host.send(name, payload), 'content-length': 0 }).end();
    return;
  }
  const outcome = await host.run(name, payload);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(outcome.payload),
    'x-amzn-requestid': randomUUID(),
    'x-amz-executed-version': '$LATEST',
    ...(outcome.error !== undefined && { 'x-amz-function-error': 'Unhandled' }),
  });
  response.end(outcome.payload);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
