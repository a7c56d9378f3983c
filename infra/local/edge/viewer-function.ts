import { createRequire } from 'node:module';
import { createContext, Script } from 'node:vm';
import * as z from 'zod';
import type { EdgeFunctionPlan } from '#infra/local/template/plan.ts';

const field = z.object({
  value: z.string(),
  multiValue: z.array(z.object({ value: z.string() })).optional(),
  attributes: z.string().optional(),
});
export type Field = z.infer<typeof field>;
const fields = z.record(z.string(), field);

const request = z.object({
  method: z.string(),
  uri: z.string(),
  querystring: fields,
  headers: fields,
  cookies: fields,
});
export type ViewerRequest = z.infer<typeof request>;

const response = z.object({
  statusCode: z.number(),
  statusDescription: z.string().optional(),
  headers: fields.default({}),
  cookies: fields.default({}),
  body: z.union([z.string(), z.object({ encoding: z.enum(['text', 'base64']), data: z.string() })]).optional(),
});
export type ViewerResponse = z.infer<typeof response>;

export interface ViewerEvent {
  readonly eventType: 'viewer-request' | 'viewer-response';
  readonly distributionId: string;
  readonly ip: string;
  readonly request: ViewerRequest;
  readonly response?: ViewerResponse;
}

export type ViewerFunction = (event: ViewerEvent) => Promise<ViewerRequest | ViewerResponse>;

/** The modules of the cloudfront-js-2.0 runtime. */
const modules = new Set(['crypto', 'querystring', 'buffer']);
const load = createRequire(import.meta.url);
/** Milliseconds of the clock before a function that loops is stopped. CloudFront counts processor time, and is stricter. */
const longest = 5_000;

/** Runs the deployed function code, in a context that has the language and nothing of Node. */
export function createViewerFunction(plan: EdgeFunctionPlan): ViewerFunction {
  const sandbox: Record<string, unknown> = {
    console: { log: (...parts: unknown[]) => console.log(`[${plan.name}]`, ...parts) },
    require: (name: string): unknown => {
      if (!modules.has(name)) throw new Error(`CloudFront Functions have no module ${name}.`);
      return load(name);
    },
  };
  const context = createContext(sandbox, { codeGeneration: { strings: false, wasm: false } });
  new Script(plan.code, { filename: `${plan.name}.js` }).runInContext(context, { timeout: longest });
  const call = new Script('Promise.resolve(handler(JSON.parse(input))).then(JSON.stringify)');

  return async ({ eventType, distributionId, ip, ...event }) => {
    sandbox['input'] = JSON.stringify({
      version: '1.0',
      context: { distributionId, eventType, distributionDomainName: 'localhost', requestId: 'local' },
      viewer: { ip },
      ...event,
    });
    const output: unknown = await call.runInContext(context, { timeout: longest });
    return z.union([response, request]).parse(JSON.parse(String(output)));
  };
}
