import * as z from 'zod';
import type { Aim, Aims } from './aims.ts';

interface Node {
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const operation = z.looseObject({
  operationId: z.string(),
  description: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })),
  requestBody: z.looseObject({ content: z.looseObject({ 'application/json': z.looseObject({}) }) }).optional(),
});
const openapi = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)) });
export type Operation = z.output<typeof operation>;

/** Every operation as `METHOD path`. */
export const operationsOf = (document: unknown): [string, Operation][] =>
  Object.entries(openapi.parse(document).paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]): [string, Operation] => [`${method.toUpperCase()} ${path}`, one]),
  );

/**
 * Schemathesis 4.32 writes `prefixItems` of an answer as the `items: [...]` of older drafts, and then refuses that
 * as a schema. The only pairs here are longitude and latitude: an array whose items are either says nearly the same.
 */
const withoutPairs = ({ prefixItems, ...rest }: Node): Node =>
  Array.isArray(prefixItems)
    ? { ...rest, minItems: prefixItems.length, maxItems: prefixItems.length, items: { anyOf: prefixItems } }
    : { ...rest, ...(prefixItems === undefined ? {} : { prefixItems }) };

export type Links = Readonly<Record<string, string>>;

/** Ids of records that are there, for the fields of that name: made up ones would be refused before anything else. */
const withLinks = (node: Node, links: Links): Node =>
  Object.fromEntries(
    Object.entries(node).map(([name, value]) => {
      const id = links[name];
      return [name, id !== undefined && isNode(value) && value['format'] === 'uuid' ? { enum: [id] } : value];
    }),
  );

const walk = (value: unknown, each: (node: Node) => Node): unknown => {
  if (Array.isArray(value)) return value.map((one) => walk(one, each));
  if (!isNode(value)) return value;
  return each(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner, each)])));
};

/**
 * Six kinds of geometry, each made up wrong in many ways, stand in the same words in every body that has a place, and
 * would take most of the time: one operation tries them all, the others a point.
 */
const withPoint = (node: Node): Node => {
  const { location } = node;
  if (!isNode(location)) return node;
  const kinds = location['oneOf'];
  return Array.isArray(kinds) ? { ...node, location: kinds[0] as unknown } : node;
};
const triesAll = 'POST /api/v1/structures';

/** Each operation's body as it is sent; answers are left as they are. */
const sent = (name: string, one: Operation, links: Links): Operation => {
  if (one.requestBody === undefined) return one;
  const each = (node: Node): Node => withLinks(name === triesAll ? node : withPoint(node), links);
  return operation.parse({ ...one, requestBody: walk(one.requestBody, each) });
};

const aimed = (one: Operation, { id, version = 1, query = {}, body }: Aim): Operation => {
  const known: Readonly<Record<string, readonly string[]>> = {
    ...(id === undefined ? {} : { id: [id] }),
    'If-Match': [0, 1, 2].map((more) => `"${version + more}"`),
    ...Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
  };
  const json = one.requestBody?.content['application/json'];
  return {
    ...one,
    parameters: one.parameters.map((parameter) => {
      const values = known[parameter.name];
      return values === undefined ? parameter : { ...parameter, schema: { enum: values }, example: values[0] };
    }),
    ...(json && {
      requestBody: { ...one.requestBody, content: { 'application/json': { ...json, example: body } } },
    }),
  };
};

/** The description with something to aim at: real ids, versions that are in force, and one good body each. */
export const aimedAt = (document: unknown, aims: Aims, links: Links): unknown => {
  const served = openapi.parse(document);
  const stale = Object.keys(aims).filter((name) => !operationsOf(document).some(([known]) => known === name));
  if (stale.length > 0) throw new Error(`Aimed at, but not in the description: ${stale.join(', ')}.`);
  const paths = Object.entries(served.paths).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(methods).map(([method, one]) => {
        const name = `${method.toUpperCase()} ${path}`;
        const body = sent(name, one, links);
        const aim = aims[name];
        return [method, aim === undefined ? body : aimed(body, aim)];
      }),
    ),
  ]);
  return walk({ ...served, paths: Object.fromEntries(paths) }, withoutPairs);
};
