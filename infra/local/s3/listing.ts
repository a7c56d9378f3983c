import { encodeStrictly } from '../aws/canonical.ts';
import { quoted, xml, type Call, type Reply } from './call.ts';
import type { Bucket, ObjectVersion } from './catalog.ts';
import { S3Refusal } from './refusal.ts';
import { compareKeys } from './sorted-keys.ts';
import type { XmlNode } from './xml.ts';

export const account = { ID: 'local', DisplayName: 'local' };
/** Sorts after every key that begins with the text before it. */
const last = '\u{10ffff}';

export interface Page {
  prefix: string;
  delimiter: string;
  limit: number;
  /** Keys and groups up to and including this one are on earlier pages. */
  after: string;
}

export type Entry = { group: string } | { key: string; versions: readonly ObjectVersion[] };

export function limitOf(text: string | undefined): number {
  const limit = text === undefined ? 1000 : Number(text);
  if (Number.isInteger(limit) && limit >= 0) return Math.min(limit, 1000);
  throw new S3Refusal('InvalidArgument', 'Argument must be an integer between 0 and 2147483647');
}

interface Walked {
  bucket: Bucket;
  visible: (key: string) => boolean;
}

/** Keys in order, those that share the prefix up to the delimiter as one group. */
export function* walk({ bucket, visible }: Walked, { prefix, delimiter, after }: Page): Generator<Entry> {
  const groupOf = (key: string): string | undefined => {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
  };
  const from = after === '' ? '' : groupOf(after) === after && after.startsWith(prefix) ? after + last : `${after}\0`;
  let key = bucket.keys.atOrAfter(compareKeys(from, prefix) < 0 ? prefix : from);
  while (key?.startsWith(prefix)) {
    const group = groupOf(key);
    const shown = visible(key);
    if (shown) yield group === undefined ? { key, versions: bucket.versions(key) } : { group };
    key = bucket.keys.atOrAfter(group !== undefined && shown ? group + last : `${key}\0`);
  }
}

const nameOf = (entry: Entry): string => ('group' in entry ? entry.group : entry.key);

export function encoder({ query }: Call): (text: string) => string {
  return query.get('encoding-type') === 'url' ? (text) => encodeStrictly(text).replaceAll('%2F', '/') : (text) => text;
}

export const described = (version: ObjectVersion): XmlNode => ({
  LastModified: version.at,
  ETag: quoted(version.etag),
  ChecksumAlgorithm: version.checksum?.algorithm,
  Size: version.size,
  StorageClass: 'STANDARD',
});

export function pageOf(query: Call['query'], after: string): Page {
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  return { prefix, delimiter, limit: limitOf(query.get('max-keys')), after };
}

const tokenPattern = /^[A-Za-z0-9_-]+$/;

function startOf(query: Call['query']): string {
  const token = query.get('continuation-token');
  if (token === undefined) return query.get('start-after') ?? '';
  if (!tokenPattern.test(token)) throw new S3Refusal('InvalidArgument', 'The continuation token provided is incorrect');
  return Buffer.from(token, 'base64url').toString('utf8');
}

export function listObjects(call: Call): Reply {
  const { query, plan } = call;
  const page = pageOf(query, startOf(query));
  const encoded = encoder(call);
  const entries: Entry[] = [];
  let more = false;
  const bucket = call.store.catalog.bucket(plan.name);
  for (const entry of walk({ bucket, visible: (key) => !bucket.versions(key)[0]?.deleted }, page)) {
    more = entries.length >= page.limit;
    if (more) break;
    entries.push(entry);
  }
  const final = entries.at(-1);
  const next = more && final ? Buffer.from(nameOf(final)).toString('base64url') : undefined;
  const owner = query.get('fetch-owner') === 'true' ? { Owner: account } : {};
  const contents = entries.flatMap((entry) => {
    const latest = 'versions' in entry ? entry.versions[0] : undefined;
    return latest ? [{ Key: encoded(nameOf(entry)), ...described(latest), ...owner }] : [];
  });
  return xml('ListBucketResult', {
    Name: plan.name,
    Prefix: encoded(page.prefix),
    Delimiter: page.delimiter === '' ? undefined : encoded(page.delimiter),
    MaxKeys: page.limit,
    KeyCount: entries.length,
    EncodingType: query.get('encoding-type'),
    StartAfter: query.get('start-after'),
    ContinuationToken: query.get('continuation-token'),
    NextContinuationToken: next,
    IsTruncated: next !== undefined,
    Contents: contents,
    CommonPrefixes: entries.flatMap((entry) => ('group' in entry ? [{ Prefix: encoded(entry.group) }] : [])),
  });
}
