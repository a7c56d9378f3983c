import { randomBytes } from 'node:crypto';
import { attributesOf, checksumHeaders, keptHeaders } from './attributes.ts';
import { readSegments, type Segment } from './blobs.ts';
import { bodyOf, findVersion, permit, quoted, timestamp, versionHeader, type Call, type Reply } from './call.ts';
import type { Attributes, ObjectVersion, Stored } from './catalog.ts';
import { checkRead, checkWrite, rangeOf } from './conditions.ts';
import { announce, type CreationReason } from './created.ts';
import { Intake } from './intake.ts';
import { lockFor, lockHeaders } from './lock.ts';
import { S3Refusal } from './refusal.ts';

/** Bytes: the most S3 takes in one request. */
const longestBody = 5 * 1024 ** 3;

export const newVersionId = ({ plan }: Call): string =>
  plan.versioned ? randomBytes(24).toString('base64url') : 'null';

export interface Received {
  segment: Segment;
  intake: Intake;
}

/** Takes a request body in, with every promise its sender made about it checked. */
export async function receiveBody(call: Call, compute?: Intake['algorithm']): Promise<Received> {
  const { headers, caller } = call;
  const length = headers[caller.payload.kind === 'chunked' ? 'x-amz-decoded-content-length' : 'content-length'];
  if (length === undefined)
    throw new S3Refusal('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  if (Number(length) > longestBody)
    throw new S3Refusal('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
  const intake = new Intake({ headers, payload: caller.payload, compute });
  return { segment: await call.store.blobs.write(intake.bytes(bodyOf(call.req))), intake };
}

export function versionFrom(call: Call, attributes: Attributes, { segment, intake }: Received): ObjectVersion {
  const { headers, encryption, tags } = attributes;
  const made = { id: newVersionId(call), at: timestamp(call.options.now()), size: segment.size, etag: intake.md5 };
  const sealed = { segments: [segment], checksum: intake.checksum, ...lockFor(call) };
  return { ...made, headers, encryption, tags, ...sealed };
}

/** The condition is looked at again here: another writer may have come while the body did. */
export async function keep(call: Call, version: ObjectVersion, reason: CreationReason): Promise<void> {
  try {
    checkWrite(call);
  } catch (error) {
    await Promise.all(version.segments.map(({ id }) => call.store.blobs.remove(id)));
    throw error;
  }
  await call.store.commit({ op: 'put', bucket: call.plan.name, key: call.key, version });
  announce(call, call.key, version, reason);
}

export const createdHeaders = (call: Call, version: ObjectVersion): Stored => ({
  etag: quoted(version.etag),
  ...version.encryption,
  ...versionHeader(call.plan, version),
});

export async function putObject(call: Call): Promise<Reply> {
  if (call.headers['x-amz-tagging'] !== undefined) permit(call, 's3:PutObjectTagging', call.plan.name, call.key);
  checkWrite(call);
  // Refused before the body is taken in.
  lockFor(call);
  const attributes = attributesOf(call.headers);
  const version = versionFrom(call, attributes, await receiveBody(call));
  await keep(call, version, 'PutObject');
  return { status: 200, headers: { ...createdHeaders(call, version), ...checksumHeaders(version) } };
}

function objectHeaders(call: Call, version: ObjectVersion): Stored {
  const tags = Object.keys(version.tags).length;
  return {
    ...version.headers,
    ...createdHeaders(call, version),
    ...lockHeaders(call, version),
    'last-modified': new Date(version.at).toUTCString(),
    'accept-ranges': 'bytes',
    ...(tags > 0 ? { 'x-amz-tagging-count': String(tags) } : {}),
  };
}

/** A signed reader may say how the answer describes itself: how a download gets its file name. */
function overrides({ query }: Call): Stored {
  const given = [...query].map(([name, value]): [string, string] => [name.replace(/^response-/, ''), value]);
  return Object.fromEntries(given.filter(([name]) => keptHeaders.includes(name) && query.has(`response-${name}`)));
}

export function getObject(call: Call): Reply {
  const version = findVersion(call, call.plan, call.key, call.query.get('versionId'));
  checkRead(call, version);
  const range = rangeOf(call.headers.range, version.size);
  const { start, end } = range ?? { start: 0, end: version.size };
  const wanted = !range && call.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED';
  return {
    status: range ? 206 : 200,
    headers: {
      ...objectHeaders(call, version),
      ...(wanted ? checksumHeaders(version) : {}),
      ...overrides(call),
      ...(range ? { 'content-range': `bytes ${start}-${end - 1}/${version.size}` } : {}),
      'content-length': end - start,
    },
    body: readSegments(call.store.blobs, version.segments, start, end),
  };
}

/** HEAD is a GET whose body is left away. */
export function headObject(call: Call): Reply {
  const { status, headers = {} } = getObject(call);
  return { status, headers };
}
