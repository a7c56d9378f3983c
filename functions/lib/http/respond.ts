import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Problem, problems, type ProblemBody } from '#shared/model/problem.ts';
import type { Reply } from './request.ts';

const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Lambda fails an answer of more than 6 MB without a word to the caller; this is below it. */
const MAX_ANSWER_BYTES = 5_500_000;

const answerText = (value: unknown): string => {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > MAX_ANSWER_BYTES)
    throw new Problem('bad-request', 'The answer would be too large. Ask for fewer at once, with a smaller limit.');
  return text;
};

export const respond = (reply: Reply, requestId: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: reply.status,
  headers: {
    ...always,
    'x-request-id': requestId,
    ...(reply.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...(reply.version === undefined ? {} : { etag: `"${reply.version}"` }),
    ...reply.headers,
  },
  ...(reply.body === undefined ? {} : { body: answerText(reply.body) }),
});

/** The one place that turns an error into HTTP. Anything but a Problem says nothing beyond its request id. */
export const respondProblem = (error: unknown, requestId: string): APIGatewayProxyStructuredResultV2 => {
  const problem =
    error instanceof Problem
      ? error
      : new Problem('internal', `Try again. If it stays, report the request id ${requestId}.`);
  const { status, title } = problems[problem.code];
  const body: ProblemBody = {
    type: `/problems/${problem.code}`,
    title,
    status,
    code: problem.code,
    detail: problem.message,
    requestId,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
  };
  return {
    statusCode: status,
    headers: { ...always, 'x-request-id': requestId, 'content-type': 'application/problem+json; charset=utf-8' },
    body: JSON.stringify(body),
  };
};
