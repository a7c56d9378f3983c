import { xml, type Call, type Reply } from './call.ts';
import type { Bucket, ObjectVersion } from './catalog.ts';
import { account, described, encoder, pageOf, walk, type Page } from './listing.ts';
import type { XmlNode } from './xml.ts';

interface VersionEntry {
  name: string;
  group: boolean;
  version?: ObjectVersion;
  latest: boolean;
}

/** A version marker resumes inside the versions of the key it comes with. */
function* walkVersions(bucket: Bucket, page: Page, versionMarker: string): Generator<VersionEntry> {
  if (versionMarker !== '') {
    const all = bucket.versions(page.after);
    const seen = all.findIndex(({ id }) => id === versionMarker);
    for (const version of all.slice(seen + 1))
      yield { name: page.after, group: false, version, latest: version === all[0] };
  }
  for (const entry of walk({ bucket, visible: () => true }, page)) {
    if ('group' in entry) yield { name: entry.group, group: true, latest: false };
    else
      for (const version of entry.versions)
        yield { name: entry.key, group: false, version, latest: version === entry.versions[0] };
  }
}

export function listVersions(call: Call): Reply {
  const { query, plan } = call;
  const page = pageOf(query, query.get('key-marker') ?? '');
  const encoded = encoder(call);
  const entries: VersionEntry[] = [];
  let more = false;
  for (const entry of walkVersions(call.store.catalog.bucket(plan.name), page, query.get('version-id-marker') ?? '')) {
    more = entries.length >= page.limit;
    if (more) break;
    entries.push(entry);
  }
  const final = more ? entries.at(-1) : undefined;
  const row = ({ name, version, latest }: VersionEntry): XmlNode => ({
    Key: encoded(name),
    VersionId: version?.id,
    IsLatest: latest,
    ...(version && !version.deleted ? described(version) : { LastModified: version?.at }),
    Owner: account,
  });
  const rows = (deleted: boolean): XmlNode[] =>
    entries.filter(({ version }) => version !== undefined && Boolean(version.deleted) === deleted).map(row);
  return xml('ListVersionsResult', {
    Name: plan.name,
    Prefix: encoded(page.prefix),
    KeyMarker: encoded(page.after),
    VersionIdMarker: query.get('version-id-marker') ?? '',
    NextKeyMarker: final && encoded(final.name),
    NextVersionIdMarker: final?.version?.id,
    Delimiter: page.delimiter === '' ? undefined : encoded(page.delimiter),
    MaxKeys: page.limit,
    EncodingType: query.get('encoding-type'),
    IsTruncated: final !== undefined,
    Version: rows(false),
    DeleteMarker: rows(true),
    CommonPrefixes: entries.filter(({ group }) => group).map(({ name }) => ({ Prefix: encoded(name) })),
  });
}
