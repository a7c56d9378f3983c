import * as z from 'zod';
import { problems } from '#shared/model/problem.ts';
import type { RouteSpec } from './request.ts';

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { enum: Object.keys(problems) },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

const refused = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const queryParameters = (route: RouteSpec) => {
  if (route.query === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(route.query, { io: 'input', target: 'draft-2020-12' }) as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
};

const pathParameters = (route: RouteSpec) =>
  [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const version = {
  name: 'If-Match',
  in: 'header',
  required: true,
  schema: { type: 'string', pattern: '^"[1-9][0-9]{0,8}"$' },
  description: 'The version that you read, as its ETag: "7".',
};

/** Any address can be asked wrongly (a parameter twice), and any change can run into the current state. */
const statusesOf = (route: RouteSpec): number[] => [
  400,
  401,
  403,
  422,
  ...(route.path.includes('{') || route.mayMiss ? [404] : []),
  ...(route.method === 'GET' ? [] : [409]),
  ...(route.body ? [413, 415] : []),
  ...(route.needsVersion ? [412, 428] : []),
];

const operation = (route: RouteSpec) => ({
  summary: route.summary,
  operationId: `${route.method.toLowerCase()}${route.path.replace('/api/v1', '').replace(/[^a-zA-Z]+(\w)?/g, (_m, c: string | undefined) => c?.toUpperCase() ?? '')}`,
  description: `Roles: ${route.roles.join(', ')}.`,
  'x-roles': route.roles,
  'x-own-only': route.roles.filter((role) => route.ownOnly?.includes(role)),
  ...(route.whileClosing ? { 'x-while-closing': true } : {}),
  parameters: [...pathParameters(route), ...queryParameters(route), ...(route.needsVersion ? [version] : [])],
  ...(route.body
    ? {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: route.bodySchema ?? z.toJSONSchema(route.body, { io: 'input', target: 'draft-2020-12' }),
            },
          },
        },
      }
    : {}),
  responses: {
    [route.status]: {
      description: 'Done',
      ...(route.status === 204 ? {} : { content: { 'application/json': { schema: route.answer ?? {} } } }),
    },
    ...(route.method === 'POST' && route.status === 201
      ? {
          200: {
            description: 'Done before, by the same request',
            content: { 'application/json': { schema: route.answer ?? {} } },
          },
        }
      : {}),
    ...Object.fromEntries([...new Set(statusesOf(route))].sort().map((status) => [status, refused])),
  },
});

const documentOf = (routes: readonly RouteSpec[]) => ({
  openapi: '3.1.0',
  info: {
    title: 'Stormledger',
    version: '1',
    description: 'Records of a municipal stormwater (MS4) program. Sign in through POST /api/session.',
  },
  paths: routes.reduce<Record<string, Record<string, object>>>((paths, route) => {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route);
    return paths;
  }, {}),
  components: { schemas: { Problem: problemSchema } },
});

/** OpenAPI 3.1 of the routes, from the declarations that serve them, as plain JSON: parts that come later are made here. */
export const openApi = (routes: readonly RouteSpec[]): object =>
  JSON.parse(JSON.stringify(documentOf(routes))) as object;
