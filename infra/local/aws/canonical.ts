import type { IncomingHttpHeaders } from 'node:http';

export interface Target {
  /** Still percent-encoded. */
  path: string;
  /** Decoded names and values; AWS never repeats a name in what we serve. */
  query: ReadonlyMap<string, string>;
}

/** Undefined when the percent-encoding is broken or a query name is repeated (it could be signed one way and read another). */
export function parseTarget(url: string): Target | undefined {
  const [path = '', ...rest] = url.split('?');
  const query = new Map<string, string>();
  try {
    decodeURIComponent(path);
    for (const pair of rest.join('?').split('&').filter(Boolean)) {
      const [name = '', ...value] = pair.split('=');
      const decoded = decodeURIComponent(name);
      if (query.has(decoded)) return undefined;
      query.set(decoded, decodeURIComponent(value.join('=')));
    }
  } catch {
    return undefined;
  }
  return { path, query };
}

/** RFC 3986: only unreserved characters stay as they are. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Node reads header bytes as Latin-1; signatures are made over UTF-8. */
export function headerText(value: string | string[] | undefined): string | undefined {
  if (value === undefined) return undefined;
  return Buffer.from(Array.isArray(value) ? value.join(',') : value, 'latin1').toString('utf8');
}

/** The text a signature is made over. */
export function canonicalRequest(
  request: { method: string; headers: IncomingHttpHeaders },
  target: Target,
  by: { service: string; signedHeaders: string[] },
  payloadHash: string,
): string {
  // S3 signs the path encoded once; every other service encodes the encoded path again.
  const segments = target.path.split('/').map((part) => (by.service === 's3' ? decodeURIComponent(part) : part));
  const query = [...target.query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]): [string, string] => [encodeStrictly(name), encodeStrictly(value)])
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const value = (name: string): string => (headerText(request.headers[name]) ?? '').trim().replace(/\s+/g, ' ');
  const headers = by.signedHeaders.map((name) => `${name}:${value(name)}\n`);
  const path = segments.map(encodeStrictly).join('/');
  return [request.method, path, query.join('&'), headers.join(''), by.signedHeaders.join(';'), payloadHash].join('\n');
}
