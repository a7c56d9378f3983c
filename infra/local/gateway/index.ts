import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { bodyOf } from '#infra/local/endpoint/answers.ts';
import type { Outcome } from '#infra/local/lambda/instance.ts';
import type { ApiPlan, Plan } from '#infra/local/template/plan.ts';
import { createAuthorizer, type AuthorizerOptions } from './authorizer.ts';
import { preflight, withCors } from './cors.ts';
import { eventOf, message, responseOf, type GatewayRequest, type GatewayResponse, type Routed } from './payload.ts';
import { createRouter } from './routes.ts';

export interface GatewayOptions extends AuthorizerOptions {
  readonly plan: Plan;
  run: (functionArn: string, payload: string) => Promise<Outcome>;
}

export interface Gateway {
  /** Answers a request to the API with this host name. */
  handle: (host: string, request: GatewayRequest, body: IncomingMessage) => Promise<GatewayResponse>;
  /** The API at its own address, as `/_api/<id>/…` of the AWS endpoint. */
  serve: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** Bytes: the largest request HTTP APIs take, and the largest event Lambda takes. */
const largestRequest = 10 * 1024 * 1024;
const largestEvent = 6_291_456;

export function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  return headers;
}

function createApi(api: ApiPlan, options: GatewayOptions) {
  const { plan } = options;
  const route = createRouter(plan.routes.filter(({ apiId }) => apiId === api.id));
  const authorize = createAuthorizer(options);
  const authorizers = new Map(plan.authorizers.map((authorizer) => [authorizer.id, authorizer]));
  const integrations = new Map(plan.integrations.map((integration) => [integration.id, integration]));

  const integrate = async (
    request: GatewayRequest,
    body: IncomingMessage,
    routed: Routed,
  ): Promise<GatewayResponse> => {
    const integration = integrations.get(routed.route.integrationId);
    if (!integration) return message(500, 'Internal Server Error');
    const content = await bodyOf(body, largestRequest);
    if (!content) return message(413, 'Request Entity Too Large');
    const payload = JSON.stringify(eventOf(request, content, routed));
    if (Buffer.byteLength(payload) > largestEvent) return message(413, 'Request Entity Too Large');
    const late = new AbortController();
    const outcome = await Promise.race([
      options.run(integration.functionArn, payload),
      pause(integration.timeoutMs, undefined, { signal: late.signal }).catch(() => undefined),
    ]);
    late.abort();
    if (!outcome) return message(503, 'Service Unavailable');
    return outcome.error === undefined
      ? responseOf(JSON.parse(outcome.payload))
      : message(500, 'Internal Server Error');
  };

  const answer = async (request: GatewayRequest, body: IncomingMessage): Promise<GatewayResponse> => {
    const match = route(request.method, request.path);
    if (!match) return message(404, 'Not Found');
    const routed: Routed = { api, account: plan.account, ...match, now: options.now() };
    if (match.route.authorizerId === undefined) return integrate(request, body, routed);
    const authorizer = authorizers.get(match.route.authorizerId);
    if (!authorizer) return message(500, 'Internal Server Error');
    const verdict = await authorize(authorizer, match.route.scopes, request.headers);
    if (!verdict.ok)
      return message(verdict.status, verdict.status === 401 ? 'Unauthorized' : 'Forbidden', [
        ['www-authenticate', verdict.challenge],
      ]);
    return integrate(request, body, { ...routed, jwt: { claims: verdict.claims, scopes: verdict.scopes } });
  };

  return async (request: GatewayRequest, body: IncomingMessage): Promise<GatewayResponse> => {
    const response = preflight(api.cors, request) ?? withCors(api.cors, request, await answer(request, body));
    return { ...response, headers: [...response.headers, ['apigw-requestid', randomUUID()]] };
  };
}

export function createGateway(options: GatewayOptions): Gateway {
  const apis = options.plan.apis.map((plan) => ({ plan, answer: createApi(plan, options) }));
  return {
    handle: (host, request, body) => {
      const api = apis.find(({ plan }) => plan.host === host);
      return api ? api.answer(request, body) : Promise.resolve(message(403, 'Forbidden'));
    },
    serve: async (request, response) => {
      const [, id = '', path = '/', query = ''] = /^\/_api\/([^/?]+)([^?]*)\??(.*)$/.exec(request.url ?? '') ?? [];
      const api = apis.find(({ plan }) => plan.id === id);
      const sourceIp = request.socket.remoteAddress ?? '127.0.0.1';
      const asked = {
        method: request.method ?? 'GET',
        path: path || '/',
        query,
        headers: headersOf(request),
        sourceIp,
      };
      const { status, headers, body } = api ? await api.answer(asked, request) : message(404, 'Not Found');
      for (const [name, value] of headers) response.appendHeader(name, value);
      response.statusCode = status;
      response.end(body);
    },
  };
}
