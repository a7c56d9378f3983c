import { quoted, xml, type Call, type Reply } from './call.ts';
import { account, encoder, limitOf } from './listing.ts';
import { openUpload } from './multipart.ts';
import { compareKeys } from './sorted-keys.ts';

const owned = { Owner: account, Initiator: account, StorageClass: 'STANDARD' };

export function listParts(call: Call): Reply {
  const { upload, parts } = openUpload(call);
  const [limit, marker] = [limitOf(call.query.get('max-parts')), Number(call.query.get('part-number-marker') ?? 0)];
  const later = [...parts.values()].filter(({ number }) => number > marker).sort((a, b) => a.number - b.number);
  const shown = later.slice(0, limit);
  const more = later.length > shown.length;
  return xml('ListPartsResult', {
    Bucket: upload.bucket,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: marker,
    NextPartNumberMarker: more ? shown.at(-1)?.number : undefined,
    MaxParts: limit,
    IsTruncated: more,
    ChecksumAlgorithm: upload.algorithm,
    ...owned,
    Part: shown.map(({ number, at, etag, segment, checksum }) => ({
      PartNumber: number,
      LastModified: at,
      ETag: quoted(etag),
      Size: segment.size,
      ...(checksum && { [`Checksum${checksum.algorithm}`]: checksum.value }),
    })),
  });
}

export function listUploads(call: Call): Reply {
  const { query, plan, store } = call;
  const [prefix, encoded, limit] = [query.get('prefix') ?? '', encoder(call), limitOf(query.get('max-uploads'))];
  const [keyMarker, idMarker] = [query.get('key-marker') ?? '', query.get('upload-id-marker') ?? ''];
  const later = [...store.catalog.uploads.values()]
    .map(({ upload }) => upload)
    .filter(({ bucket, key }) => bucket === plan.name && key.startsWith(prefix))
    .sort((a, b) => compareKeys(a.key, b.key) || compareKeys(a.id, b.id))
    .filter(({ key, id }) => (key === keyMarker ? idMarker !== '' && id > idMarker : compareKeys(key, keyMarker) > 0));
  const shown = later.slice(0, limit);
  const final = later.length > shown.length ? shown.at(-1) : undefined;
  return xml('ListMultipartUploadsResult', {
    Bucket: plan.name,
    Prefix: encoded(prefix),
    KeyMarker: encoded(keyMarker),
    UploadIdMarker: idMarker,
    NextKeyMarker: final && encoded(final.key),
    NextUploadIdMarker: final?.id,
    MaxUploads: limit,
    EncodingType: query.get('encoding-type'),
    IsTruncated: final !== undefined,
    Upload: shown.map(({ key, id, at, algorithm }) => ({
      Key: encoded(key),
      UploadId: id,
      Initiated: at,
      ChecksumAlgorithm: algorithm,
      ...owned,
    })),
  });
}
