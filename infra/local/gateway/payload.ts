import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { ApiPlan, RoutePlan } from '#infra/local/template/plan.ts';

export interface GatewayRequest {
  readonly method: string;
  /** As it came: percent-encoded. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Lower-case names; several values of one name joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceIp: string;
}

export interface GatewayResponse {
  readonly status: number;
  /** Pairs, because a response may set several cookies. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

const textual = /^(text\/|application\/(json|javascript|xml))/i;

function queryOf(query: string): Record<string, string> | undefined {
  if (query === '') return undefined;
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query))
    parameters[name] = Object.hasOwn(parameters, name) ? `${parameters[name]},${value}` : value;
  return parameters;
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export interface Routed {
  readonly api: ApiPlan;
  readonly account: string;
  readonly route: RoutePlan;
  readonly parameters: Readonly<Record<string, string>>;
  readonly jwt?: { readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] | null };
  readonly now: Date;
}

/** The event of payload format 2.0. */
export function eventOf(request: GatewayRequest, body: Buffer, routed: Routed): object {
  const { api, route, now } = routed;
  const { cookie, ...headers } = request.headers;
  const text = textual.test(headers['content-type'] ?? '');
  const path = decodedPath(request.path);
  const queryStringParameters = queryOf(request.query);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: request.query,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers: { ...headers, host: api.host },
    ...(queryStringParameters && { queryStringParameters }),
    ...(Object.keys(routed.parameters).length > 0 && { pathParameters: routed.parameters }),
    requestContext: {
      accountId: routed.account,
      apiId: api.id,
      domainName: api.host,
      domainPrefix: api.id,
      ...(routed.jwt && { authorizer: { jwt: routed.jwt } }),
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

const explicit = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

export const message = (status: number, text: string, headers: [string, string][] = []): GatewayResponse => ({
  status,
  headers: [['content-type', 'application/json'], ...headers],
  body: Buffer.from(JSON.stringify({ message: text })),
});

/** A function may answer a whole response or just a value, which becomes the JSON body. */
export function responseOf(result: unknown): GatewayResponse {
  const whole = typeof result === 'object' && result !== null && 'statusCode' in result;
  if (!whole) {
    const body = Buffer.from(typeof result === 'string' ? result : JSON.stringify(result));
    return { status: 200, headers: [['content-type', 'application/json']], body };
  }
  const answer = explicit.safeParse(result);
  if (!answer.success) return message(500, 'Internal Server Error');
  const { statusCode, headers, cookies, body, isBase64Encoded } = answer.data;
  const pairs = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), String(value)]);
  const typed = pairs.some(([name]) => name === 'content-type') || body === '';
  return {
    status: statusCode,
    headers: [
      ...(typed ? [] : [['content-type', 'text/plain; charset=utf-8'] as const]),
      ...pairs,
      ...cookies.map((cookie): [string, string] => ['set-cookie', cookie]),
    ],
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}
