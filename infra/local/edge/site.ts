import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { DeploymentPlan } from '#infra/local/template/plan.ts';

const compress = promisify(gzip);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.geojson': 'application/geo+json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/vnd.microsoft.icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
  '.pdf': 'application/pdf',
};
const compressible = /^(text\/|application\/(json|geo\+json|manifest\+json|xml|wasm)|image\/svg)/;

export interface SiteAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body?: Buffer | Readable;
}

/** `*` stands for any text, as in `aws s3 sync --exclude`. */
const matches = (pattern: string, key: string): boolean =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*')}$`,
  ).test(key);

/** Where the deployments into a bucket put a key; the later deployment wins. */
function locate(
  deployments: readonly DeploymentPlan[],
  key: string,
): { path: string; deployment: DeploymentPlan } | undefined {
  for (const deployment of deployments.toReversed()) {
    const prefix = deployment.prefix === '' ? '' : `${deployment.prefix.replace(/\/$/, '')}/`;
    const rest = key.startsWith(prefix) ? normalize(key.slice(prefix.length)) : '..';
    const left =
      deployment.exclude.some((pattern) => matches(pattern, rest)) &&
      !deployment.include.some((pattern) => matches(pattern, rest));
    if (rest.startsWith('..') || left) continue;
    for (const folder of deployment.folders) {
      const path = join(folder, rest);
      if (existsSync(path) && statSync(path).isFile()) return { path, deployment };
    }
  }
  return undefined;
}

interface Entry {
  readonly path: string;
  readonly size: number;
  readonly headers: Record<string, string>;
  compressed?: Promise<Buffer>;
}

async function entryOf(path: string, { metadata }: DeploymentPlan): Promise<Entry> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const { size, mtime } = statSync(path);
  const headers = {
    'content-type': types[extname(path)] ?? 'binary/octet-stream',
    etag: `"${hash.digest('hex')}"`,
    'last-modified': mtime.toUTCString(),
    'accept-ranges': 'bytes',
    ...metadata,
  };
  return { path, size, headers };
}

const denied: SiteAnswer = {
  status: 403,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
  ),
};

function partial(entry: Entry, range: string): SiteAnswer {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  const start = from === '' ? Math.max(0, entry.size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? entry.size - 1 : Math.min(Number(to), entry.size - 1);
  if ((from === '' && to === '') || start > end)
    return { status: 416, headers: { 'content-range': `bytes */${entry.size}` } };
  return {
    status: 206,
    headers: {
      ...entry.headers,
      'content-range': `bytes ${start}-${end}/${entry.size}`,
      'content-length': String(end - start + 1),
    },
    body: createReadStream(entry.path, { start, end }),
  };
}

/** A bucket behind CloudFront, answered from the very folders that a deployment would copy into it. */
export function createSite(deployments: readonly DeploymentPlan[]) {
  const entries = new Map<string, Promise<Entry>>();

  const find = (key: string): Promise<Entry> | undefined => {
    const known = entries.get(key);
    const place = known ? undefined : locate(deployments, key);
    if (!place) return known;
    const entry = entryOf(place.path, place.deployment);
    entries.set(key, entry);
    return entry;
  };

  /** CloudFront compresses what is between 1 kB and 10 MB. */
  const canCompress = ({ size, headers }: Entry): boolean =>
    size >= 1_000 && size <= 10_000_000 && compressible.test(headers['content-type'] ?? '');

  return async (uri: string, headers: Readonly<Record<string, string>>, gzipWanted: boolean): Promise<SiteAnswer> => {
    let key: string;
    try {
      key = decodeURIComponent(uri.slice(1));
    } catch {
      return denied;
    }
    const entry = await find(key);
    if (!entry) return denied;
    if (
      headers['if-none-match']
        ?.replaceAll('W/', '')
        .split(/, */)
        .includes(entry.headers['etag'] ?? '')
    )
      return { status: 304, headers: entry.headers };
    if (headers['range'] !== undefined) return partial(entry, headers['range']);
    if (!gzipWanted || !canCompress(entry))
      return {
        status: 200,
        headers: { ...entry.headers, 'content-length': String(entry.size) },
        body: createReadStream(entry.path),
      };
    entry.compressed ??= readFile(entry.path).then((content) => compress(content));
    const body = await entry.compressed;
    const weak = { etag: `W/${entry.headers['etag'] ?? ''}`, 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
    return { status: 200, headers: { ...entry.headers, ...weak, 'content-length': String(body.length) }, body };
  };
}
