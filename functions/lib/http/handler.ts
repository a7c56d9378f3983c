import { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import httpRouterHandler from '@middy/http-router';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import * as z from 'zod';
import { now } from '#functions/lib/aws/clock.ts';
import type { Table } from '#functions/lib/store/index.ts';
import { closes } from '#functions/lib/usecases/closes.ts';
import { Problem } from '#shared/model/problem.ts';
import { requireEdge } from './edge-proof.ts';
import { requireSameOrigin } from './origin.ts';
import { mayWhileClosing } from './while-closing.ts';
import { ifMatch, jsonBody, parse } from './parse.ts';
import { requirePlainPath, requireSingleParameters } from './plain.ts';
import { principalOf } from './principal.ts';
import type { Route } from './request.ts';
import { respond, respondProblem } from './respond.ts';
import { viewerAddress, viewerAgent } from './viewer.ts';

const logger = new Logger();
const noQuery = z.strictObject({});

/** Path values are ids and names; anything else is not found before it reaches a key. */
const safeParams = (event: APIGatewayProxyEventV2): Record<string, string> =>
  Object.fromEntries(Object.entries(event.pathParameters ?? {}).map(([k, v]) => [k, v ?? '']));

const answer = (route: Route, table: Table) => async (event: APIGatewayProxyEventV2WithJWTAuthorizer) => {
  const { requestId } = event.requestContext;
  const principal = await principalOf(event, table);
  if (principal.lacksCodes && !route.beforeCodes)
    throw new Problem('codes-required', 'Your agency asks you to sign in with codes. Set them up to go on.');
  if (!route.roles.includes(principal.role))
    throw new Problem('forbidden', 'Ask an administrator of your agency if you need this.');
  if (principal.closing && !mayWhileClosing(route)) throw closes();
  const reply = await route.run({
    principal,
    params: safeParams(event),
    query: parse(route.query ?? noQuery, event.queryStringParameters ?? {}, 'the address'),
    body: route.body && parse(route.body, jsonBody(event)),
    version: route.needsVersion ? ifMatch(event) : 0,
    requestId,
    now: now(),
    viewer: { address: viewerAddress(event), agent: viewerAgent(event) },
  });
  return respond(reply, requestId);
};

/** A path that exists under another method is told so; every other one is not found. */
const unknown = (routes: readonly Pick<Route, 'path'>[]) => {
  const known = routes.map(({ path }) => new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`));
  return ({ path }: { method: string; path: string }): never => {
    if (known.some((pattern) => pattern.test(path)))
      throw new Problem('method-not-allowed', 'This address is there, but not for that method.');
    throw new Problem('not-found', 'There is nothing at this address.');
  };
};

type Result = APIGatewayProxyStructuredResultV2;
export type HttpHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<Result>;

/** Errors end here: a Problem as it is, anything else logged with its request id and answered without detail. */
const failures = (): middy.MiddlewareObj<APIGatewayProxyEventV2, Result> => ({
  onError: (request) => {
    const { requestId } = request.event.requestContext;
    const { error } = request;
    if (!(error instanceof Problem))
      logger.error('request failed', { requestId, errorName: error?.name, stack: error?.stack });
    request.response = respondProblem(error, requestId);
  },
});

export interface PlainRoute {
  readonly method: Route['method'];
  readonly path: string;
  readonly handler: (event: APIGatewayProxyEventV2) => Promise<Result>;
}

/** The stack around every HTTP function: problem+json, only through the edge, same origin, then the route. */
export const plainHandler = (routes: readonly PlainRoute[]): HttpHandler =>
  middy<APIGatewayProxyEventV2, Result>()
    .use(failures())
    .before(async (request) => {
      await requireEdge(request.event);
      requireSameOrigin(request.event);
      requirePlainPath(request.event);
      requireSingleParameters(request.event);
    })
    .handler(httpRouterHandler({ routes: [...routes], notFoundResponse: unknown(routes) }));

/** The stack for routes behind the authorizer: principal, role, parsed input, one reply. */
export const httpHandler = (routes: readonly Route[], table: Table): HttpHandler =>
  plainHandler(
    routes.map((route) => ({
      method: route.method,
      path: route.path,
      // The authorizer stands in front of these routes; principalOf refuses an event without its claims.
      handler: (event) => answer(route, table)(event as APIGatewayProxyEventV2WithJWTAuthorizer),
    })),
  );
