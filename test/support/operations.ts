import { valueFor, type Schema } from './smallest-body.ts';
import type { Visitor } from './visitor.ts';

/** A route as the served description has it. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly 'x-roles': readonly string[];
  readonly 'x-own-only': readonly string[];
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: Schema }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}

/** Every route that a token opens. Those of /api/session, which give the tokens, are not described. */
export const servedOperations = async (by: Visitor): Promise<Operation[]> => {
  const { body } = await by.get('/api/v1/openapi.json');
  const paths = body.paths as Record<string, Record<string, Omit<Operation, 'method' | 'path'>>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ ...described, method: method.toUpperCase(), path })),
  );
};

export const bodySchema = (operation: Operation): Schema | undefined =>
  operation.requestBody?.content['application/json'].schema;

/** What the address must say at least, as its query. */
export const neededQuery = ({ parameters }: Operation): URLSearchParams =>
  new URLSearchParams(
    parameters
      .filter((one) => one.in === 'query' && one.required)
      .map(({ name, schema }): [string, string] => [name, String(valueFor(name, schema))]),
  );
