import type { IncomingMessage } from 'node:http';
import type { Field, ViewerRequest } from './viewer-function.ts';

type Fields = Record<string, Field>;

function collect(pairs: Iterable<readonly [string, string]>): Fields {
  const all = new Map<string, string[]>();
  for (const [name, value] of pairs) all.set(name, [...(all.get(name) ?? []), value]);
  return Object.fromEntries(
    [...all].map(([name, values]) => [
      name,
      {
        value: values[0] ?? '',
        ...(values.length > 1 && { multiValue: values.map((value) => ({ value })) }),
      },
    ]),
  );
}

function* split(text: string, separator: string | RegExp): Generator<[string, string]> {
  for (const part of text.split(separator)) {
    const equals = part.indexOf('=');
    if (part !== '') yield equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
  }
}

/** They concern one connection only and are not passed on. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'proxy-connection',
]);

/** From what was sent: Node's own parsed view fails on a header that is called like a property of every object. */
function* headerPairs({ rawHeaders }: IncomingMessage): Generator<[string, string]> {
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase();
    if (name !== 'cookie' && !hopByHop.has(name)) yield [name, rawHeaders[at + 1] as string];
  }
}

/** A request in the event shape of CloudFront Functions: cookies apart from headers, values undecoded. */
export function viewerRequest(request: IncomingMessage): ViewerRequest {
  const [uri = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  return {
    method: request.method ?? 'GET',
    uri,
    querystring: collect(split(query, '&')),
    headers: collect(headerPairs(request)),
    cookies: collect(split(request.headers.cookie ?? '', /; */)),
  };
}

export function* flatten(fields: Fields): Generator<[string, string]> {
  for (const [name, { value, multiValue }] of Object.entries(fields))
    for (const one of multiValue ?? [{ value }]) yield [name, one.value];
}

export const queryText = (fields: Fields): string =>
  [...flatten(fields)].map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('&');

export const cookieText = (fields: Fields): string =>
  [...flatten(fields)].map(([name, value]) => `${name}=${value}`).join('; ');
