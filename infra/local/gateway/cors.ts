import type { ApiPlan } from '#infra/local/template/plan.ts';
import type { GatewayRequest, GatewayResponse } from './payload.ts';

type Cors = NonNullable<ApiPlan['cors']>;

const allowed = (list: readonly string[], value: string): boolean => list.includes('*') || list.includes(value);

function originHeaders(cors: Cors, origin: string): [string, string][] {
  if (!allowed(cors.origins, origin)) return [];
  return [
    ['access-control-allow-origin', cors.origins.includes('*') ? '*' : origin],
    ...(cors.credentials ? [['access-control-allow-credentials', 'true'] as [string, string]] : []),
    ...(cors.exposed.length > 0 ? [['access-control-expose-headers', cors.exposed.join(',')] as [string, string]] : []),
  ];
}

/** With CORS configured the gateway answers preflights itself, whatever the routes say. */
export function preflight(cors: Cors | undefined, request: GatewayRequest): GatewayResponse | undefined {
  const { origin, 'access-control-request-method': method } = request.headers;
  if (!cors || request.method !== 'OPTIONS' || origin === undefined || method === undefined) return undefined;
  const headers = originHeaders(cors, origin);
  if (headers.length > 0) {
    headers.push(['access-control-allow-methods', cors.methods.join(',')]);
    headers.push(['access-control-allow-headers', cors.headers.join(',')]);
    if (cors.maxAge !== undefined) headers.push(['access-control-max-age', String(cors.maxAge)]);
  }
  return { status: 204, headers, body: Buffer.alloc(0) };
}

/** What the function says of CORS is dropped in favour of the configuration. */
export function withCors(cors: Cors | undefined, request: GatewayRequest, response: GatewayResponse): GatewayResponse {
  const { origin } = request.headers;
  if (!cors || origin === undefined) return response;
  const own = response.headers.filter(([name]) => !name.startsWith('access-control-'));
  return { ...response, headers: [...own, ...originHeaders(cors, origin)] };
}
