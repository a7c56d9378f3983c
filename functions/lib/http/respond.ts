import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Problem, problems, type ProblemBody } from '#shared/model/problem.ts';
import type { Reply } from './request.ts';

const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export const respond = (reply: Reply, requestId: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: reply.status,
  headers: {
    ...always,
    'x-request-id': requestId,
    ...(reply.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...(reply.version === undefined ? {} : { etag: `"${reply.version}"` }),
    ...reply.headers,
  },
  ...(reply.body === undefined ? {} : { body: JSON.stringify(reply.body) }),
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
