import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isLoopbackHost } from '#infra/local/endpoint/loopback.ts';
import { listen, NoSuchAddress } from '#infra/local/endpoint/listen.ts';
import type { Gateway } from '#infra/local/gateway/index.ts';
import type { Plan } from '#infra/local/template/plan.ts';
import { createDistribution, type EdgeAnswer } from './distribution.ts';

export interface EdgeOptions {
  readonly plan: Plan;
  readonly gateway: Gateway;
  readonly port: number;
  /** Address of the local AWS endpoint. */
  readonly endpoint: string;
  /** Puts the values of secrets where the template refers to them. */
  revealed: (text: string) => string;
  /** Answers everything below `/_local`. */
  console: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

export interface Edge {
  readonly url: string;
  close: () => Promise<void>;
}

/**
 * The one difference to what is deployed: the browser reaches buckets at the local endpoint, so wherever the
 * content security policy names a bucket's own host, the endpoint's address stands instead.
 */
function withLocalBuckets(value: string, { plan, endpoint }: EdgeOptions): string {
  const local = (text: string, host: string) => text.replaceAll(`https://${host}`, endpoint).replaceAll(host, endpoint);
  return plan.buckets.reduce((text, { host }) => local(text, host), value);
}

const isLocalSite = (text: string): boolean => /^http:\/\/localhost(:\d+)?$/.test(text);

/** Wherever the template says that the site is on localhost it is this one, whichever port it got: to buckets and to functions. */
function tellAddress({ buckets, functions }: Plan, url: string): void {
  for (const { cors } of buckets)
    for (const rule of cors) rule.origins = rule.origins.map((origin) => (isLocalSite(origin) ? url : origin));
  for (const { environment } of functions)
    for (const [name, value] of Object.entries(environment)) if (isLocalSite(value)) environment[name] = url;
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: EdgeAnswer,
  options: EdgeOptions,
): Promise<void> {
  const headers = answer.headers.flatMap(([name, value]) => [
    name,
    name === 'content-security-policy' ? withLocalBuckets(value, options) : value,
  ]);
  const body = request.method === 'HEAD' || answer.status === 304 ? undefined : answer.body;
  if (Buffer.isBuffer(body)) headers.push('content-length', String(body.length));
  response.writeHead(answer.status, dedupe(headers));
  if (body instanceof Readable) await pipeline(body, response);
  else response.end(body);
  if (answer.body instanceof Readable && body === undefined) answer.body.destroy();
}

/** Node refuses two content-lengths; only cookies may come more than once. */
function dedupe(flat: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let index = 0; index < flat.length; index += 2) {
    const name = flat[index] ?? '';
    const value = flat[index + 1] ?? '';
    if (name === 'set-cookie') headers[name] = [headers[name] ?? [], value].flat();
    else headers[name] = value;
  }
  return headers;
}

export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const [distributionPlan, ...others] = options.plan.distributions;
  if (others.length > 0) throw new Error('The template has several distributions; the local runner serves one site.');
  const serve = distributionPlan && createDistribution(options.plan, distributionPlan, options);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isLoopbackHost(request.headers.host)) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('This site answers localhost only.\n');
      return;
    }
    if (/^\/_local([/?]|$)/.test(request.url ?? '')) return options.console(request, response);
    if (!serve) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('The template has no CloudFront distribution.\n');
      return;
    }
    const peer = { ip: request.socket.remoteAddress ?? '127.0.0.1', port: request.socket.remotePort ?? 0 };
    await send(request, response, await serve(request, peer), options);
  };

  const start = (): Server =>
    createServer({ requestTimeout: 0 }, (request, response) => {
      handle(request, response).catch((error: unknown) => {
        if (!response.destroyed) console.error(error);
        response.destroy();
      });
    });
  const servers = [start()];
  const port = await listen(servers[0] as Server, options.port, '127.0.0.1');
  const second = start();
  try {
    await listen(second, port, '::1');
    servers.push(second);
  } catch (error) {
    if (!(error instanceof NoSuchAddress)) throw error;
  }
  const url = `http://localhost:${port}`;
  tellAddress(options.plan, url);
  return {
    url,
    close: async () => {
      await Promise.all(servers.map(stop));
    },
  };
}

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
