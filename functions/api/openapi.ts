import { route, type Route, type RouteSpec } from '#functions/lib/http/request.ts';
import { openApi } from '#functions/lib/http/openapi.ts';
import { duties } from '#shared/model/duty.ts';

/** The document is made of the very routes that are served, once, at the first request for it. */
export const openApiRoute = (routes: readonly RouteSpec[]): Route => {
  let document: object | undefined;
  return route({
    method: 'GET',
    path: '/api/v1/openapi.json',
    summary: 'This description (OpenAPI 3.1)',
    roles: duties.keepOwnAccount,
    status: 200,
    answer: { type: 'object' },
    run: () => Promise.resolve({ status: 200, body: (document ??= openApi(routes)) }),
  });
};
