import type { ObjectVersion } from './catalog.ts';
import { quoted, unquoted, type Call } from './call.ts';
import { notImplemented, S3Refusal } from './refusal.ts';

const failed = (condition: string): S3Refusal =>
  new S3Refusal('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    fields: { Condition: condition },
  });

const matches = (list: string, etag: string): boolean =>
  list.split(',').some((one) => one.trim() === '*' || unquoted(one) === etag);

/** If-None-Match: * makes a write a creation; If-Match ties it to what was read. */
export function checkWrite(call: Call): void {
  const { 'if-none-match': none, 'if-match': match } = call.headers;
  if (none !== undefined && none !== '*') throw notImplemented('If-None-Match with an ETag on a write');
  const latest = call.store.catalog.bucket(call.plan.name).versions(call.key)[0];
  const current = latest?.deleted ? undefined : latest;
  if (none === '*' && current) throw failed('If-None-Match');
  if (match === undefined) return;
  if (!current) throw new S3Refusal('NoSuchKey', 'The specified key does not exist.', { fields: { Key: call.key } });
  if (!matches(match, current.etag)) throw failed('If-Match');
}

interface Conditions {
  match?: string | undefined;
  none?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** RFC 9110 order: an ETag condition outweighs the date condition beside it. */
function outcome({ match, none, since, until }: Conditions, { etag, at }: ObjectVersion): string | undefined {
  if (match !== undefined && !matches(match, etag)) return 'If-Match';
  if (match === undefined && until !== undefined && Date.parse(at) > Date.parse(until)) return 'If-Unmodified-Since';
  if (none !== undefined) return matches(none, etag) ? 'If-None-Match' : undefined;
  return since !== undefined && Date.parse(at) <= Date.parse(since) ? 'If-Modified-Since' : undefined;
}

export function checkRead({ headers }: Call, version: ObjectVersion): void {
  const condition = outcome(
    {
      match: headers['if-match'],
      none: headers['if-none-match'],
      since: headers['if-modified-since'],
      until: headers['if-unmodified-since'],
    },
    version,
  );
  if (condition === 'If-Match' || condition === 'If-Unmodified-Since') throw failed(condition);
  if (condition === undefined) return;
  const unchanged = { etag: quoted(version.etag), 'last-modified': new Date(version.at).toUTCString() };
  throw new S3Refusal('NotModified', 'Not Modified', { headers: unchanged });
}

export function checkCopySource({ headers }: Call, version: ObjectVersion): void {
  const condition = outcome(
    {
      match: headers['x-amz-copy-source-if-match'],
      none: headers['x-amz-copy-source-if-none-match'],
      since: headers['x-amz-copy-source-if-modified-since'],
      until: headers['x-amz-copy-source-if-unmodified-since'],
    },
    version,
  );
  if (condition !== undefined) throw failed(`x-amz-copy-source-${condition}`);
}

export interface Span {
  start: number;
  /** Exclusive. */
  end: number;
}

/** Undefined means the whole object: no range, several ranges, or one that is not understood. */
export function rangeOf(header: string | undefined, size: number): Span | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (header === undefined || (first === '' && last === '')) return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (start < end) return { start, end };
  throw new S3Refusal('InvalidRange', 'The requested range is not satisfiable', {
    fields: { RangeRequested: header, ActualObjectSize: size },
    headers: { 'content-range': `bytes */${size}` },
  });
}
